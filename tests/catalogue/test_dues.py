"""Due rules: the day they give, and their words both ways."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.catalogue.rules import (
    Frequency,
    check_due_rule,
    default_due_rule,
    due_from_text,
    due_on,
    due_text,
    event_period,
    list_periods,
    period_of,
)
from ogi.catalogue.rules.dues import EVERY_KIND, rule_from_json
from ogi.platform.errors import RuleBroken
from ogi.platform.workdays import Calendar, announced_calendar
from ogi.tenants.rules import TenantKind

CALENDAR = announced_calendar(2024)
FIFTEENTH = {"*": {"kind": "after_period", "months": 1, "day": 15}}

RULES = st.one_of(
    st.builds(
        lambda m, d: {"kind": "after_period", "months": m, "day": d},
        st.integers(0, 24),
        st.integers(1, 31),
    ),
    st.builds(
        lambda m, d, y: {"kind": "date_in_year", "month": m, "day": d, "years": y},
        st.integers(1, 12),
        st.integers(1, 31),
        st.integers(0, 1),
    ),
    st.builds(lambda d: {"kind": "after_event", "days": d}, st.integers(0, 366)),
    st.builds(lambda d: {"kind": "after_event_workdays", "days": d}, st.integers(0, 366)),
)


@pytest.mark.parametrize(
    ("rule", "key", "due"),
    [
        ({"kind": "after_period", "months": 1, "day": 15}, "2026-03", date(2026, 4, 15)),
        ({"kind": "after_period", "months": 1, "day": 15}, "2026-12", date(2027, 1, 15)),
        ({"kind": "after_period", "months": 1, "day": 15}, "2026-Q1", date(2026, 4, 15)),
        ({"kind": "after_period", "months": 1, "day": 15}, "2026-Q4", date(2027, 1, 15)),
        ({"kind": "after_period", "months": 1, "day": 15}, "2026-H1", date(2026, 7, 15)),
        ({"kind": "after_period", "months": 1, "day": 31}, "2026-01", date(2026, 2, 28)),
        ({"kind": "after_period", "months": 1, "day": 31}, "2024-01", date(2024, 2, 29)),
        ({"kind": "after_period", "months": 13, "day": 1}, "2026-12", date(2028, 1, 1)),
        ({"kind": "after_period", "months": 0, "day": 31}, "2026-06", date(2026, 6, 30)),
        ({"kind": "date_in_year", "month": 1, "day": 31, "years": 1}, "2026", date(2027, 1, 31)),
        ({"kind": "date_in_year", "month": 3, "day": 31}, "2026", date(2026, 3, 31)),
        ({"kind": "date_in_year", "month": 2, "day": 29}, "2026", date(2026, 2, 28)),
        ({"kind": "date_in_year", "month": 2, "day": 29}, "2028", date(2028, 2, 29)),
    ],
)
def test_calendar_items_are_due_on_the_day(rule: dict, key: str, due: date) -> None:
    assert due_on({"*": rule}, "village", period_of(key), CALENDAR) == (due, False)


def test_village_has_ten_days_and_the_office_twenty_working_days() -> None:
    rule = default_due_rule(Frequency.EVENT)
    event = event_period(1, date(2026, 9, 28))
    assert due_on(rule, TenantKind.VILLAGE, event, CALENDAR) == (date(2026, 10, 8), False)
    assert due_on(rule, TenantKind.OFFICE, event, CALENDAR) == (date(2026, 10, 30), False)


def test_working_days_into_an_unannounced_year_are_an_estimate() -> None:
    rule = default_due_rule(Frequency.EVENT)
    calendar = Calendar({}, frozenset({2026}))
    event = event_period(1, date(2026, 12, 21))
    assert due_on(rule, TenantKind.OFFICE, event, calendar)[1]
    assert due_on(rule, TenantKind.VILLAGE, event, calendar) == (date(2026, 12, 31), False)


@given(RULES, RULES)
def test_words_and_rules_go_both_ways(one: dict, other: dict) -> None:
    for due_rule in ({"*": one}, {"village": one, "office": other}, {"village": one, "*": other}):
        assert due_from_text(due_text(due_rule)) == due_rule


@given(RULES, st.sampled_from([Frequency.MONTH, Frequency.YEAR]), st.integers(1990, 2200))
def test_every_rule_gives_a_real_day_for_every_period(
    rule: dict, frequency: Frequency, year: int
) -> None:
    for period in list_periods(frequency, year):
        day, _ = due_on({"*": rule}, "village", period, Calendar())
        assert abs(day - period.end) < timedelta(days=1200)


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("次月15日前", {"kind": "after_period", "months": 1, "day": 15}),
        ("下季首月15日前", {"kind": "after_period", "months": 1, "day": 15}),
        ("变更后10日内", {"kind": "after_event", "days": 10}),
        ("10天内", {"kind": "after_event", "days": 10}),
        ("20个工作日内", {"kind": "after_event_workdays", "days": 20}),
        ("次年1月31日前", {"kind": "date_in_year", "month": 1, "day": 31, "years": 1}),
    ],
)
def test_spoken_forms_are_understood(words: str, stored: dict) -> None:
    assert due_from_text(words) == {"*": stored}


@pytest.mark.parametrize(
    "words", ["", "；", "尽快", "当年13月1日前", "期满后第1个月32日前", "县：10日内", "村：尽快"]
)
def test_other_words_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        due_from_text(words)
    assert "事后10日内" in refused.value.text


@pytest.mark.parametrize("stored", [{}, {"kind": "x"}, {"kind": "after_event", "days": -1}])
def test_impossible_stored_rule_is_refused(stored: dict) -> None:
    with pytest.raises(ValueError, match="no such due rule"):
        rule_from_json(stored)


def test_every_kind_needs_a_rule_and_events_one_that_counts_from_them() -> None:
    check_due_rule(FIFTEENTH, Frequency.MONTH, ["village", "office"])
    with pytest.raises(RuleBroken, match="部门"):
        check_due_rule({"village": FIFTEENTH[EVERY_KIND]}, Frequency.MONTH, ["department"])
    with pytest.raises(RuleBroken):
        check_due_rule(FIFTEENTH, Frequency.EVENT, ["village"])


@pytest.mark.parametrize("frequency", list(Frequency))
def test_default_rule_suits_its_frequency(frequency: Frequency) -> None:
    check_due_rule(default_due_rule(frequency), frequency, list(TenantKind))
