"""Periods as a posting names them, and the titles that are usual for them."""

import re
from datetime import date

from ogi.catalogue.rules import label_period

EVENT_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2}月[0-9]{1,2}日)")


def period_words(period_key: str, period_start: date) -> str:
    """Return a period in words; an event is named by its day."""
    if period_key.startswith("E-"):
        return f"{period_start.year}年{period_start.month}月{period_start.day}日"
    return label_period(period_key)


def listed_period(words: str, listed_on: date) -> str:
    """Return a period as a list names it beside the day of publishing.

    The day of an event says that it is one, without the year where that is the same.
    """
    day = EVENT_DAY.fullmatch(words)
    if day is None:
        return words
    return f"{day[2] if int(day[1]) == listed_on.year else words}发生"


def usual_title(tenant: str, item: str, *, period_key: str, period: str, event: str) -> str:
    """Return a title such as 河口村2026年第1季度收支明细, or one with the event's own name."""
    if event:
        return f"{tenant}{event}"
    return f"{tenant}{item}" if period_key.startswith("S-") else f"{tenant}{period}{item}"
