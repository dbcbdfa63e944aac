"""How what is due is gathered by how near its day is."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.tenants.due import Desk, Due
from ogi.tenants.permissions import Permission

HORIZON_DAYS = 92
"""How far ahead the calendar looks: a quarter."""
SECRET_BYTES, SECRET_LENGTH = 32, 43
"""The secret of a feed: 256 bits, and the signs that they take in base64."""

declare_messages({"calendar_no_post": "您现在没有岗位，没有可以订阅的日程。"})


class Span(StrEnum):
    """How near a day is: 已经逾期, 本周, 本月, 以后; or there is no day."""

    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"
    UNDATED = "undated"


SPAN_WORDS: dict[str, str] = {
    Span.OVERDUE: "已经逾期",
    Span.WEEK: "本周到期",
    Span.MONTH: "本月到期",
    Span.LATER: "以后到期",
    Span.UNDATED: "没有规定日期",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The dues of one span, the earliest first."""

    span: Span
    dues: Sequence[Due]

    @property
    def words(self) -> str:
        """The span in words."""
        return SPAN_WORDS[self.span]


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def span_of(due_on: date | None, today: date) -> Span:
    """Return how near a day is; a week ends on Sunday."""
    if due_on is None:
        return Span.UNDATED
    if due_on < today:
        return Span.OVERDUE
    if due_on < monday_of(today) + timedelta(days=7):
        return Span.WEEK
    last = today.replace(day=monthrange(today.year, today.month)[1])
    return Span.MONTH if due_on <= last else Span.LATER


def group_dues(dues: Sequence[Due], today: date) -> list[Group]:
    """Return the dues by span; a span without any is left out."""
    by_span: dict[Span, list[Due]] = {span: [] for span in Span}
    for due in dues:
        by_span[span_of(due.due_on, today)].append(due)
    return [Group(span, found) for span, found in by_span.items() if found]


def check_subscribes(desk: Desk) -> None:
    """Raise RuleBroken("calendar_no_post") for a person without a post."""
    if not desk.permissions - {Permission.SELF_MANAGE}:
        raise RuleBroken("calendar_no_post")
