"""Frequencies and their periods."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.catalogue.rules import (
    FREQUENCIES_BY_NAME,
    FREQUENCY_NAMES,
    RECORDED,
    Frequency,
    event_period,
    label_period,
    list_periods,
    period_containing,
    period_of,
    standing_period,
)

CALENDAR_FREQUENCIES = sorted(set(Frequency) - RECORDED)
COUNTS = {"year": 1, "half": 2, "quarter": 4, "month": 12, "following": 12}


@given(st.sampled_from(CALENDAR_FREQUENCIES), st.integers(1900, 2200))
def test_periods_cover_the_year_without_gap_or_overlap(frequency: Frequency, year: int) -> None:
    periods = list_periods(frequency, year)
    assert len(periods) == COUNTS[frequency]
    assert periods[0].start == date(year, 1, 1)
    assert periods[-1].end == date(year, 12, 31)
    for before, after in pairwise(periods):
        assert after.start == before.end + timedelta(days=1)


@given(st.sampled_from(CALENDAR_FREQUENCIES), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_each_day_lies_in_one_period_which_its_key_names(frequency: Frequency, day: date) -> None:
    period = period_containing(frequency, day)
    assert period is not None
    assert period.start <= day <= period.end
    assert period_of(period.key) == period


@pytest.mark.parametrize("frequency", sorted(RECORDED))
def test_recorded_items_have_no_calendar_periods(frequency: Frequency) -> None:
    assert list_periods(frequency, 2026) == []
    assert period_containing(frequency, date(2026, 1, 1)) is None


def test_accounts_opinion_follows_the_months_of_the_accounts() -> None:
    following = list_periods(Frequency.FOLLOWING, 2026)
    assert following == list_periods(Frequency.MONTH, 2026)


def test_february_ends_on_its_leap_day() -> None:
    assert period_of("2024-02").end == date(2024, 2, 29)
    assert period_of("2025-02").end == date(2025, 2, 28)
    assert period_of("2100-02").end == date(2100, 2, 28)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("2026", "2026年"),
        ("2026-H1", "2026年上半年"),
        ("2026-H2", "2026年下半年"),
        ("2026-Q1", "2026年第1季度"),
        ("2026-03", "2026年3月"),
        ("2026-12", "2026年12月"),
        ("E-3", "第3次"),
        ("S-2026", "2026年起长期公开"),
        ("S-2026-2", "2026年第2次更新"),
    ],
)
def test_keys_are_told_in_words(key: str, label: str) -> None:
    assert label_period(key) == label


@pytest.mark.parametrize("key", ["", "26", "2026-13", "2026-00", "2026-Q5", "2026-H3", "E-0", "x"])
def test_what_is_no_key_is_refused(key: str) -> None:
    for read in (label_period, period_of):
        with pytest.raises(ValueError, match="not the key"):
            read(key)


def test_events_and_changes_are_numbered() -> None:
    day = date(2026, 5, 4)
    assert event_period(7, day).key == "E-7"
    assert standing_period(day).key == "S-2026"
    assert standing_period(day, 1).key == "S-2026-2"
    assert standing_period(day, 2).key == "S-2026-3"
    assert (standing_period(day).start, standing_period(day).end) == (day, day)
    with pytest.raises(ValueError, match="not the key"):
        period_of("E-7")


def test_every_frequency_has_one_chinese_name() -> None:
    assert {FREQUENCIES_BY_NAME[name] for name in FREQUENCY_NAMES.values()} == set(Frequency)
