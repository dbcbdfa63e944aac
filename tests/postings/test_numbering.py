"""Index numbers by the township's own pattern, and days that cannot be claimed."""

from datetime import date

import pytest

from ogi.platform.errors import RuleBroken
from ogi.postings.rules import (
    DEFAULT_PATTERN,
    check_claimed_on,
    check_event_on,
    check_pattern,
    days_late,
    format_index,
    index_prefix,
)

PARTS = {"township": "qingshan", "tenant": "hekou", "item": "F03", "year": 2026, "month": "03"}


def test_a_number_is_made_by_the_pattern():
    assert format_index(DEFAULT_PATTERN, 7, PARTS) == "qingshan-hekou-F03-2026-0007"
    assert index_prefix(DEFAULT_PATTERN, PARTS) == "qingshan-hekou-F03-2026-*"


@pytest.mark.parametrize(
    "pattern",
    [
        DEFAULT_PATTERN,
        "11341623003185151B/{tenant}/{year}{month}-{serial:05d}",
        "青政公开〔{year}〕{tenant}-{serial}",
    ],
)
def test_a_sound_pattern_is_taken(pattern):
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{serial}",
        "{tenant}",
        "{tenant}{serial}{serial}",
        "{tenant}-{serial",
        "{tenant.__class__}-{serial}",
        "{tenant!r}-{serial}",
        "{tenant}-{serial:999999d}",
        "{tenant:>50}-{serial}",
        "{tenant} {serial}",
        "{tenant}-{secret}-{serial}",
        "{tenant}-{serial}" + "长" * 200,
    ],
)
def test_a_pattern_that_would_clash_or_leak_is_refused(pattern):
    with pytest.raises(RuleBroken) as refused:
        check_pattern(pattern)
    assert refused.value.code == "index_pattern"
    assert "{serial:04d}" in refused.value.text


def test_a_posting_is_not_claimed_for_a_day_ahead_or_before_its_period():
    today = date(2026, 4, 10)
    check_claimed_on(today, today=today, period_start=date(2026, 1, 1))
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        check_claimed_on(date(2026, 4, 11), today=today, period_start=None)
    with pytest.raises(RuleBroken, match="2026-01-01"):
        check_claimed_on(date(2025, 12, 31), today=today, period_start=date(2026, 1, 1))


def test_an_event_does_not_lie_years_back():
    check_event_on(date(2026, 4, 1), today=date(2026, 4, 1))
    with pytest.raises(RuleBroken, match="核对年份"):
        check_event_on(date(2016, 4, 1), today=date(2026, 4, 1))


def test_lateness_counts_days_after_the_due_day():
    assert days_late(date(2026, 4, 15), date(2026, 4, 15)) == 0
    assert days_late(date(2026, 4, 18), date(2026, 4, 15)) == 3
    assert days_late(date(2026, 4, 18), None) is None
