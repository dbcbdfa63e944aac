"""Publishing at an hour chosen beforehand, whoever sweeps, and not before an hour."""

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from ogi.platform.errors import RuleBroken
from ogi.platform.ledger.models import LedgerEntry
from ogi.postings import actions
from ogi.postings.actions import Outcome
from ogi.postings.sweeping import list_township_ids, publish_due
from ogi.tenants.models import Post, Staff
from tests.postings.desk import NOW, Desk
from tests.support.rows import all_rows, make_obligation

LATER = NOW + timedelta(hours=6)


def plan(desk: Desk, *, at: datetime = LATER, role: str = "publisher") -> int:
    posting_id = desk.approved()
    desk.do(actions.schedule, posting_id, role, version=None, at=at)
    return posting_id


def sweep(desk: Desk, now: datetime) -> Counter[Outcome]:
    return publish_due(desk.world.engine, desk.world.township.id, now)


def test_a_planned_posting_goes_out_once_its_hour_has_come(desk):
    posting_id = plan(desk)
    assert sweep(desk, LATER - timedelta(seconds=1)) == Counter()
    assert desk.read(posting_id).state == "approved"
    late = LATER + timedelta(minutes=3)
    assert sweep(desk, late) == Counter({Outcome.PUBLISHED: 1})
    posting = desk.read(posting_id)
    assert (posting.state, posting.published_at) == ("published", late)
    assert posting.publisher_id == desk.who("publisher")
    assert (posting.scheduled_at, posting.claimed_on) == (None, date(2026, 4, 10))
    assert sweep(desk, late) == Counter()


def test_of_many_sweeps_at_once_one_publishes_each_posting(desk):
    first = plan(desk)
    desk.obligation = make_obligation(desk.world, desk.tenant, desk.item, period_key="2026-02")
    second = plan(desk)
    start, outcomes = threading.Barrier(6), []

    def run() -> None:
        start.wait()
        outcomes.append(sweep(desk, LATER))

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = sum(outcomes, Counter())
    assert total[Outcome.PUBLISHED] == 2
    assert total[Outcome.DROPPED] == 0
    numbers = {desk.read(posting_id).index_number for posting_id in (first, second)}
    assert len(numbers) == 2
    assert all(desk.steps(posting_id).count("published") == 1 for posting_id in (first, second))
    assert len(leaves(desk)) == 2


def leaves(desk: Desk) -> list[object]:
    return [entry for entry in all_rows(desk.world, LedgerEntry) if "published" in entry.kind]


@pytest.mark.parametrize("left", ["post", "account"])
def test_a_plan_is_dropped_when_its_planner_has_left(desk, left):
    posting_id = plan(desk)
    with desk.world.session() as session:
        if left == "post":
            post = next(
                one
                for one in session.query(Post).all()
                if one.staff_id == desk.who("publisher") and one.role == "publisher"
            )
            post.until = date(2026, 4, 9)
        else:
            session.get_one(Staff, desk.who("publisher")).active = False
        session.commit()
    assert sweep(desk, LATER) == Counter({Outcome.DROPPED: 1})
    posting = desk.read(posting_id)
    assert (posting.state, posting.scheduled_at, posting.awaiting) == ("approved", None, "publish")
    assert desk.steps(posting_id)[-1] == "unscheduled"
    assert sweep(desk, LATER) == Counter()


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (NOW, "schedule_past"),
        (NOW - timedelta(days=1), "schedule_past"),
        (NOW + timedelta(days=60, minutes=1), "schedule_far"),
    ],
)
def test_nobody_plans_for_the_past_or_too_far_ahead(desk, at, code):
    posting_id = desk.approved()
    with pytest.raises(RuleBroken) as refusal:
        desk.do(actions.schedule, posting_id, "publisher", version=None, at=at)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("role", "code"), [("drafter", "own_posting"), ("reviewer", "own_approval")]
)
def test_whoever_drafted_or_reviewed_plans_nothing(desk, role, code):
    posting_id = desk.approved()
    with pytest.raises(RuleBroken) as refusal:
        desk.do(actions.schedule, posting_id, role, version=None, at=LATER)
    assert refusal.value.code == code


def test_a_posting_sent_back_forgets_its_hour(desk):
    posting_id = plan(desk)
    desk.do(actions.return_for_changes, posting_id, "publisher", version=None, remark="表格有误")
    assert desk.read(posting_id).scheduled_at is None
    assert sweep(desk, LATER) == Counter()


def test_a_plan_is_taken_back(desk):
    posting_id = plan(desk)
    desk.do(actions.cancel_schedule, posting_id, "publisher", version=None)
    assert desk.read(posting_id).scheduled_at is None
    with pytest.raises(RuleBroken):
        desk.do(actions.cancel_schedule, posting_id, "publisher", version=None)


def test_nothing_goes_out_before_its_embargo_ends(desk):
    posting_id = desk.approved()
    until = NOW + timedelta(days=2)
    desk.do(actions.set_embargo, posting_id, "reviewer", version=None, until=until)
    for at in (LATER, until - timedelta(seconds=1)):
        with pytest.raises(RuleBroken) as refusal:
            desk.do(actions.schedule, posting_id, "publisher", version=None, at=at)
        assert refusal.value.code == "schedule_embargoed"
    with pytest.raises(RuleBroken) as refusal:
        desk.do(actions.publish, posting_id, "publisher", claimed_on=date(2026, 4, 10), now=NOW)
    assert refusal.value.code == "embargoed"
    desk.do(actions.schedule, posting_id, "publisher", version=None, at=until)
    later = until + timedelta(days=1)
    with pytest.raises(RuleBroken) as refusal:
        desk.do(actions.set_embargo, posting_id, "publisher", version=None, until=later)
    assert refusal.value.code == "embargo_scheduled"
    assert sweep(desk, until)[Outcome.PUBLISHED] == 1


def test_an_embargo_is_lifted_and_lies_ahead(desk):
    posting_id = desk.draft()
    until = datetime(2026, 4, 12, tzinfo=UTC)
    desk.do(actions.set_embargo, posting_id, "drafter", version=None, until=until)
    assert desk.read(posting_id).embargo_until == until
    desk.do(actions.set_embargo, posting_id, "drafter", version=None, until=None)
    assert desk.read(posting_id).embargo_until is None
    with pytest.raises(RuleBroken):
        desk.do(actions.set_embargo, posting_id, "drafter", version=None, until=NOW)


def test_a_sweep_knows_every_township(desk):
    assert list_township_ids(desk.world.engine) == [desk.world.township.id]
