"""What the database itself refuses, and who wins when two come at once."""

import threading

import pytest
from sqlalchemy.exc import IntegrityError

from ogi.platform.errors import Conflict, RuleBroken
from ogi.postings import actions, queries
from ogi.postings.rules.sealing import SEALED
from tests.postings.desk import NOW, TODAY
from tests.support.rows import make_posting, staff_of


@pytest.mark.parametrize(
    ("reviewer", "publisher"),
    [
        ("drafter", "publisher"),
        ("reviewer", "drafter"),
        ("reviewer", "reviewer"),
        (None, "publisher"),
        ("reviewer", None),
    ],
)
def test_the_database_refuses_a_posting_not_published_by_three(desk, reviewer, publisher):
    people = staff_of(desk.world, desk.tenant)
    named = {
        "reviewer_id": people.get(reviewer),
        "publisher_id": people.get(publisher),
    }
    with pytest.raises(IntegrityError):
        make_posting(desk.world, desk.tenant, desk.item, "published", **named)


def test_the_database_refuses_half_a_publication(desk):
    for missing in ("published_at", "index_number", "counted_on"):
        with pytest.raises(IntegrityError):
            make_posting(
                desk.world, desk.tenant, desk.item, "published", title=missing, **{missing: None}
            )


def test_the_database_refuses_an_index_number_twice(desk):
    make_posting(desk.world, desk.tenant, desk.item, "published", index_number="甲-1")
    with pytest.raises(IntegrityError):
        make_posting(desk.world, "shiqiao", desk.item, "published", index_number="甲-1")


def test_a_number_that_another_tenant_holds_is_refused_in_words(desk):
    number = "qingshan-yunling-F03-2026-0001"
    make_posting(desk.world, "shiqiao", desk.item, "published", index_number=number)
    posting_id = desk.approved()
    with pytest.raises(RuleBroken) as refused:
        desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)
    assert "索引号" in refused.value.text
    assert desk.read(posting_id).state == "approved"


def test_the_database_refuses_a_withdrawal_without_reason_and_an_unknown_state(desk):
    for state, more in (("withdrawn", {"withdrawal_reason": ""}), ("public", {})):
        with pytest.raises(IntegrityError):
            make_posting(desk.world, desk.tenant, desk.item, state, **more)


TEXTS = ("title", "source", "period_key", "period_label", "report_category", "board", "item_code")


@pytest.mark.parametrize("column", TEXTS)
def test_the_database_refuses_to_rewrite_what_the_log_has_sealed(desk, column):
    assert column in SEALED
    posting_id = desk.published()
    with desk.world.session(desk.tenant) as session:
        posting = queries.get_posting(session, desk.scope, posting_id)
        setattr(posting, column, "改过")
        with pytest.raises(IntegrityError):
            session.flush()


def at_once(desk, count: int, call) -> list[str]:
    """Run a call in several threads, each with its own session; return how each ended."""
    start, ends = threading.Barrier(count), []

    def run(number: int) -> None:
        with desk.world.session(desk.tenant) as session:
            start.wait()
            try:
                call(session, number)
                session.commit()
                ends.append("done")
            except (RuleBroken, Conflict) as refused:
                session.rollback()
                ends.append(refused.code)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def test_of_many_who_publish_at_once_one_wins(desk):
    posting_id = desk.approved()
    version = desk.read(posting_id).version

    def publish(session, _number):
        posting = queries.get_posting(session, desk.scope, posting_id)
        actions.publish(
            session,
            posting,
            actor_id=desk.who("publisher"),
            now=NOW,
            claimed_on=TODAY,
            version=version,
        )

    ends = at_once(desk, 8, publish)
    assert ends.count("done") == 1
    assert set(ends) <= {"done", "conflict", "already_published"}
    assert desk.steps(posting_id).count("published") == 1
    assert desk.read(posting_id).index_number.endswith("-0001")


def test_of_two_who_decide_at_once_one_wins(desk):
    posting_id = desk.submitted()
    version = desk.read(posting_id).version

    def decide(session, number):
        posting = queries.get_posting(session, desk.scope, posting_id)
        given = {"actor_id": desk.who("reviewer"), "now": NOW, "version": version}
        if number % 2:
            actions.approve(session, posting, **given)
        else:
            actions.return_for_changes(session, posting, remark="改", **given)

    ends = at_once(desk, 6, decide)
    assert ends.count("done") == 1
    assert desk.read(posting_id).state in ("approved", "returned")


def test_postings_published_at_once_get_numbers_of_their_own(desk):
    desk.published()
    ids = [desk.approved() for _ in range(6)]
    together = threading.Barrier(6)

    def publish(session, number):
        posting = queries.get_posting(session, desk.scope, ids[number])
        if session.get_bind().dialect.name == "postgresql":
            together.wait()
        actions.publish(session, posting, actor_id=desk.who("publisher"), now=NOW, claimed_on=TODAY)

    assert at_once(desk, 6, publish) == ["done"] * 6
    numbers = sorted(desk.read(key).index_number[-4:] for key in ids)
    assert numbers == ["0002", "0003", "0004", "0005", "0006", "0007"]


def test_a_stale_object_never_overwrites_a_newer_row(desk):
    """Without the actions' own check: the version column alone refuses."""
    posting_id = desk.approved()
    with desk.world.session(desk.tenant) as session:
        stale = queries.get_posting(session, desk.scope, posting_id)
        session.commit()
        desk.do(actions.return_for_changes, posting_id, "publisher", version=None, remark="改")
        assert stale.state == "approved"
        with pytest.raises(Conflict):
            actions.publish(
                session, stale, actor_id=desk.who("publisher"), now=NOW, claimed_on=TODAY
            )
        session.rollback()
    assert desk.read(posting_id).state == "returned"
