"""The plan of the year: what may be typed, and how far a tenant's share of a task is."""

from datetime import date, timedelta
from enum import StrEnum

from ogi.platform.errors import RuleBroken, declare_messages

FIRST_YEAR, LAST_YEAR = 2000, 2200
LONGEST_TITLE, LONGEST_TEXT, LONGEST_OWNER = 80, 4000, 20
LONGEST_REPORT = 1000
WHOLE = 100
SOON = timedelta(days=7)

declare_messages(
    {
        "plan_year": "{year}年已有工作要点，请打开它修改。",
        "plan_title": "请填写标题，最多 {longest} 个字。",
        "plan_long": "最多 {longest} 个字。",
        "plan_number_range": "年度请填 {first} 到 {last}。",
        "plan_empty": "还没有分给单位的任务，先增加任务再印发。",
        "plan_issued": "这份工作要点已在 {on} 印发。",
        "plan_not_issued": "工作要点还没有印发，印发后再报送进展。",
        "plan_due": "完成时限要在 {year}年1月1日以后，并且不早于印发日期。",
        "plan_nobody": "请至少选一个责任单位。",
        "plan_reported": "{names}已经报送过进展，不能从任务里去掉。",
        "plan_posted": "{names}已经公开了这个事项，不能从任务里去掉。",
        "plan_progress": "进度请填 0 到 100。",
        "plan_words": "请写明做了什么，最多 {longest} 个字。",
        "plan_by_posting": "这项任务在发布“{item}”后自动完成，不用报送进展。",
    }
)


class ShareState(StrEnum):
    """How a share stands on a day: 完成, 逾期, 即将到期, 进行中."""

    DONE = "done"
    OVERDUE = "overdue"
    SOON = "soon"
    GOING = "going"


STATE_WORDS: dict[str, str] = {
    ShareState.DONE: "已完成",
    ShareState.OVERDUE: "逾期",
    ShareState.SOON: "即将到期",
    ShareState.GOING: "进行中",
}


def state_of(finished: date | None, due_on: date, today: date) -> ShareState:
    """Return how a share stands; one finished late is done, and says so by its day."""
    if finished is not None:
        return ShareState.DONE
    if due_on < today:
        return ShareState.OVERDUE
    return ShareState.SOON if due_on <= today + SOON else ShareState.GOING


def days_over(finished: date | None, due_on: date, today: date) -> int:
    """Return the calendar days by which a share was or is late; 0 in time."""
    return max(0, ((finished or today) - due_on).days)


def check_plan(year: int, title: str, key_points: str) -> None:
    """Raise RuleBroken for a year, title or text that cannot stand."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken("plan_number_range", field="year", first=FIRST_YEAR, last=LAST_YEAR)
    check_title(title)
    if len(key_points) > LONGEST_TEXT:
        raise RuleBroken("plan_long", field="key_points", longest=LONGEST_TEXT)


def check_title(title: str) -> None:
    """Raise RuleBroken("plan_title") for a blank or long title."""
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise RuleBroken("plan_title", field="title", longest=LONGEST_TITLE)


def check_due(due_on: date, year: int, issued_on: date | None) -> None:
    """Raise RuleBroken("plan_due") for a deadline before the plan's year or its issue."""
    if due_on < max(date(year, 1, 1), issued_on or date(year, 1, 1)):
        raise RuleBroken("plan_due", field="due_on", year=year)


def check_report(progress: int, report: str, issued_on: date | None, item: str) -> None:
    """Raise RuleBroken for a report that cannot be taken; `item` names a task that is a posting."""
    if issued_on is None:
        raise RuleBroken("plan_not_issued")
    if item:
        raise RuleBroken("plan_by_posting", item=item)
    if not 0 <= progress <= WHOLE:
        raise RuleBroken("plan_progress", field="progress")
    if not report.strip() or len(report) > LONGEST_REPORT:
        raise RuleBroken("plan_words", field="report", longest=LONGEST_REPORT)
