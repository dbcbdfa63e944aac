"""How often an item is due, and the periods that follow from it."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Frequency(StrEnum):
    """长期, 年, 半年, 季, 月, 及时, 随各期 (with each period of the monthly accounts)."""

    STANDING = "standing"
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    EVENT = "event"
    FOLLOWING = "following"


FREQUENCY_NAMES = {
    Frequency.STANDING: "长期",
    Frequency.YEAR: "年",
    Frequency.HALF: "半年",
    Frequency.QUARTER: "季",
    Frequency.MONTH: "月",
    Frequency.EVENT: "及时",
    Frequency.FOLLOWING: "随各期",
}
FREQUENCIES_BY_NAME = {name: frequency for frequency, name in FREQUENCY_NAMES.items()}
RECORDED = frozenset({Frequency.STANDING, Frequency.EVENT})
"""These have no periods of their own: each obligation follows from something recorded."""

MONTHS_IN_YEAR = 12
MONTHS_LONG = {
    Frequency.YEAR: 12,
    Frequency.HALF: 6,
    Frequency.QUARTER: 3,
    Frequency.MONTH: 1,
    Frequency.FOLLOWING: 1,
}
HALF_NAMES = {1: "上半年", 2: "下半年"}
KEY = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?"
    r"|E-(?P<event>[1-9]\d*)"
    r"|S-(?P<standing>\d{4})(?:-(?P<change>[1-9]\d*))?"
)


@dataclass(frozen=True, order=True)
class Period:
    """A period (所属期): its key, first and last day, and its name on the board."""

    start: date
    end: date
    key: str
    label: str


def list_periods(frequency: Frequency, year: int) -> list[Period]:
    """Return the periods of a year in order; none for items that follow from a record."""
    if frequency in RECORDED:
        return []
    length = MONTHS_LONG[frequency]
    return [
        _months(frequency, year, number, length)
        for number in range(1, MONTHS_IN_YEAR // length + 1)
    ]


def _months(frequency: Frequency, year: int, number: int, length: int) -> Period:
    last_month = number * length
    start = date(year, last_month - length + 1, 1)
    end = date(year, last_month, monthrange(year, last_month)[1])
    suffix = {
        Frequency.YEAR: "",
        Frequency.HALF: f"-H{number}",
        Frequency.QUARTER: f"-Q{number}",
    }.get(frequency, f"-{number:02}")
    key = f"{year:04}{suffix}"
    return Period(start, end, key, label_period(key))


def event_period(number: int, on: date) -> Period:
    """Return the period of a tenant's n-th recorded event of an item."""
    key = f"E-{number}"
    return Period(on, on, key, label_period(key))


def standing_period(on: date, changes: int = 0) -> Period:
    """Return the period of a standing item first owed, or changed again, on that day.

    `changes` counts the obligations that the item already has in the day's year.
    """
    key = f"S-{on.year:04}" + (f"-{changes + 1}" if changes else "")
    return Period(on, on, key, label_period(key))


def period_of(key: str) -> Period:
    """Return the calendar period of a key such as 2026-Q1.

    Raises ValueError for other text, and for keys of events, whose days the
    obligation itself keeps.
    """
    found = KEY.fullmatch(key)
    if found is None or found["year"] is None:
        raise ValueError(f"{key!r} is not the key of a calendar period")
    year = int(found["year"])
    for name, frequency in (
        ("half", Frequency.HALF),
        ("quarter", Frequency.QUARTER),
        ("month", Frequency.MONTH),
    ):
        if found[name]:
            return list_periods(frequency, year)[int(found[name]) - 1]
    return list_periods(Frequency.YEAR, year)[0]


def period_containing(frequency: Frequency, day: date) -> Period | None:
    """Return the period in which the day lies, None for items that follow from a record."""
    periods = list_periods(frequency, day.year)
    return next((period for period in periods if period.start <= day <= period.end), None)


def label_period(key: str) -> str:
    """Return a key in words, as 2026年第1季度. Raises ValueError for what is no key."""
    found = KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"{key!r} is not the key of a period")
    if found["event"]:
        return f"第{found['event']}次"
    if found["standing"]:
        change = f"第{found['change']}次更新" if found["change"] else "起长期公开"
        return f"{found['standing']}年{change}"
    year = f"{found['year']}年"
    if found["half"]:
        return year + HALF_NAMES[int(found["half"])]
    if found["quarter"]:
        return f"{year}第{found['quarter']}季度"
    return f"{year}{int(found['month'])}月" if found["month"] else year


def is_standing_key(key: str) -> bool:
    """Tell whether a key is of a standing item (长期)."""
    return key.startswith("S-")


def is_recorded_key(key: str) -> bool:
    """Tell whether a key follows from something recorded, not from the calendar."""
    return key.startswith(("S-", "E-"))
