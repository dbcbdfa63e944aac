"""The forms for a township's own choices."""

from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ogi.platform.web.forms import BaseForm
from ogi.tenants.settings import (
    CHAIN_STEPS,
    LONGEST_ANSWER_DAYS,
    LONGEST_ORDER_WORKDAYS,
    LONGEST_SOON_DAYS,
    LONGEST_TEXT,
    TownshipSettings,
)

LONGEST_PATTERN = 120
LONGEST_LIST = 4000
MONTHS, DAYS = 12, 31
BOARDS = ("party", "affairs", "finance")
STEPS = {
    "committee": "村务监督委员会签字",
    "secrecy": "保密审查",
    "filing": "报镇备案",
}


class SettingsForm(BaseForm):
    """Numbering, dates and words of a township."""

    index_pattern = StringField(
        "索引号格式",
        [InputRequired("请填写索引号格式"), Length(max=LONGEST_PATTERN, message="格式太长")],
        description="发布时按这个格式自动编号；改了以后只用于新发布的内容",
    )
    region_code = StringField(
        "行政区划代码", [Optional(), Length(max=LONGEST_TEXT)], description="6、9 或 12 位数字"
    )
    hotline = StringField(
        "监督电话", [Optional(), Length(max=LONGEST_TEXT)], description="显示在每个公开栏下面"
    )
    soon_days = IntegerField(
        "提前几天算“即将到期”",
        [
            InputRequired("请填写天数"),
            NumberRange(1, LONGEST_SOON_DAYS, "请填 1 到 60 的数字"),
        ],
    )
    report_due_month = IntegerField(
        "年度报告截止月份",
        [InputRequired("请填写月份"), NumberRange(1, MONTHS, "请填 1 到 12 的数字")],
        description="上一年度的报告到哪天为止要公布",
    )
    report_due_day = IntegerField(
        "年度报告截止日",
        [InputRequired("请填写日期"), NumberRange(1, DAYS, "请填 1 到 31 的数字")],
    )
    show_missing = BooleanField(
        "向公众显示没有按时公开的事项", description="公开栏旁列出到期而没有公开的事项，便于群众监督"
    )
    issuing_body = StringField(
        "年度报告发布机关",
        [Optional(), Length(max=LONGEST_TEXT)],
        description="不填就是“某某镇人民政府”",
    )
    order_prefix = StringField(
        "整改通知书的发文代字",
        [Optional(), Length(max=LONGEST_TEXT)],
        description="例如 青政公改，编号就是 青政公改〔2026〕3号；不填就是 〔2026〕3号",
    )
    order_workdays = IntegerField(
        "整改期限",
        [
            InputRequired("请填写天数"),
            NumberRange(1, LONGEST_ORDER_WORKDAYS, "请填 1 到 60 的数字"),
        ],
        description="起草整改通知书时先按这个天数算，可以改",
    )
    answer_days = IntegerField(
        "村里答复群众意见的期限",
        [
            InputRequired("请填写天数"),
            NumberRange(1, LONGEST_ANSWER_DAYS, "请填 1 到 60 的数字"),
        ],
        description="“意见建议与答复”里超过这个天数才答复的，自动指标算一处",
    )
    township_answer_days = IntegerField(
        "镇里和部门答复群众意见的期限",
        [
            InputRequired("请填写天数"),
            NumberRange(1, LONGEST_ANSWER_DAYS, "请填 1 到 60 的数字"),
        ],
    )
    kept_phones = TextAreaField(
        "不算个人信息的电话",
        [Optional(), Length(max=LONGEST_LIST, message="最多写 4000 个字")],
        description="办公电话、监督电话，一行一个；公开内容里出现这些号码不用遮盖",
    )


class ChainForm(BaseForm):
    """The steps between drafting and filing, board by board; the review always binds."""

    step_party = SelectMultipleField("党务公开", choices=STEPS)
    step_affairs = SelectMultipleField("村务（政务）公开", choices=STEPS)
    step_finance = SelectMultipleField("财务公开", choices=STEPS)

    @staticmethod
    def ticked(settings: TownshipSettings) -> dict[str, list[str]]:
        """Return what is ticked for the chains that a township has."""
        return {f"step_{board}": settings.chain_of(board).split(",") for board in BOARDS}

    def chains(self) -> dict[str, Any]:
        """Return the chains as the settings name and keep them."""
        chains = {}
        for board in BOARDS:
            chosen = set(self[f"step_{board}"].data or ()) | {CHAIN_STEPS[0]}
            chains[f"chain_{board}"] = ",".join(s for s in CHAIN_STEPS if s in chosen)
        return chains
