"""Orders sent at the same moment get numbers without a gap, each its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy.orm.exc import StaleDataError

from ogi.audits.orders.actions import drafting, findings, following
from ogi.audits.orders.actions.following import Answer
from ogi.audits.orders.models import AuditFinding, Order, OrderEvent
from ogi.audits.orders.queries.findings import get_candidate
from ogi.platform.db import Scope, open_session
from ogi.platform.errors import RuleBroken
from tests.audits.orders.town import TEXT, act, after, by, draft, found_by_hand, see, sent, visit_of
from tests.support.rows import all_rows

SENDERS = 6


def at_once(town, work, count=SENDERS):
    """Run a work so many times at the same moment; return what each came to."""
    gate = Barrier(count)

    def one(number):
        gate.wait()
        with open_session(town.engine, Scope(town.township.id)) as session:
            try:
                work(session, number)
                session.commit()
            except (StaleDataError, RuleBroken) as refusal:
                session.rollback()
                return type(refusal).__name__
            return "done"

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_numbers_have_no_gap_and_no_double(town):
    drafts = [draft(town, [found_by_hand(town, text=f"问题{n}")]) for n in range(SENDERS)]

    def send(session, number):
        row = session.get_one(Order, drafts[number].id)
        drafting.send_order(session, row, **by(town))

    assert at_once(town, send) == ["done"] * SENDERS
    assert sorted(one.serial for one in all_rows(town, Order)) == list(range(1, SENDERS + 1))


def test_one_draft_is_sent_once(town):
    order = draft(town, [found_by_hand(town)])

    def send(session, _number):
        drafting.send_order(session, session.get_one(Order, order.id), **by(town))

    outcomes = at_once(town, send)
    assert outcomes.count("done") == 1
    assert all_rows(town, Order)[0].serial == 1


def test_one_finding_is_ordered_once(town):
    finding = found_by_hand(town)
    drafts = [draft(town, [finding]) for _ in range(SENDERS)]

    def send(session, number):
        row = session.get_one(Order, drafts[number].id)
        drafting.send_order(session, row, **by(town))

    assert at_once(town, send).count("done") == 1
    assert [one.serial for one in all_rows(town, Order) if one.serial] == [1]


def test_refused_sending_takes_no_number(town):
    order = draft(town, [found_by_hand(town)])
    with town.session() as session:
        row = session.get_one(Order, order.id)
        with pytest.raises(RuleBroken):
            drafting.send_order(session, row, **by(town, now=after(30)))
    with act(town, order) as (session, row):
        drafting.send_order(session, row, **by(town))
        assert row.number == "〔2026〕1号"


def test_numbers_begin_again_with_the_year(town):
    sent(town)
    text = drafting.OrderText(TEXT.basis, TEXT.demands, date(2027, 1, 11))
    order = draft(town, [found_by_hand(town)], text)
    with act(town, order) as (session, row):
        drafting.send_order(session, row, **by(town, now=after(105)))
        assert row.number == "〔2027〕1号"


def test_of_acts_at_the_same_moment_each_either_stands_or_is_told(town):
    order = sent(town)

    def step(session, number):
        row = session.get_one(Order, order.id)
        told = Answer(f"答复{number}")
        following.answer(session, row, told, **by(town, "yunling-drafter", after(1)))

    outcomes = at_once(town, step)
    assert outcomes.count("done") == len(all_rows(town, OrderEvent))
    assert "done" in outcomes


def test_one_entry_becomes_a_finding_once(town):
    at = after(-5)
    entry = see(town, visit_of(town, "yunling", at=at), "blank", "fault", at=at)

    def make(session, _number):
        found, is_latest = get_candidate(session, town.township.id, entry.id)
        findings.add_from_entry(session, found, is_latest=is_latest, **by(town))

    assert at_once(town, make).count("done") == 1
    assert len(all_rows(town, AuditFinding)) == 1
