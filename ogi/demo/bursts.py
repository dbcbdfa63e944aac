"""Catch-up posting (突击补录): three villages publish in one morning what they owed for months.

Each is on the eve of a day on which somebody comes to look: the end of the year, an inspection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ogi.catalogue.rules.frequency import Frequency
from ogi.demo.story import Owed

MADE_UP = (Frequency.MONTH, Frequency.QUARTER, Frequency.STANDING)
WINDOW = timedelta(days=120)
A_MONTH_AT_MOST = 4
FEWEST, MONTHS = 6, 3
YEAR_END = (12, 26)


@dataclass(frozen=True, slots=True)
class Burst:
    """A morning on which a village makes up for months."""

    slug: str
    day: date


def list_bursts(as_of: date, since: date) -> tuple[Burst, ...]:
    """Return the bursts that lie between two days."""
    year_end = date(as_of.year - 1, *YEAR_END)
    found = (
        Burst("gaojing", year_end),
        Burst("nanling", as_of - timedelta(days=183)),
        Burst("dongping", as_of - timedelta(days=93)),
    )
    return tuple(burst for burst in found if since < burst.day < as_of)


def caught_up(burst: Burst, owing: Sequence[Owed]) -> list[Owed]:
    """Return what is made up for, in the order of its due days; nothing where it is no burst."""
    found: list[Owed] = []
    months: dict[tuple[int, int], int] = {}
    for owed in sorted(owing, key=lambda one: (one.due_on, one.code, one.period_key)):
        month = (owed.due_on.year, owed.due_on.month)
        full = months.get(month, 0) >= A_MONTH_AT_MOST and owed.code != "F03"
        if full or owed.frequency not in MADE_UP:
            continue
        if burst.day - WINDOW <= owed.due_on < burst.day - timedelta(days=3):
            found.append(owed)
            months[month] = months.get(month, 0) + 1
    return found if len(found) >= FEWEST and len(months) >= MONTHS else []
