"""What one may ask of the checklist, and the form that waives an obligation."""

from wtforms import DateField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ogi.audits.rules.windows import list_windows
from ogi.catalogue.rules.states import STATE_NAMES
from ogi.platform.web.forms import BaseForm
from ogi.tenants.rules import KIND_NAMES

LONGEST_REASON = 200
PER_PAGE = (30, 50, 100, 300)
DEFAULT_PER_PAGE = 50
YEARS_BACK = 2
BOARD_NAMES = {"party": "党务", "affairs": "村务/政务", "finance": "财务"}


class FilterForm(Form):
    """The bar above the checklist; sent by GET, so that a view can be kept as an address."""

    period = SelectField("时段（所属期）")
    as_of = DateField("截至日期")
    kind = SelectField(
        "单位类别", choices={"": "全部", **{str(k): name for k, name in KIND_NAMES.items()}}
    )
    board = SelectField("公开栏", choices={"": "全部", **BOARD_NAMES})
    state = SelectField(
        "状态", choices={"": "全部", **{str(s): name for s, name in STATE_NAMES.items()}}
    )
    text = StringField("单位或事项名称")
    sort = SelectField("单位顺序", choices={"": "按单位顺序", "worst": "缺漏多的在前"})
    per_page = SelectField(
        "每页单位数", coerce=int, choices={str(number): f"{number} 个" for number in PER_PAGE}
    )


def period_choices(year: int, latest: int) -> dict[str, dict[str, str]]:
    """Return the windows of the shown year, then the other years up to the latest as wholes."""
    others = range(max(latest, year), min(latest, year) - YEARS_BACK - 1, -1)
    return {
        f"{year}年": {window.key: window.label for window in list_windows(year)},
        "其他年份": {str(other): f"{other}年" for other in others if other != year},
    }


class WaiveForm(BaseForm):
    """Why an obligation is waived; the reason is shown to whoever reads the checklist."""

    reason = TextAreaField(
        "免报理由",
        [DataRequired("请写明免报理由。"), Length(max=LONGEST_REASON)],
        description="理由会记入操作日志，检查人员和本单位都看得到。",
    )


class RevokeForm(BaseForm):
    """Nothing to fill in: the confirmation alone."""
