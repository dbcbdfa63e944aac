"""Obligations: made once, met, declared, and counted for the summaries."""

from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from ogi.catalogue import actions, queries
from ogi.catalogue.models import Obligation
from ogi.platform.db import ScopedSession
from ogi.platform.db.inserting import insert_missing
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.journal import JournalEntry
from ogi.tenants.rules import TenantKind
from tests.catalogue.conftest import NOW, TODAY, YEAR, item_of, owed
from tests.support.factories import World


def numbers(session: ScopedSession, world: World, year: int = YEAR) -> dict[int, int]:
    return queries.list_obligation_numbers(session, world.township.id, year)


def count(session: ScopedSession, *criteria: object) -> int:
    return session.scalar(select(func.count()).select_from(Obligation).where(*criteria)) or 0


def test_year_is_planned_for_every_tenant_item_and_period(
    session: ScopedSession, world: World
) -> None:
    village = world.tenants["yunling"].id
    assert count(session, Obligation.tenant_id == village, Obligation.item_code == "F03") == 12
    assert count(session, Obligation.tenant_id == village, Obligation.item_code == "F17") == 12
    assert count(session, Obligation.tenant_id == village, Obligation.item_code == "V14") == 4
    assert count(session, Obligation.item_code == "V08") == 0
    march = owed(session, world, "yunling", "F03", "2026-03")
    assert (march.due_on, march.year, march.board) == (date(2026, 4, 15), 2026, "finance")
    standing = owed(session, world, "office", "T01", "S-2026")
    assert (standing.due_on, standing.due_estimated) == (date(2026, 1, 29), False)


def test_planning_twice_makes_nothing_new(session: ScopedSession, world: World) -> None:
    before, versions = count(session), numbers(session, world)
    assert actions.ensure_obligations(session, world.township.id, YEAR) == 0
    assert count(session) == before
    assert numbers(session, world) == versions


def test_row_that_another_process_just_made_is_left_as_it_is(
    session: ScopedSession, world: World
) -> None:
    made = owed(session, world, "yunling", "F03", "2026-01")
    names = ("township_id", "tenant_id", "item_id", "item_code", "board", "year", "period_key")
    row = {name: getattr(made, name) for name in (*names, "period_start", "period_end")}
    insert_missing(session, Obligation, [row | {"due_on": TODAY}])
    assert count(session, Obligation.item_code == "F03") == 24
    session.refresh(made)
    assert made.due_on == date(2026, 2, 15)


def test_next_year_owes_standing_items_no_second_time(session: ScopedSession, world: World) -> None:
    actions.ensure_obligations(session, world.township.id, YEAR + 1)
    assert count(session, Obligation.item_code == "V01", Obligation.year == YEAR + 1) == 0
    assert count(session, Obligation.item_code == "F03", Obligation.year == YEAR + 1) == 24


def test_new_tenant_gets_its_own_and_nobody_else_is_touched(world: World) -> None:
    added = world.add_tenant("xinan", "新安村", TenantKind.VILLAGE)
    with world.session() as session:
        before = numbers(session, world)
        made = actions.ensure_obligations(session, world.township.id, YEAR)
        assert made == count(session, Obligation.tenant_id == added.id) > 0
        assert numbers(session, world) == {**before, added.id: 1}


def test_event_obliges_by_its_day_and_is_numbered(session: ScopedSession, world: World) -> None:
    item, tenant = item_of(session, "V08"), world.tenants["yunling"]
    first = actions.record_event(
        session, tenant, item, date(2026, 3, 2), "村民代表会议", today=TODAY
    )
    second = actions.record_event(
        session, tenant, item, date(2026, 3, 9), "第二次会议", today=TODAY
    )
    assert (first.period_key, first.due_on) == ("E-1", date(2026, 3, 12))
    assert (second.period_key, second.event_title) == ("E-2", "第二次会议")


def test_office_counts_working_days_from_its_event(session: ScopedSession, world: World) -> None:
    item, office = item_of(session, "T03"), world.tenants["office"]
    event = actions.record_event(session, office, item, date(2026, 3, 2), "出台文件", today=TODAY)
    assert event.due_on == date(2026, 3, 30)


def test_event_is_measured_by_the_version_of_its_day(session: ScopedSession, world: World) -> None:
    old = item_of(session, "V08")
    values = queries.values_in(old)
    new = actions.adapt_item(session, old, values, TODAY, actor_id=1, now=NOW)
    tenant = world.tenants["yunling"]
    event = actions.record_event(session, tenant, new, date(2026, 3, 2), "会议", today=TODAY)
    assert event.item_id == old.id


def test_change_of_a_standing_item_obliges_anew(session: ScopedSession, world: World) -> None:
    item, tenant = item_of(session, "V04"), world.tenants["yunling"]
    change = actions.record_event(session, tenant, item, date(2026, 3, 2), "补选", today=TODAY)
    assert (change.period_key, change.due_on) == ("S-2026-2", date(2026, 3, 12))


@pytest.mark.parametrize(
    ("code", "tenant", "day", "title"),
    [
        ("F03", "yunling", date(2026, 3, 2), "收支"),
        ("V08", "office", date(2026, 3, 2), "会议"),
        ("V08", "yunling", date(2026, 3, 21), "会议"),
        ("V08", "yunling", date(2024, 12, 31), "会议"),
        ("V08", "yunling", date(2026, 3, 2), "  "),
        ("V08", "yunling", date(2026, 3, 2), "李四患尿毒症求助"),
        ("V08", "yunling", date(2026, 3, 2), "请打13800138000"),
    ],
)
def test_impossible_event_is_refused_in_words(
    session: ScopedSession, world: World, code: str, tenant: str, day: date, title: str
) -> None:
    item = item_of(session, code)
    with pytest.raises(RuleBroken) as refused:
        actions.record_event(session, world.tenants[tenant], item, day, title, today=TODAY)
    assert refused.value.text


def test_posting_meets_and_withdrawal_reopens(session: ScopedSession, world: World) -> None:
    obligation = owed(session, world, "yunling", "F03", "2026-01")
    before = numbers(session, world)[obligation.tenant_id]
    actions.fulfil(session, obligation, 7, date(2026, 2, 10))
    assert (obligation.posting_id, obligation.posted_on) == (7, date(2026, 2, 10))
    actions.unfulfil(session, obligation)
    assert (obligation.posting_id, obligation.posted_on) == (None, None)
    assert numbers(session, world)[obligation.tenant_id] == before + 2


def test_standing_item_met_late_is_told_to_the_later_years_too(
    session: ScopedSession, world: World
) -> None:
    actions.ensure_obligations(session, world.township.id, YEAR + 1)
    obligation = owed(session, world, "yunling", "V01", "S-2026")
    before = numbers(session, world, YEAR + 1)[obligation.tenant_id]
    actions.fulfil(session, obligation, 7, date(2027, 2, 10))
    assert numbers(session, world, YEAR + 1)[obligation.tenant_id] == before + 1


def test_declaration_is_kept_with_its_reason_and_journaled(
    session: ScopedSession, world: World
) -> None:
    obligation = owed(session, world, "yunling", "F03", "2026-02")
    actions.declare(session, obligation, "nothing", " 本月没有收支 ", "", 1, NOW)
    assert (obligation.disposition, obligation.reason) == ("nothing", "本月没有收支")
    with pytest.raises(RuleBroken):
        actions.waive(session, obligation, "合并公开", 1, NOW)
    actions.revoke_declaration(session, obligation, 1, NOW)
    assert (obligation.disposition, obligation.reason, obligation.declared_at) == (None, "", None)
    acts = session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert acts[-2:] == ["obligation.nothing", "obligation.revoked"]


@pytest.mark.parametrize(
    ("disposition", "reason", "article", "key"),
    [
        ("nothing", "无", "", "2026-02"),
        ("withheld", "涉及国家秘密", "", "2026-02"),
        ("nothing", "本月没有收支", "", "2026-04"),
        ("waived", "镇里统一公开", "", "2026-02"),
    ],
)
def test_declaration_without_ground_is_refused(
    session: ScopedSession, world: World, disposition: str, reason: str, article: str, key: str
) -> None:
    obligation = owed(session, world, "yunling", "F03", key)
    with pytest.raises(RuleBroken) as refused:
        actions.declare(session, obligation, disposition, reason, article, 1, NOW)
    assert refused.value.text
    assert obligation.disposition is None


def test_posted_obligation_takes_no_declaration(session: ScopedSession, world: World) -> None:
    obligation = owed(session, world, "yunling", "F03", "2026-01")
    actions.fulfil(session, obligation, 7, date(2026, 2, 10))
    with pytest.raises(RuleBroken):
        actions.declare(session, obligation, "nothing", "本月没有收支", "", 1, NOW)
    with pytest.raises(RuleBroken):
        actions.revoke_declaration(session, obligation, 1, NOW)


def test_tenant_sees_what_it_still_owes_the_most_urgent_first(
    session: ScopedSession, world: World
) -> None:
    village = world.tenants["yunling"].id
    due = queries.list_due(session, world.township.id, village, TODAY)
    assert due == sorted(due, key=lambda one: one.due_on)
    assert due[0].state == "missing"
    by_key = {(one.item_code, one.period_key): one for one in due}
    assert by_key["F03", "2026-02"].state == "missing"
    assert by_key["F03", "2026-02"].days == 5
    assert by_key["F03", "2026-02"].period == "2026年2月"
    assert ("F03", "2026-04") not in by_key


def test_foreign_obligation_is_as_good_as_absent(world: World) -> None:
    with world.session() as session:
        foreign = owed(session, world, "shiqiao", "F03", "2026-01").id
    with world.session("yunling") as session:
        own, township = world.tenants["yunling"].id, world.township.id
        with pytest.raises(NotFound):
            queries.get_obligation(session, township, own, foreign)
        with pytest.raises(NotFound):
            queries.get_obligation(session, township, world.tenants["shiqiao"].id, foreign)


def test_moment_of_declaration_counts_by_the_day_in_china(
    session: ScopedSession, world: World
) -> None:
    obligation = owed(session, world, "yunling", "F03", "2026-02")
    late_evening = datetime.fromisoformat("2026-03-20T23:30:00+08:00")
    actions.declare(session, obligation, "nothing", "本月没有收支", "", 1, late_evening)
    session.flush()
    assert queries.standing_of(obligation).declared_on == date(2026, 3, 20)
