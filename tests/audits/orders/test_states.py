"""An order moves only as its states allow, whatever is tried; its findings and history agree."""

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ogi.audits.indicators.models import Indicator
from ogi.audits.inspections.models import Visit, VisitEntry
from ogi.audits.orders.actions import drafting, following
from ogi.audits.orders.actions.following import Answer, Step
from ogi.audits.orders.actions.rechecks import plan_recheck
from ogi.audits.orders.models import Order
from ogi.audits.orders.queries.history import list_events
from ogi.audits.orders.queries.orders import list_order_findings
from ogi.audits.orders.queries.rechecks import begins_at, list_rechecks, nearest_first
from ogi.audits.orders.rules import (
    ALLOWED,
    OPEN,
    STEPS,
    WAITING,
    Act,
    EventKind,
    FindingState,
    OrderState,
    unchecked,
    was_late,
)
from ogi.platform.errors import RuleBroken
from ogi.tenants.models import Post
from ogi.tenants.rules import TenantRole, TownshipRole
from tests.audits.orders.town import (
    TEXT,
    TODAY,
    act,
    after,
    answered,
    by,
    draft,
    found_by_hand,
    order_of,
    person,
    rechecked,
    see,
    sent,
    visit_of,
)
from tests.support.rows import all_rows, keep

TRIES = ("send", "answer", "ask", "extend", "ok", "fault", "close", "reopen", "remind", "talk",
         "supersede")  # fmt: skip
LATER = date(2026, 12, 1)
towns = count()


def attempt(town, order, what, moment):
    """Try one act; return whether it was done."""
    if what in ("ok", "fault"):
        town.entry = look(town, what, moment)
    try:
        with act(town, order) as (session, row):
            DO[what](town, session, row, moment)
    except RuleBroken:
        return False
    return True


def _answer(town, session, row, moment, days=None):
    told = Answer("已整改", asks_days=days)
    following.answer(session, row, told, **by(town, "yunling-drafter", moment))


def _recheck(town, session, row, moment):
    chosen = {one.id: town.entry.id for one in list_order_findings(session, row)}
    following.recheck(session, row, chosen, **by(town, now=moment))


def _step(kind):
    def do(town, session, row, moment):
        step = Step(kind, "内容", "张三", moment.date())
        following.escalate(session, row, step, **by(town, now=moment))

    return do


def _supersede(town, session, row, moment):
    named = list(list_order_findings(session, row))
    text = drafting.OrderText(TEXT.basis, TEXT.demands, LATER)
    new = drafting.draft_order(session, row_tenant(town), text, named, over=row,
                               **by(town, now=moment))  # fmt: skip
    drafting.send_order(session, new, **by(town, now=moment))


def row_tenant(town):
    return town.tenants["yunling"]


DO = {
    "send": lambda town, session, row, at: drafting.send_order(session, row, **by(town, now=at)),
    "answer": _answer,
    "ask": lambda town, session, row, at: _answer(town, session, row, at, days=2),
    "extend": lambda town, session, row, at: following.extend(
        session, row, days=2, reason="材料未到", **by(town, now=at)
    ),
    "ok": _recheck,
    "fault": _recheck,
    "close": lambda town, session, row, at: following.close(session, row, "", **by(town, now=at)),
    "reopen": lambda town, session, row, at: following.reopen(
        session, row, due_on=LATER, reason="没有改好", **by(town, now=at)
    ),
    "remind": _step(EventKind.REMINDER),
    "talk": _step(EventKind.TALK),
    "supersede": _supersede,
}
ACT_OF = {"send": Act.SEND, "answer": Act.ANSWER, "ask": Act.EXTEND, "extend": Act.EXTEND,
          "ok": Act.RECHECK, "fault": Act.RECHECK, "close": Act.CLOSE, "reopen": Act.REOPEN,
          "remind": Act.ESCALATE, "talk": Act.ESCALATE, "supersede": Act.SUPERSEDE}  # fmt: skip
NEXT = {
    "send": lambda _state: OrderState.SENT,
    "answer": lambda _state: OrderState.ANSWERED,
    "close": lambda _state: OrderState.CLOSED,
    "reopen": lambda _state: OrderState.REOPENED,
    "supersede": lambda _state: OrderState.SUPERSEDED,
}


@pytest.mark.slow
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(TRIES), min_size=3, max_size=9))
def test_order_moves_only_as_its_states_allow(town, tries):
    finding = found_by_hand(town, text=f"破损{next(towns)}")
    order = draft(town, [finding])
    state, number = OrderState.DRAFT, ""
    for place, what in enumerate(tries, start=1):
        moment = after(0) + timedelta(hours=place)
        done = attempt(town, order, what, moment)
        if done:
            assert state in ALLOWED[ACT_OF[what]]
            state = NEXT.get(what, lambda same: same)(state)
        kept = order_of(town, order)
        assert kept.state == state
        number = number or kept.number
        assert kept.number == number
        _check_agrees(town, kept)


def look(town, result, moment):
    """Have the village looked at for what the finding is about."""
    visit = visit_of(town, "yunling", at=moment, topics=("damaged",))
    return see(town, visit, "damaged", result, at=moment)


def _check_agrees(town, order: Order) -> None:
    with town.session() as session:
        row = session.get_one(Order, order.id)
        findings = list(list_order_findings(session, row))
        events = [one.past for one in list_events(session, row)]
        states = {one.state for one in findings}
    if order.state == OrderState.DRAFT:
        assert not order.number
        assert not events
    if order.state in OPEN:
        assert states == {FindingState.ORDERED}
    if order.state == OrderState.CLOSED:
        assert states == {FindingState.CURED}
        assert not unchecked([one.id for one in findings], events)
    if order.state in WAITING:
        assert was_late(order.due_on, events, date(2027, 1, 1))
    kinds = [event.kind for event in events]
    if EventKind.TALK in kinds:
        assert STEPS[1] in kinds
    assert kinds.count(EventKind.CLOSED) <= kinds.count(EventKind.REOPENED) + 1


def test_closing_by_somebody_with_a_post_there_is_refused(town):
    town.add_person("two-posts", "两岗", (TownshipRole.SUPERVISOR, None),
                    (TenantRole.REVIEWER, "yunling"))  # fmt: skip
    order = answered(town)
    rechecked(town, order)
    given = {"actor_id": town.people["two-posts"].id, "now": after(3)}
    with town.session() as session:
        row = session.get_one(Order, order.id)
        with pytest.raises(RuleBroken, match="您在该单位有岗位"):
            following.close(session, row, "", **given)


@pytest.mark.parametrize(
    ("days", "topic", "told"),
    [(-1, "blank", "早于发出通知"), (2, "hotline", "不是同一类问题"), (2, "blank", "任职")],
)
def test_recheck_goes_by_a_later_visit_of_somebody_free(town, days, topic, told):
    order = sent(town)
    visit = visit_of(town, "yunling", at=after(days))
    entry = see(town, visit, topic, "ok", at=after(days))
    if told == "任职":  # since they looked
        keep(town, Post(staff_id=entry.inspector_id, tenant_id=order.tenant_id, role="reviewer",
                        since=after(3).date()))  # fmt: skip
    with town.session() as session:
        row = session.get_one(Order, order.id)
        finding = next(f for f in list_order_findings(session, row) if f.topic == "blank")
        with pytest.raises(RuleBroken, match=told):
            following.recheck(session, row, {finding.id: entry.id}, **by(town, now=after(3)))


def test_recheck_by_an_entry_of_another_board_is_refused(town):
    order = sent(town)
    visit = visit_of(town, "yunling", at=after(2))
    entry = see(town, visit, "blank", "ok", at=after(2), board="party")
    with town.session() as session:
        row = session.get_one(Order, order.id)
        finding = next(f for f in list_order_findings(session, row) if f.topic == "blank")
        with pytest.raises(RuleBroken, match="不是同一栏"):
            following.recheck(session, row, {finding.id: entry.id}, **by(town, now=after(3)))


def test_recheck_by_an_entry_of_another_tenant_is_refused(town):
    order = sent(town)
    visit = visit_of(town, "shiqiao", at=after(2))
    entry = see(town, visit, "blank", "ok", at=after(2))
    with town.session() as session:
        row = session.get_one(Order, order.id)
        finding = list_order_findings(session, row)[0]
        with pytest.raises(RuleBroken):
            following.recheck(session, row, {finding.id: entry.id}, **by(town, now=after(3)))
        assert not list_events(session, row)


def test_recheck_offers_what_was_seen_of_the_very_finding_first(town):
    made = [found_by_hand(town, text=text) for text in ("左栏破损", "右栏破损")]
    order = sent(town, made)
    with act(town, order) as (session, row):
        plan_recheck(session, row, inspector_id=person(town, "inspector"),
                     days=(TODAY, TODAY), **by(town))  # fmt: skip
    visit = all_rows(town, Visit)[-1]
    for number, one in enumerate(all_rows(town, Indicator)):
        keep(town, VisitEntry(tenant_id=visit.tenant_id, visit_id=visit.id, indicator_id=one.id,
                              result="ok", inspector_id=visit.inspector_id,
                              captured_at=after(1), received_at=after(1),
                              client_key=f"again-{number}"))  # fmt: skip
    with town.session() as session:
        row = session.get_one(Order, order.id)
        seen = list_rechecks(session, row, begins_at(row, list_events(session, row)))
        for finding in list_order_findings(session, row):
            nearest = nearest_first(seen, finding)
            assert len(nearest) == 2
            assert finding.text in nearest[0].indicator.text
