"""Planning inspections: scope, weights, inspectors without posts, opening and closing."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.indicators.sets import actions as sets
from ogi.audits.inspections.actions import planning
from ogi.audits.inspections.actions import visits as assigning
from ogi.audits.inspections.models import Inspection, Visit
from ogi.audits.inspections.queries.inspections import get_visit
from ogi.audits.inspections.queries.inspectors import check_visitor
from ogi.audits.inspections.queries.results import count_past_faults
from ogi.platform.errors import Conflict, NotFound, RuleBroken
from ogi.tenants.actions import give_post
from ogi.tenants.rules import TenantRole
from tests.audits.inspections.rounds import (
    NOW,
    TODAY,
    make_inspection,
    make_plan,
    make_set,
    person,
    see,
    visits,
)
from tests.support.rows import all_rows, keep

TOMORROW = TODAY + timedelta(days=1)


def plan_it(world, used, **changes):
    with world.session() as session:
        made = planning.plan_inspection(
            session, world.township.id, make_plan(world, used, **changes),
            actor_id=person(world, "supervisor"), now=NOW,
        )  # fmt: skip
        session.commit()
    return made


def post_in(world, username, tenant, since=date(2026, 1, 1)):
    with world.session() as session:
        give_post(session, session.merge(world.people[username]), role=TenantRole.COMMITTEE,
                  tenant=session.merge(world.tenants[tenant]), since=since)  # fmt: skip
        session.commit()


def refused(world, action, *args, **given):
    with world.session() as session, pytest.raises(RuleBroken) as refusal:
        action(session, *(session.get_one(type(one), one.id) for one in args), **given)
    return refusal.value.code


def act(world, action, *args, **given):
    with world.session() as session:
        action(session, *(session.get_one(type(one), one.id) for one in args), **given)
        session.commit()


def put(world, row, **columns):
    with world.session() as session:
        found = session.get_one(type(row), row.id)
        for name, value in columns.items():
            setattr(found, name, value)
        session.commit()


def remove_visit(world, slug):
    with world.session() as session:
        line, one = get_visit(session, world.township.id, visits(world)[slug].id)
        assigning.remove_visit(session, line, one, actor_id=person(world, "supervisor"))
        session.commit()


def test_all_tenants_of_the_kinds_are_visited(world):
    used = make_set(world)
    plan_it(world, used, kinds=("village", "department"))
    assert set(visits(world)) == {"yunling", "shiqiao", "finance"}
    assert all_rows(world, Inspection)[0].sample_size == 3


def test_drawing_is_kept_with_its_seed_and_can_be_repeated(world):
    used = make_set(world)
    given = {"method": "random", "sample_size": 1, "seed": "2026"}
    first, second = (plan_it(world, used, **given) for _ in range(2))
    assert first.drawn == second.drawn
    chosen = [lot["slug"] for lot in first.drawn["lots"] if lot["drawn"]]
    with world.session() as session:
        kept = session.merge(first)
        found = [one.tenant_id for one in session.query(Visit) if one.inspection_id == kept.id]
    assert found == [world.tenants[chosen[0]].id]
    unseeded = plan_it(world, used, method="random", sample_size=1)
    assert len(unseeded.seed) == 8


def test_risk_weighs_the_faults_of_the_last_year(world):
    used = make_set(world)
    plan_it(world, used)
    there = visits(world)
    see(world, there["yunling"], "遮雨", faults=3)
    see(world, there["yunling"], "空白栏", faults=2, received_at=NOW - timedelta(days=400))
    see(world, there["shiqiao"], "遮雨", faults=4)
    see(world, there["shiqiao"], "遮雨", "ok", faults=0, captured_at=NOW + timedelta(minutes=1))
    with world.session() as session:
        found = count_past_faults(session, world.township.id, TODAY - timedelta(days=365), TOMORROW)
    assert found == {world.tenants["yunling"].id: 3}


def test_weights_are_kept_in_the_drawing(world, monkeypatch):
    used = make_set(world)
    monkeypatch.setattr(
        "ogi.audits.inspections.queries.proposals.count_past_faults",
        lambda *_: {world.tenants["yunling"].id: 5},
    )
    made = plan_it(world, used, method="risk", sample_size=1, seed="s")
    assert {lot["slug"]: lot["weight"] for lot in made.drawn["lots"]} == {
        "yunling": 6, "shiqiao": 1,
    }  # fmt: skip
    assert (made.drawn["since"], made.drawn["until"]) == ("2025-08-20", "2026-08-20")


def test_proposal_that_changed_is_not_saved(world):
    used = make_set(world)
    code = refused(
        world, lambda session, **given: planning.plan_inspection(
            session, world.township.id, make_plan(world, used), **given
        ), mark="another", actor_id=person(world, "supervisor"), now=NOW,
    )  # fmt: skip
    assert code == "inspection_changed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "inspection_title"),
        ({"ends_on": TODAY - timedelta(days=1)}, "inspection_days"),
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}, "inspection_past"),
        ({"ends_on": TODAY + timedelta(days=500)}, "inspection_days"),
        ({"kind": "secret"}, "inspection_kind"),
        ({"method": "guess"}, "inspection_method"),
        ({"set_id": 987654}, "inspection_set"),
        ({"kinds": ()}, "inspection_nobody"),
        ({"method": "named"}, "inspection_nobody"),
        ({"method": "random", "sample_size": 9}, "draw_size"),
        ({"inspector_ids": ()}, "inspector_none"),
    ],
)
def test_impossible_plan_is_refused(world, changes, code):
    used = make_set(world)
    plan = make_plan(world, used, **changes)
    found = refused(
        world, lambda session, **given: planning.plan_inspection(
            session, world.township.id, plan, **given
        ), actor_id=person(world, "supervisor"), now=NOW,
    )  # fmt: skip
    assert found == code
    assert all_rows(world, Inspection) == []


def test_person_without_an_inspecting_post_is_not_sent(world):
    used = make_set(world)
    with pytest.raises(RuleBroken, match="至少选一名检查人"):
        plan_it(world, used, inspector_ids=(person(world, "yunling-drafter"),))


def test_inspector_with_a_post_there_is_never_sent_there(world):
    used = make_set(world)
    post_in(world, "qingshan-inspector", "yunling")
    with pytest.raises(RuleBroken, match="云岭村没有可派的检查人"):
        plan_it(world, used)
    both = (person(world, "inspector"), person(world, "supervisor"))
    plan_it(world, used, inspector_ids=both)
    assert visits(world)["yunling"].inspector_id == person(world, "supervisor")


def test_inspector_with_a_post_there_does_not_take_over_nor_record(world):
    one = make_inspection(world, inspector_ids=(person(world, "supervisor"),))
    post_in(world, "qingshan-inspector", "yunling")
    with world.session() as session:
        line, found = get_visit(session, world.township.id, visits(world)["yunling"].id)
        with pytest.raises(RuleBroken, match="不能检查云岭村"):
            assigning.change_inspector(
                session, line, found, inspector_id=person(world, "inspector"), actor_id=1
            )
        with pytest.raises(RuleBroken, match="不能检查云岭村"):
            check_visitor(session, line.visit, person(world, "inspector"), today=TOMORROW)
        check_visitor(session, line.visit, person(world, "supervisor"), today=TOMORROW)
    assert one.id == found.id


def test_post_taken_after_planning_stops_the_opening(world):
    one = make_inspection(world)
    post_in(world, "qingshan-inspector", "shiqiao", since=TODAY)
    given = {"actor_id": person(world, "supervisor"), "now": NOW}
    assert refused(world, planning.open_inspection, one, **given) == "inspector_holds_post"


def test_database_itself_refuses_an_inspector_with_a_post_there(world):
    one = make_inspection(world)
    drafter, there = person(world, "yunling-drafter"), visits(world)["yunling"]
    with pytest.raises(DBAPIError, match="holds a post"):
        see(world, there, "遮雨", inspector_id=drafter)
    with pytest.raises(DBAPIError, match="holds a post"):
        put(world, there, inspector_id=drafter)
    office = world.tenants["office"].id
    with pytest.raises(DBAPIError, match="holds a post"):
        keep(world, Visit(tenant_id=office, inspection_id=one.id,
                          inspector_id=person(world, "office-drafter")))  # fmt: skip


def test_opening_fixes_the_indicators_also_in_the_database(world):
    make_inspection(world, opened=True)
    used = all_rows(world, IndicatorSet)[0]
    row = all_rows(world, Indicator)[0]
    assert used.fixed_on == TODAY
    assert refused(world, sets.remove_indicator, row, used, actor_id=1) == "set_fixed"
    with pytest.raises(DBAPIError, match="stay"):
        put(world, row, text="改一改")
    with pytest.raises(DBAPIError, match="stay"):
        act(world, lambda session, one: session.delete(one), row)
    with pytest.raises(DBAPIError, match="stay"):
        keep(world, Indicator(set_id=used.id, topic="other", text="x", weight=1, deduction=1,
                              cap=1))  # fmt: skip
    other = keep(world, IndicatorSet(title="另一份", made_on=TODAY))
    moved = keep(world, Indicator(set_id=other.id, topic="other", text="x", weight=1,
                                  deduction=1, cap=1))  # fmt: skip
    with pytest.raises(DBAPIError, match="stay"):
        put(world, moved, set_id=used.id)
    with pytest.raises(DBAPIError, match="stays so"):
        put(world, used, fixed_on=None)


def test_retired_checklist_is_not_planned_with(world):
    used = make_set(world)
    act(world, sets.retire, used, actor_id=None)
    with pytest.raises(RuleBroken, match="使用中的检查单"):
        plan_it(world, used)


def test_closing_asks_why_visits_were_not_made(world):
    one = make_inspection(world, opened=True)
    given = {"actor_id": person(world, "supervisor"), "now": NOW}
    assert refused(world, planning.close_inspection, one, note=" ", **given) == "inspection_note"
    act(world, planning.close_inspection, one, note="下雨路断", **given)
    closed = all_rows(world, Inspection)[0]
    assert (closed.state, closed.note, closed.ended_at) == ("closed", "下雨路断", NOW)
    for action in (planning.open_inspection, planning.close_inspection):
        more = {"note": "x"} if action is planning.close_inspection else {}
        assert refused(world, action, one, **more, **given) == "inspection_state"


def test_inspection_is_cancelled_before_anybody_was_visited(world):
    one = make_inspection(world, opened=True)
    given = {"actor_id": person(world, "supervisor"), "now": NOW}
    assert refused(world, planning.cancel_inspection, one, note="", **given) == "inspection_note"
    put(world, visits(world)["yunling"], state="under_way")
    found = refused(world, planning.cancel_inspection, one, note="x", **given)
    assert found == "inspection_visited"
    put(world, visits(world)["yunling"], state="due")
    act(world, planning.cancel_inspection, one, note="改期", **given)
    assert all_rows(world, Inspection)[0].state == "cancelled"


def test_inspection_with_an_entry_is_not_cancelled(world):
    one = make_inspection(world, opened=True)
    see(world, visits(world)["yunling"], "空白栏")
    given = {"note": "改期", "actor_id": person(world, "supervisor"), "now": NOW}
    assert refused(world, planning.cancel_inspection, one, **given) == "inspection_visited"


def test_visits_are_added_and_removed_until_they_begin(world):
    one = make_inspection(world)
    given = {"actor_id": person(world, "supervisor")}
    office = world.tenants["office"]
    inspector = {"inspector_id": person(world, "inspector")}
    act(world, assigning.add_visit, one, office, **inspector, **given)
    found = refused(world, assigning.add_visit, one, office, **inspector, **given)
    assert found == "visit_there"
    remove_visit(world, "office")
    see(world, visits(world)["yunling"], "遮雨")
    with pytest.raises(RuleBroken, match="云岭村已开始检查"):
        remove_visit(world, "yunling")
    remove_visit(world, "shiqiao")
    assert set(visits(world)) == {"yunling"}


def test_last_visit_stays(world):
    make_inspection(world, method="named", tenant_ids=(world.tenants["yunling"].id,))
    with pytest.raises(RuleBroken, match="至少要留一个"):
        remove_visit(world, "yunling")


def test_days_change_checks_the_inspectors_again(world):
    one = make_inspection(world)
    post_in(world, "qingshan-inspector", "yunling", since=TOMORROW)
    given = {"title": "改名", "version": None, "actor_id": person(world, "supervisor")}
    code = refused(world, planning.change_inspection, one, days=(TODAY, TOMORROW), **given)
    assert code == "inspector_holds_post"
    act(world, planning.change_inspection, one, days=(TODAY, TODAY), **given)
    with pytest.raises(Conflict):
        act(world, planning.change_inspection, one, days=(TODAY, TODAY), **given | {"version": 99})


def test_another_township_sees_no_visit(world, neighbours):
    make_inspection(world)
    with neighbours.session() as session, pytest.raises(NotFound):
        get_visit(session, neighbours.township.id, visits(world)["yunling"].id)
