"""What tenants owe in a year: versions, kinds, beginnings and ends."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.catalogue.rules import (
    Frequency,
    Owner,
    Planned,
    Version,
    default_due_rule,
    event_period,
    plan_event,
    plan_standing,
    plan_year,
)
from ogi.platform.workdays import Calendar

CALENDAR = Calendar({}, frozenset({2026}))
LONG_AGO = date(2020, 1, 1)
VILLAGE = Owner(1, "village", LONG_AGO)
OFFICE = Owner(2, "office", LONG_AGO)


def version(frequency: Frequency = Frequency.MONTH, **changed: Any) -> Version:
    values: dict[str, Any] = {
        "id": 1,
        "code": "F03",
        "board": "finance",
        "tenant_kinds": ("village",),
        "frequency": frequency,
        "due_rule": default_due_rule(frequency),
        "valid_from": LONG_AGO,
    }
    return Version(**values | changed)


def keys(planned: Iterable[Planned]) -> list[str]:
    return sorted(plan.period.key for plan in planned)


def planned_keys(*versions: Version, owner: Owner = VILLAGE, year: int = 2026) -> list[str]:
    return keys(plan_year(versions, [owner], year, CALENDAR))


def test_each_tenant_of_the_kind_owes_each_period() -> None:
    planned = plan_year(
        [version()], [VILLAGE, Owner(3, "village", LONG_AGO), OFFICE], 2026, CALENDAR
    )
    assert {plan.tenant_id for plan in planned} == {1, 3}
    assert len(planned) == 24
    december = max(planned, key=lambda plan: plan.due_on)
    assert (december.period.key, december.due_on) == ("2026-12", date(2027, 1, 15))


def test_rule_of_the_kind_is_taken() -> None:
    due_rule = {
        "village": {"kind": "after_period", "months": 1, "day": 10},
        "*": {"kind": "after_period", "months": 1, "day": 20},
    }
    item = version(tenant_kinds=("village", "office"), due_rule=due_rule)
    planned = plan_year([item], [VILLAGE, OFFICE], 2026, CALENDAR)
    assert {(plan.tenant_id, plan.due_on.day) for plan in planned} == {(1, 10), (2, 20)}


def test_new_tenant_owes_from_the_period_in_which_it_began() -> None:
    owner = Owner(3, "village", date(2026, 11, 10))
    assert planned_keys(version(), owner=owner) == ["2026-11", "2026-12"]


def test_tenant_that_is_gone_owes_no_period_it_did_not_finish() -> None:
    owner = Owner(3, "village", LONG_AGO, date(2026, 3, 10))
    assert planned_keys(version(), owner=owner) == ["2026-01", "2026-02"]


def test_new_item_is_owed_from_the_period_in_which_it_began() -> None:
    item = version(Frequency.QUARTER, valid_from=date(2026, 5, 20))
    assert planned_keys(item) == ["2026-Q2", "2026-Q3", "2026-Q4"]


def test_nothing_is_owed_whose_due_day_passed_before_the_item_or_the_tenant() -> None:
    plan = {"*": {"kind": "date_in_year", "month": 3, "day": 31}}
    late = version(Frequency.YEAR, due_rule=plan, valid_from=date(2026, 4, 1))
    assert planned_keys(late) == []
    early = version(Frequency.YEAR, due_rule=plan, valid_from=date(2026, 3, 31))
    assert planned_keys(early) == ["2026"]
    assert planned_keys(early, owner=Owner(3, "village", date(2026, 4, 1))) == []


def test_adapted_item_measures_only_the_periods_that_begin_later() -> None:
    old = version(valid_to=date(2026, 4, 14))
    new = version(id=2, valid_from=date(2026, 4, 15), board="affairs")
    planned = plan_year([new, old], [VILLAGE], 2026, CALENDAR)
    by_key = {plan.period.key: plan.item_id for plan in planned}
    assert len(planned) == 12
    assert [by_key["2026-03"], by_key["2026-04"], by_key["2026-05"]] == [1, 1, 2]


def test_frequency_may_change_with_a_version() -> None:
    old = version(Frequency.QUARTER, valid_to=date(2026, 6, 30))
    new = version(Frequency.MONTH, id=2, valid_from=date(2026, 7, 1))
    assert planned_keys(old, new)[:3] == ["2026-07", "2026-08", "2026-09"]
    assert planned_keys(old, new)[-2:] == ["2026-Q1", "2026-Q2"]


def test_retired_item_is_not_owed_for_the_period_it_did_not_see_through() -> None:
    assert planned_keys(version(valid_to=date(2026, 3, 31))) == ["2026-01", "2026-02", "2026-03"]
    assert planned_keys(version(valid_to=date(2026, 3, 30))) == ["2026-01", "2026-02"]
    assert planned_keys(version(valid_to=date(2025, 12, 31))) == []


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(2024, 2027))
def test_an_adaptation_never_loses_or_doubles_a_period(change: date, year: int) -> None:
    before = date.fromordinal(change.toordinal() - 1)
    line = [version(valid_to=before), version(id=2, valid_from=change)]
    assert planned_keys(*line, year=year) == planned_keys(version(), year=year)


def test_standing_item_is_owed_once() -> None:
    item = version(Frequency.STANDING, code="V01")
    (first,) = plan_standing([item], [VILLAGE, OFFICE], 2026, CALENDAR, set())
    assert (first.period.key, first.period.start, first.due_on) == (
        "S-2026",
        date(2026, 1, 1),
        date(2026, 1, 11),
    )
    assert plan_standing([item], [VILLAGE], 2027, CALENDAR, {(1, "V01")}) == []


@pytest.mark.parametrize(
    ("owner", "start"),
    [
        (Owner(1, "village", date(2026, 6, 1)), date(2026, 6, 1)),
        (Owner(1, "village", date(2027, 1, 1)), None),
        (Owner(1, "village", LONG_AGO, date(2025, 12, 31)), None),
        (Owner(1, "office", LONG_AGO), None),
    ],
)
def test_standing_item_is_owed_from_the_tenants_beginning(owner: Owner, start: date | None) -> None:
    item = version(Frequency.STANDING, code="V01")
    planned = plan_standing([item], [owner], 2026, CALENDAR, set())
    assert [plan.period.start for plan in planned] == ([start] if start else [])


def test_recorded_event_is_owed_by_its_day() -> None:
    item = version(Frequency.EVENT, code="V08")
    planned = plan_event(item, VILLAGE, event_period(2, date(2026, 5, 1)), CALENDAR)
    assert (planned.period.key, planned.due_on) == ("E-2", date(2026, 5, 11))
    assert plan_year([item], [VILLAGE], 2026, CALENDAR) == []
