"""Whether what people said was answered in time: rows that tell when it came and was answered.

Source: 重庆市实施村民委员会组织法办法 Art. 31 (the village answers within 3 days, the township
within 10).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from ogi.postings.rules.content import Content, FieldSpec

RECEIVED, ANSWERED = ("received_on", "收到日期"), ("answered_on", "答复日期")


def is_overdue(received: date, answered: date | None, *, on: date, limit_days: int) -> bool:
    """Tell whether an answer came too late, or is still missing on a day though it was due."""
    return (answered or on) > received + timedelta(days=limit_days)


def asks_for_answers(specs: Sequence[FieldSpec]) -> bool:
    """Tell whether an item tells day by day what was said and when it was answered."""
    return None not in (_key(specs, RECEIVED), _key(specs, ANSWERED))


def count_unanswered(
    specs: Sequence[FieldSpec], content: Content, *, on: date, limit_days: int
) -> int:
    """Return how many rows were not answered in time, as seen on the day of publishing."""
    received, answered = _key(specs, RECEIVED), _key(specs, ANSWERED)
    if received is None or answered is None:
        return 0
    rows = content["rows"] or [content["fields"]]
    days = [(_day(row.get(received)), _day(row.get(answered))) for row in rows]
    return sum(
        came is not None and is_overdue(came, told, on=on, limit_days=limit_days)
        for came, told in days
    )


def _key(specs: Sequence[FieldSpec], names: tuple[str, str]) -> str | None:
    """Return the key of a date by its key or by its label, as townships name their own fields."""
    found = (one.key for one in specs if one.kind == "date" and names[0] == one.key)
    named = (one.key for one in specs if one.kind == "date" and names[1] == one.label)
    return next(found, None) or next(named, None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
