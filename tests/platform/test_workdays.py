"""Working days: the notice, make-up days, estimates, and a second opinion."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.platform.workdays import (
    Calendar,
    announced_calendar,
    list_announced_days,
    list_announced_years,
)

CALENDAR = announced_calendar(2024)
KNOWN_DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 30))


def test_known_years_are_seeded_and_no_later_one_is_guessed() -> None:
    assert {2024, 2025, 2026} <= CALENDAR.announced_years
    unknown = max(list_announced_years(2024)) + 1
    with pytest.raises(NotImplementedError):
        list_announced_days(unknown)
    assert not CALENDAR.is_announced(unknown)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 4), True),  # Sunday, make-up for New Year
        (date(2026, 2, 14), True),  # Saturday, make-up for Spring Festival
        (date(2026, 2, 17), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (date(2026, 3, 14), False),
        (date(2026, 3, 16), True),
        (date(2024, 2, 29), True),
    ],
)
def test_notice_beats_the_weekday(day: date, *, works: bool) -> None:
    assert CALENDAR.is_workday(day) is works


def test_count_begins_on_the_day_after_and_counts_make_up_days() -> None:
    assert CALENDAR.add_workdays(date(2026, 2, 13), 1) == (date(2026, 2, 14), False)
    assert CALENDAR.add_workdays(date(2026, 2, 13), 2) == (date(2026, 2, 24), False)
    assert CALENDAR.add_workdays(date(2026, 3, 2), 20) == (date(2026, 3, 30), False)


def test_zero_days_stay_on_the_start() -> None:
    assert CALENDAR.add_workdays(date(2026, 3, 2), 0) == (date(2026, 3, 2), False)


def test_negative_days_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_workdays(date(2026, 3, 2), -1)


def test_count_into_a_year_not_announced_is_estimated() -> None:
    calendar = Calendar({date(2026, 1, 1): False}, frozenset({2026}))
    assert calendar.add_workdays(date(2026, 12, 30), 1) == (date(2026, 12, 31), False)
    assert calendar.add_workdays(date(2026, 12, 30), 2) == (date(2027, 1, 1), True)
    assert calendar.add_workdays(date(2026, 12, 31), 0) == (date(2026, 12, 31), False)
    assert calendar.add_workdays(date(2025, 12, 31), 1) == (date(2026, 1, 2), False)


@given(KNOWN_DAYS, st.integers(0, 60))
def test_every_count_can_be_counted_back(start: date, workdays: int) -> None:
    end, _ = CALENDAR.add_workdays(start, workdays)
    assert CALENDAR.count_workdays(start, end) == workdays
    assert workdays == 0 or CALENDAR.is_workday(end)


@given(KNOWN_DAYS, st.integers(0, 30), st.integers(0, 30))
def test_counts_add_up(start: date, first: int, second: int) -> None:
    middle, _ = CALENDAR.add_workdays(start, first)
    assert (
        CALENDAR.add_workdays(middle, second)[0] == CALENDAR.add_workdays(start, first + second)[0]
    )


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_seed_agrees_with_a_second_source_on_every_day(year: int) -> None:
    second = holidays.country_holidays("CN", years=[year])
    day = date(year, 1, 1)
    while day.year == year:
        assert CALENDAR.is_workday(day) is second.is_working_day(day), day
        day += timedelta(days=1)


def test_each_exceptional_day_carries_its_name() -> None:
    named = {day.day: (day.works, day.name) for day in list_announced_days(2026)}
    assert named[date(2026, 2, 14)] == (True, "春节调休上班")
    assert named[date(2026, 10, 1)] == (False, "国庆节")
