"""Working days of the State Council's calendar, as plain values.

Weekends rest and other days work unless a notice says otherwise; make-up
workdays (调休上班) count as working days. A year whose notice is not yet out
follows the weekday rule, and whatever is counted through it is an estimate (暂估).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar import constants

ONE_DAY = timedelta(days=1)
SATURDAY = 5
"""Weekday numbers from here on rest by default."""


@dataclass(frozen=True)
class Calendar:
    """A calendar of exceptional days (True works, False rests) and of announced years."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    announced_years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Tell whether the day is worked: the notice first, else the weekday rule."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def is_announced(self, year: int) -> bool:
        """Tell whether the State Council's notice for the year has been entered."""
        return year in self.announced_years

    def add_workdays(self, start: date, workdays: int) -> tuple[date, bool]:
        """Return the n-th working day after start, and whether it is an estimate.

        Counting begins on the day after start. The estimate flag is set when
        any day counted lies in a year not announced. Raises ValueError for a
        negative number of days. Source: 政府信息公开条例 Art. 33, counting as
        in 民法典 Art. 201.
        """
        if workdays < 0:
            raise ValueError("workdays must not be negative")
        day, left = start, workdays
        while left:
            day += ONE_DAY
            left -= self.is_workday(day)
        counted_from = min(start + ONE_DAY, day)
        years = range(counted_from.year, day.year + 1)
        return day, not all(map(self.is_announced, years))

    def count_workdays(self, start: date, end: date) -> int:
        """Return the working days after start up to and with end (0 if end ≤ start)."""
        return sum(self.is_workday(day) for day in _days(start + ONE_DAY, end))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


@dataclass(frozen=True)
class AnnouncedDay:
    """One day on which the notice departs from the weekday rule, with the holiday's name."""

    day: date
    works: bool
    name: str


def list_announced_years(first: int) -> list[int]:
    """Return the years from first on whose notice the chinesecalendar package knows."""
    last = max(constants.holidays).year
    return list(range(first, last + 1))


def list_announced_days(year: int) -> list[AnnouncedDay]:
    """Return the days of a known year that differ from the weekday rule, in order.

    Raises NotImplementedError for a year whose notice is not known: the days of
    such a year are never guessed. Source: 国务院办公厅关于部分节假日安排的通知.
    """
    found = []
    for day in _days(date(year, 1, 1), date(year, 12, 31)):
        works = chinese_calendar.is_workday(day)
        if works != (day.weekday() < SATURDAY):
            found.append(AnnouncedDay(day, works, _name(day, works=works)))
    return found


def _name(day: date, *, works: bool) -> str:
    name = (constants.workdays if works else constants.holidays)[day]
    chinese = constants.Holiday(name).chinese
    return f"{chinese}调休上班" if works else chinese


def announced_calendar(first: int) -> Calendar:
    """Return the calendar of all known years from first on, without a database."""
    years = list_announced_years(first)
    days = (day for year in years for day in list_announced_days(year))
    return Calendar({day.day: day.works for day in days}, frozenset(years))
