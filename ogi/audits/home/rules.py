"""The days that the supervisor's first page goes by, and shares in time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ogi.catalogue.rules.states import State
from ogi.platform.workdays import Calendar

Counts = dict[date, Counter[str]]
"""Obligations of one tenant by the first day of the month and by state."""
TREND_MONTHS = 12
NEXT_DAYS = 14
"""How far ahead visits are told."""
YOUNG_WORKDAYS, OLD_WORKDAYS = 5, 10
"""Open orders are told apart by age: up to five working days, up to ten, and older."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Which township, from which moment something is new, and by which days orders grow old.

    An order sent before `old_before` is open for more than ten working days, one sent before
    `grown_before` for more than five.
    """

    township_id: int
    today: date
    since: datetime
    grown_before: datetime
    old_before: datetime

    @property
    def since_day(self) -> date:
        """The day from which something is new."""
        return self.since.date()


def frame_of(township_id: int, today: date, calendar: Calendar, midnight: time) -> Frame:
    """Return the frame of a day; `midnight` carries the zone. New is since the last working day."""
    return Frame(
        township_id=township_id,
        today=today,
        since=datetime.combine(workdays_before(today, 1, calendar), midnight),
        grown_before=datetime.combine(workdays_before(today, YOUNG_WORKDAYS, calendar), midnight),
        old_before=datetime.combine(workdays_before(today, OLD_WORKDAYS, calendar), midnight),
    )


def workdays_before(day: date, workdays: int, calendar: Calendar) -> date:
    """Return the latest day from which so many working days have passed up to and with `day`.

    Counting begins on the day after, as for every deadline.
    """
    left = workdays
    while left > 0:
        left -= calendar.is_workday(day)
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class Month:
    """How the obligations of the periods that ended in a month were met, up to a day."""

    key: str
    in_time: int
    late: int
    missing: int

    @property
    def due(self) -> int:
        """How many had to be published by now."""
        return self.in_time + self.late + self.missing

    @property
    def per_cent(self) -> int | None:
        """The share in time, rounded down so that 100 means all; None where nothing was due."""
        return self.in_time * 100 // self.due if self.due else None

    @property
    def label(self) -> str:
        """The month as the chart names it."""
        return f"{int(self.key[5:])}月"


def months_back(today: date, number: int = TREND_MONTHS) -> list[date]:
    """Return the first days of the months up to this one, the earliest first."""
    last = today.year * 12 + today.month - 1
    return [date(count // 12, count % 12 + 1, 1) for count in range(last - number + 1, last + 1)]


def add_months(tenants: Iterable[Counts], today: date) -> list[Month]:
    """Return the months of several tenants together, the earliest first."""
    whole: dict[date, Counter[str]] = {first: Counter() for first in months_back(today)}
    for counts in tenants:
        for first, by_state in counts.items():
            whole[first].update(by_state)
    return [
        Month(
            f"{first.year}-{first.month:02}",
            counts[State.IN_TIME],
            counts[State.LATE],
            counts[State.MISSING],
        )
        for first, counts in whole.items()
    ]
