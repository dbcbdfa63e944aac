"""The calendar of working days is the township's to edit; open due days follow it."""

from datetime import date

import pytest

from ogi.catalogue import actions, queries
from ogi.catalogue.models import Obligation
from ogi.platform.db import ScopedSession
from ogi.platform.errors import RuleBroken
from tests.catalogue.conftest import NOW, TODAY, YEAR, item_of
from tests.support.factories import World

SATURDAY, MONDAY = date(2026, 3, 14), date(2026, 3, 16)


@pytest.fixture
def event(session: ScopedSession, world: World) -> Obligation:
    item = item_of(session, "T03")
    on = date(2026, 3, 2)
    return actions.record_event(session, world.tenants["office"], item, on, "文件", today=TODAY)


def set_day(session: ScopedSession, day: date, *, works: bool | None) -> int:
    township_id = session.scope.township_id
    return actions.set_day(session, township_id, day, works, "防汛", actor_id=1, now=NOW)


def test_known_years_are_there_from_the_start(session: ScopedSession, world: World) -> None:
    calendar = queries.load_calendar(session, world.township.id)
    assert {2024, 2025, 2026} <= calendar.announced_years
    assert not calendar.is_workday(date(2026, 10, 1))
    assert len(queries.list_days(session, world.township.id, YEAR)) > 20


def test_day_made_free_moves_open_due_days(session: ScopedSession, event: Obligation) -> None:
    assert event.due_on == date(2026, 3, 30)
    assert set_day(session, MONDAY, works=False) == 1
    assert event.due_on == date(2026, 3, 31)
    assert set_day(session, SATURDAY, works=True) == 1
    assert event.due_on == date(2026, 3, 30)
    assert set_day(session, SATURDAY, works=None) == 1
    assert set_day(session, MONDAY, works=None) == 1
    assert event.due_on == date(2026, 3, 30)


def test_met_and_declared_obligations_keep_the_day_they_were_judged_by(
    session: ScopedSession, event: Obligation
) -> None:
    actions.fulfil(session, event, 5, date(2026, 3, 10))
    assert set_day(session, MONDAY, works=False) == 0
    assert event.due_on == date(2026, 3, 30)


def test_day_that_is_so_anyway_is_refused(session: ScopedSession) -> None:
    for day, works in ((MONDAY, True), (SATURDAY, False)):
        with pytest.raises(RuleBroken) as refused:
            set_day(session, day, works=works)
        assert refused.value.text


def test_estimate_is_counted_again_when_the_year_is_announced(
    session: ScopedSession, world: World
) -> None:
    unknown = max(queries.load_calendar(session, world.township.id).announced_years) + 1
    item, office = item_of(session, "T03", date(unknown, 1, 1)), world.tenants["office"]
    on = date(unknown, 1, 4)
    event = actions.record_event(session, office, item, on, "文件", today=date(unknown, 2, 1))
    assert event.due_estimated
    moved = actions.set_year(
        session, world.township.id, unknown, announced=True, actor_id=1, now=NOW
    )
    assert (moved, event.due_estimated) == (1, False)
    actions.set_year(session, world.township.id, unknown, announced=False, actor_id=1, now=NOW)
    assert event.due_estimated


def test_known_year_is_loaded_beside_days_entered_by_hand(
    session: ScopedSession, world: World
) -> None:
    before = queries.list_days(session, world.township.id, YEAR)
    set_day(session, MONDAY, works=False)
    session.delete(before[0])
    session.flush()
    actions.load_year(session, world.township.id, YEAR, actor_id=1, now=NOW)
    after = queries.list_days(session, world.township.id, YEAR)
    assert len(after) == len(before) + 1
    with pytest.raises(RuleBroken, match="2060"):
        actions.load_year(session, world.township.id, 2060, actor_id=1, now=NOW)
