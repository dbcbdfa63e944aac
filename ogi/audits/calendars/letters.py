"""The words of the weekly mail: plain text, titles and days, no person's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ogi.audits.calendars.rules import Span, group_dues, span_of
from ogi.tenants.due import KIND_WORDS, Due

MOST_TOLD = 30
"""The most that a mail tells of one seat; the site shows the rest."""
RULE = "——————"


@dataclass(frozen=True, slots=True)
class Part:
    """What is due for one seat."""

    seat: str
    dues: Sequence[Due]


def subject_of(parts: Sequence[Part], today: date) -> str:
    """Return the subject: how much is overdue and how much is still to come."""
    dues = [due for part in parts for due in part.dues]
    late = sum(span_of(due.due_on, today) is Span.OVERDUE for due in dues)
    told = [f"逾期 {late} 件"] if late else []
    told += [f"待办 {len(dues) - late} 件"] if len(dues) > late else []
    return f"政务公开每周提醒：{'，'.join(told)}"


def text_of(parts: Sequence[Part], today: date, site_url: str) -> str:
    """Return the mail's text, seat by seat, the overdue first."""
    lines = ["您好：", f"截至{_day(today)}，下面这些事等您办理。", ""]
    for part in parts:
        lines += [f"{RULE} {part.seat} {RULE}", *_told(part.dues, today), ""]
    lines += [
        f"打开日程办理：{site_url}/calendar",
        "",
        f"这封邮件每周发一次，由系统自动发出，请不要回复。不想再收：{site_url}/me/email",
    ]
    return "\n".join(lines) + "\n"


def _told(dues: Sequence[Due], today: date) -> list[str]:
    lines: list[str] = []
    for group in group_dues(dues[:MOST_TOLD], today):
        lines.append(f"{group.words}：")
        lines += [f"  · {KIND_WORDS[due.kind]}｜{due.title}{_by(due)}" for due in group.dues]
    rest = len(dues) - MOST_TOLD
    return [*lines, f"  还有 {rest} 件，请打开日程查看。"] if rest > 0 else lines


def _by(due: Due) -> str:
    return f"（{_day(due.due_on)}前）" if due.due_on else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
