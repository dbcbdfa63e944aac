"""What findings and orders count for in a year's score, and which orders are open, due, overdue."""

from datetime import date, timedelta

import pytest

from ogi.audits.indicators.rules import Frame
from ogi.audits.inspections.models import Inspection
from ogi.audits.orders import due
from ogi.audits.orders.actions import findings, following
from ogi.audits.orders.actions.findings import FindingText
from ogi.audits.orders.actions.following import Answer
from ogi.audits.orders.models import AuditFinding
from ogi.audits.orders.queries import (
    count_findings,
    count_overdue_orders,
    findings_behind,
    list_due_orders,
    list_open_orders_by_age,
)
from ogi.audits.orders.queries.findings import entries_statement, get_candidate
from ogi.audits.orders.register import FINDINGS, ORDERS
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.tenants.due import Desk
from ogi.tenants.permissions import permissions_of
from tests.audits.orders.town import (
    DUE,
    NOW,
    TODAY,
    act,
    after,
    answered,
    by,
    found_by_hand,
    see,
    sent,
    visit_of,
)


def frame(world, **changes):
    values = {"township_id": world.township.id, "year": 2026, "as_of": date(2026, 12, 31)}
    return Frame(**{**values, **changes})


def test_findings_count_by_tenant_and_topic_with_their_rows(town):
    yunling = town.tenants["yunling"]
    with town.session() as session:
        for topic, faults, on, measure in (
            ("blank", 2, TODAY, ""), ("blank", 1, TODAY, ""), ("hotline", 1, TODAY, ""),
            ("blank", 5, date(2025, 12, 31), ""), ("missing", 1, TODAY, "missing"),
        ):  # fmt: skip
            text = FindingText(topic, "问题", on, faults=faults, measure=measure)
            findings.add_finding(session, yunling, text, **by(town))
        session.commit()
    with town.session() as session:
        assert count_findings(session, frame(town)) == {yunling.id: {"blank": 3, "hotline": 1}}
        behind = session.scalars(findings_behind(frame(town), "blank")).all()
        assert [one.faults for one in behind] == [2, 1]
        assert not count_findings(session, frame(town, tenant_id=town.tenants["shiqiao"].id))
        assert not count_findings(session, frame(town, as_of=date(2026, 9, 20)))


def test_dismissed_finding_does_not_count(town):
    made = found_by_hand(town)
    with town.session() as session:
        row = session.get_one(AuditFinding, made.id)
        findings.dismiss(session, row, "没有破损", **by(town))
        session.commit()
        assert not count_findings(session, frame(town))


def test_order_answered_late_counts_as_overdue(town):
    order = sent(town)
    yunling = town.tenants["yunling"].id
    with town.session() as session:
        assert not count_overdue_orders(session, frame(town, as_of=DUE))
        assert count_overdue_orders(session, frame(town)) == {yunling: 1}
    with act(town, order) as (session, row):
        following.answer(session, row, Answer("改了"), **by(town, "yunling-drafter", after(8)))
    with town.session() as session:
        assert count_overdue_orders(session, frame(town)) == {yunling: 1}


def test_answer_within_an_extension_is_in_time(town):
    order = sent(town)
    with act(town, order) as (session, row):
        following.extend(session, row, days=3, reason="雨天", **by(town))
    with act(town, order) as (session, row):
        following.answer(session, row, Answer("改了"), **by(town, "yunling-drafter", after(8)))
    with town.session() as session:
        assert not count_overdue_orders(session, frame(town))


def test_due_orders_go_by_the_deadline_that_holds(town):
    order = sent(town)
    scope = Scope(town.township.id, town.tenants["yunling"].id)
    with town.session("yunling") as session:
        assert [one.order.id for one in list_due_orders(session, scope, DUE)] == [order.id]
    with act(town, order) as (session, row):
        following.extend(session, row, days=3, reason="雨天", **by(town))
    with town.session("yunling") as session:
        assert not list_due_orders(session, scope, DUE)
        found = list_due_orders(session, scope, date(2026, 10, 9))
        assert [one.due_on for one in found] == [date(2026, 10, 9)]
    with town.session() as session:
        listed = list_open_orders_by_age(session, town.township.id)
        assert [(one.tenant, one.days_open(after(4))) for one in listed] == [("云岭村", 4)]


def test_registers_are_written_in_the_background_too(town):
    sent(town)
    asked = {"tenant_id": town.tenants["yunling"].id, "year": 2026, "form": "xlsx",
             "permission": "order:read"}  # fmt: skip
    with town.session() as session:
        made = FINDINGS.work(session, {**asked, "topic": "blank", "state": "ordered"}, _quiet)
        assert made.name.startswith("问题台账") or "问题台账" in made.name
        assert FINDINGS.build(session, {**asked, "topic": "blank"}).rows == 1
        assert ORDERS.build(session, {**asked, "state": "open"}).rows == 1
        assert ORDERS.build(session, {**asked, "state": "overdue"}).rows == 0


def _quiet(*_told):
    pass


def test_tenant_is_told_to_answer_and_the_township_to_recheck(town):
    answered(town)
    first = sent(town, [found_by_hand(town, text="又一个")])
    tenant = town.tenants["yunling"].id
    person = town.people["qingshan-yunling-drafter"].id
    desk = Desk(town.township.id, tenant, person, permissions_of(["drafter"]))
    with town.session("yunling") as session:
        assert [one.key for one in due.list_due(session, desk, DUE)] == [first.id]
    desk = Desk(town.township.id, None, person, permissions_of(["supervisor"]))
    with town.session() as session:
        told = due.list_due(session, desk, DUE)
        assert [one.title for one in told] == ["复查云岭村〔2026〕1号整改通知书"]
    desk = Desk(town.township.id, None, person, permissions_of(["auditor"]))
    with town.session() as session:
        assert not due.list_due(session, desk, DUE)


def test_fault_seen_on_the_spot_gives_way_to_what_was_seen_later_though_it_came_first(town):
    visit = visit_of(town, "yunling", at=NOW, topics=("blank",))
    see(town, visit, "blank", "ok", at=NOW)
    earlier = NOW - timedelta(hours=2)
    late = see(town, visit, "blank", "fault", at=earlier, remark="空着", received_at=after(1))
    with town.session() as session:
        assert not session.execute(entries_statement(town.township.id)).all()
        assert get_candidate(session, town.township.id, late.id)[1] is False


def test_fault_seen_by_a_recheck_belongs_to_its_order_and_is_no_new_finding(town):
    visit = visit_of(town, "yunling", at=NOW, topics=("blank",))
    entry = see(town, visit, "blank", "fault", at=NOW, remark="还空着")
    with town.session() as session:
        assert len(session.execute(entries_statement(town.township.id)).all()) == 1
        session.get_one(Inspection, visit.inspection_id).kind = "recheck"
        session.commit()
    with town.session() as session:
        assert not session.execute(entries_statement(town.township.id)).all()
        with pytest.raises(NotFound):
            get_candidate(session, town.township.id, entry.id)
