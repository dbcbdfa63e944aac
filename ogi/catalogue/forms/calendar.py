"""Forms for the calendar of working days."""

from wtforms import DateField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ogi.platform.web.forms import BaseForm

LONGEST_NAME = 40
WORKS, RESTS, USUAL = "works", "rests", "usual"
ANSWERS: dict[str, bool | None] = {WORKS: True, RESTS: False, USUAL: None}


class DayForm(BaseForm):
    """One day that differs from its weekday, or does so no more."""

    day = DateField("日期", [InputRequired("请填写日期")])
    answer = RadioField(
        "这一天",
        [InputRequired("请选一种")],
        choices={RESTS: "放假", WORKS: "上班（调休）", USUAL: "按星期，取消登记"},
    )
    name = StringField(
        "说明", [Optional(), Length(max=LONGEST_NAME, message=f"最多 {LONGEST_NAME} 个字")]
    )


class YearForm(BaseForm):
    """What to do with a year as a whole."""

    answer = RadioField(
        "这一年",
        [InputRequired("请选一种")],
        choices={"load": "载入放假安排", "announced": "已公布", "estimated": "未公布"},
    )
