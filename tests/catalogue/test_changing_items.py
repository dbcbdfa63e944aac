"""A township changes its items: past periods keep the version they were measured by."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from ogi.catalogue import actions, queries
from ogi.catalogue.defaults import default_items
from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.catalogue.rules import ItemValues
from ogi.platform.db import ScopedSession
from ogi.platform.errors import Conflict, NotFound, RuleBroken
from tests.catalogue.conftest import NOW, TODAY, YEAR, item_of, owed
from tests.support.factories import World, make_township

F03 = dict(default_items())["F03"]
OWN = replace(
    F03,
    title="河道保洁记录",
    board="affairs",
    due_rule={"*": {"kind": "after_period", "months": 1, "day": 5}},
)


def keys(session: ScopedSession, world: World, code: str, tenant: str = "yunling") -> list[str]:
    wanted = select(Obligation.period_key).where(
        Obligation.tenant_id == world.tenants[tenant].id, Obligation.item_code == code
    )
    return sorted(session.scalars(wanted))


def add(session: ScopedSession, world: World, code: str = "V90", on: date = TODAY) -> CatalogueItem:
    return actions.add_item(session, world.township.id, code, OWN, on, actor_id=1, now=NOW)


def adapt(
    session: ScopedSession, code: str, values: ItemValues, on: date, version: int | None = None
) -> CatalogueItem:
    item = item_of(session, code)
    return actions.adapt_item(session, item, values, on, actor_id=1, now=NOW, version=version)


def test_seeding_twice_adds_nothing(session: ScopedSession, world: World) -> None:
    actions.seed_catalogue(session, world.township.id, TODAY)
    assert len(session.scalars(select(CatalogueItem)).all()) == 77
    bases = queries.list_bases(session, world.township.id)
    assert len({(basis.code, basis.valid_from) for basis in bases}) == len(bases)


def test_added_item_is_owed_from_its_first_period(session: ScopedSession, world: World) -> None:
    item = add(session, world)
    assert (item.source, item.position) == ("own", 78)
    assert keys(session, world, "V90") == [f"2026-{month:02}" for month in range(3, 13)]
    assert owed(session, world, "yunling", "V90", "2026-03").due_on == date(2026, 4, 5)


def test_code_is_never_used_again(session: ScopedSession, world: World) -> None:
    for code in ("F03", "x1"):
        with pytest.raises(RuleBroken) as refused:
            add(session, world, code)
        assert refused.value.field == "code"
        assert refused.value.text


def test_adapted_item_moves_only_later_open_periods(session: ScopedSession, world: World) -> None:
    met = owed(session, world, "yunling", "F03", "2026-06")
    actions.fulfil(session, met, 9, date(2026, 7, 1))
    tenth = {"*": {"kind": "after_period", "months": 1, "day": 10}}
    new = adapt(session, "F03", replace(F03, due_rule=tenth), date(2026, 4, 1))
    days = {key: owed(session, world, "yunling", "F03", key) for key in keys(session, world, "F03")}
    assert len(days) == 12
    assert days["2026-03"].due_on == date(2026, 4, 15)
    assert days["2026-04"].due_on == date(2026, 5, 10)
    assert days["2026-06"].due_on == date(2026, 7, 15)
    assert (days["2026-03"].item_id, days["2026-04"].item_id) != (new.id, days["2026-03"].item_id)
    assert days["2026-04"].item_id == new.id
    assert queries.find_item(session, world.township.id, "F03", TODAY) is not None
    assert [v.valid_to for v in queries.list_versions(session, world.township.id, "F03")] == [
        None,
        date(2026, 3, 31),
    ]


def test_new_frequency_replaces_later_open_periods(session: ScopedSession, world: World) -> None:
    adapt(session, "F03", replace(F03, frequency="quarter"), date(2026, 7, 1))
    months = [f"2026-{month:02}" for month in range(1, 7)]
    assert keys(session, world, "F03") == [*months, "2026-Q3", "2026-Q4"]


def test_new_kinds_are_obliged_and_old_ones_released(session: ScopedSession, world: World) -> None:
    adapt(session, "F03", replace(F03, tenant_kinds=["office"]), date(2026, 10, 1))
    assert keys(session, world, "F03")[-1] == "2026-09"
    assert keys(session, world, "F03", "office") == ["2026-10", "2026-11", "2026-12"]


def test_past_and_lost_races_are_refused(session: ScopedSession, world: World) -> None:
    with pytest.raises(RuleBroken):
        adapt(session, "F03", F03, date(2026, 3, 19))
    with pytest.raises(Conflict):
        adapt(session, "F03", F03, date(2026, 4, 1), version=99)


def test_retired_item_releases_open_periods_and_can_come_back(
    session: ScopedSession, world: World
) -> None:
    declared = owed(session, world, "shiqiao", "F03", "2026-03")
    actions.declare(session, declared, "nothing", "本月没有收支", "", 1, NOW)
    before = keys(session, world, "F03")
    item = item_of(session, "F03")
    actions.retire_item(session, item, TODAY, actor_id=1, now=NOW)
    assert keys(session, world, "F03") == ["2026-01", "2026-02"]
    assert keys(session, world, "F03", "shiqiao") == ["2026-01", "2026-02", "2026-03"]
    assert queries.list_retired(session, world.township.id, date(2026, 4, 1)) == [item]
    with pytest.raises(RuleBroken):
        actions.retire_item(session, item, TODAY, actor_id=1, now=NOW)
    actions.restore_item(session, item, actor_id=1, now=NOW)
    assert keys(session, world, "F03") == before
    with pytest.raises(RuleBroken):
        actions.restore_item(session, item, actor_id=1, now=NOW)


def test_changes_are_counted_for_the_tenants_they_touch(
    session: ScopedSession, world: World
) -> None:
    before = queries.list_obligation_numbers(session, world.township.id, YEAR)
    add(session, world)
    after = queries.list_obligation_numbers(session, world.township.id, YEAR)
    villages = {world.tenants[slug].id for slug in ("yunling", "shiqiao")}
    assert {tenant for tenant in after if after[tenant] != before[tenant]} == villages


def test_list_is_filtered_by_board_kind_frequency_and_text(
    session: ScopedSession, world: World
) -> None:
    def codes(**wanted: str) -> list[str]:
        statement = queries.items_statement(world.township.id, TODAY, **wanted)
        return [item.code for item in session.scalars(statement)]

    assert codes()[:2] == ["D01", "D02"]
    assert len(codes()) == 77
    assert codes(board="finance")[-1] == "T04"
    assert {code[0] for code in codes(kind="office")} == {"D", "T"}
    assert codes(frequency="month") == ["F03"]
    assert codes(text="收支明细") == ["F03"]
    assert codes(text="%") == []


def test_basis_is_the_text_in_force_on_the_day(session: ScopedSession, world: World) -> None:
    def name(on: date) -> str:
        ((_, first), *_) = queries.list_bases_of(session, world.township.id, F03.basis, on)
        assert first is not None
        return first.name

    assert "2018" in name(date(2025, 12, 31))
    assert "2025年修改" in name(date(2026, 1, 1))
    parts = queries.list_bases_of(session, world.township.id, "本地文件", TODAY)
    assert parts == [("本地文件", None)]


def test_other_township_has_its_own_catalogue(world: World) -> None:
    other = make_township(world.engine, "baishi", "白石镇")
    with other.session() as session:
        assert queries.list_items(session, other.township.id, TODAY) == []
        assert queries.list_items(session, world.township.id, TODAY) == []
        with pytest.raises(NotFound):
            queries.get_item(session, world.township.id, 1)
        with pytest.raises(NotFound):
            queries.get_latest_item(session, world.township.id, "F03")
