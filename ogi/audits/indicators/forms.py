"""What one may ask of the indicators."""

from wtforms import SelectField

from ogi.platform.web.forms import BaseForm
from ogi.tenants.rules import KIND_NAMES


class IndicatorForm(BaseForm):
    """Which year and tenants are looked at, in which order; sent by GET."""

    class Meta(BaseForm.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    year = SelectField("年度", validate_choice=False)
    kind = SelectField(
        "单位类别",
        choices={"": "全部", **{str(kind): name for kind, name in KIND_NAMES.items()}},
        validate_choice=False,
    )
    sort = SelectField(
        "单位顺序", choices={"": "按单位顺序", "worst": "问题多的在前"}, validate_choice=False
    )


class FaultForm(BaseForm):
    """Whose rows of which measure are looked at; sent by GET."""

    class Meta(BaseForm.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    measure = SelectField("指标", validate_choice=False)
    year = SelectField("年度", validate_choice=False)
    tenant = SelectField("单位", validate_choice=False)
