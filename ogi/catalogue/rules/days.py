"""What may be entered in the calendar of working days."""

from datetime import date

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.workdays import Calendar

declare_messages(
    {
        "day_usual": "{day} 按星期本来就{usual}，不需要登记。",
        "year_unknown": "系统还没有 {year} 年的国务院放假安排，请逐日登记后再标为“已公布”。",
    }
)

WEEKDAYS = Calendar()


def check_day(day: date, works: bool | None) -> None:  # noqa: FBT001 - three answers to one question
    """Raise RuleBroken("day_usual") for an entry that says what the weekday says already."""
    usual = WEEKDAYS.is_workday(day)
    if works is usual:
        raise RuleBroken("day_usual", field="day", day=day, usual="上班" if usual else "休息")
