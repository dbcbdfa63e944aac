"""What one may ask of the indicators."""

from wtforms import SelectField

from ogi.platform.web.forms import QuestionForm
from ogi.tenants.rules import KIND_NAMES


class IndicatorForm(QuestionForm):
    """Which year and tenants are looked at, in which order; sent by GET."""

    year = SelectField("年度", validate_choice=False)
    kind = SelectField(
        "单位类别",
        choices={"": "全部", **{str(kind): name for kind, name in KIND_NAMES.items()}},
        validate_choice=False,
    )
    sort = SelectField(
        "单位顺序", choices={"": "按单位顺序", "worst": "问题多的在前"}, validate_choice=False
    )


class FaultForm(QuestionForm):
    """Whose rows of which measure are looked at; sent by GET."""

    measure = SelectField("指标", validate_choice=False)
    year = SelectField("年度", validate_choice=False)
    tenant = SelectField("单位", validate_choice=False)
