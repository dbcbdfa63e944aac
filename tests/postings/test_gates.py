"""What the database itself refuses about the chain, the editions, takedowns and files."""

from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError

from ogi.platform.errors import RuleBroken
from ogi.postings import actions, queries
from ogi.postings.actions import SignedSheet
from ogi.postings.models import Attachment, PostingClearance
from ogi.postings.rules.chain import Opinion
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.factories import FULL_CHAIN

SHEET = SignedSheet("李建国", date(2026, 4, 9))


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A desk whose boards ask for every step."""
    desk.world.choose(FULL_CHAIN)
    return desk


@contextmanager
def refused(desk: Desk, posting_id: int):
    """Change a posting past all actions; the database must refuse when it is written."""
    with desk.world.session(desk.tenant) as session:
        yield session, queries.get_posting(session, desk.scope, posting_id)
        with pytest.raises(IntegrityError):
            session.flush()


def publish_by_hand(posting, publisher: int) -> None:
    posting.state, posting.awaiting = "published", ""
    posting.publisher_id, posting.published_at, posting.counted_on = publisher, NOW, TODAY
    posting.index_number = "手工-1"


def vetted(desk: Desk, *, committee: bool = True) -> int:
    posting_id = desk.approved()
    if committee:
        desk.do(actions.sign_off, posting_id, "committee", version=None, sheet=SHEET)
        desk.do(
            actions.vet, posting_id, "secrecy", version=None, opinion=Opinion.OPEN, basis="不涉密"
        )
    return posting_id


def test_nothing_is_published_past_the_committee_or_the_secrecy_review(full):
    posting_id = full.approved()
    with refused(full, posting_id) as (_, posting):
        publish_by_hand(posting, full.who("publisher"))
    full.do(actions.sign_off, posting_id, "committee", version=None, sheet=SHEET)
    with refused(full, posting_id) as (_, posting):
        publish_by_hand(posting, full.who("publisher"))
    full.do(actions.vet, posting_id, "secrecy", version=None, opinion=Opinion.OPEN, basis="不涉密")
    full.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)
    assert full.read(posting_id).awaiting == "filing"


def test_a_clearance_of_an_earlier_round_counts_no_more(full):
    posting_id = vetted(full)
    full.do(actions.return_for_changes, posting_id, "publisher", version=None, remark="再改")
    full.do(actions.submit, posting_id, "drafter", version=None)
    full.do(actions.approve, posting_id, "reviewer", version=None)
    with pytest.raises(RuleBroken) as told:
        full.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)
    assert told.value.code == "not_that_step"
    with refused(full, posting_id) as (_, posting):
        publish_by_hand(posting, full.who("publisher"))


def test_a_secrecy_review_needs_its_basis_and_stays_as_it_was_said(full):
    posting_id = vetted(full)
    with full.world.session(full.tenant) as session:
        posting = queries.get_posting(session, full.scope, posting_id)
        said = queries.list_clearances(session, posting)
        assert [one.step for one in said] == ["committee", "secrecy"]
        said[1].opinion = Opinion.CLOSED
        with pytest.raises(DatabaseError):
            session.flush()
    posting = full.read(posting_id)
    with full.world.session(full.tenant) as session:
        session.add(
            PostingClearance(
                township_id=posting.township_id, tenant_id=posting.tenant_id,
                posting_id=posting_id, round=1, step="secrecy", opinion="open", basis="",
                actor_id=full.who("secrecy"), at=NOW,
            )
        )  # fmt: skip
        with pytest.raises(IntegrityError):
            session.flush()


CHAIN = {"kind": "nothing", "chain": "review", "bypassed": "secrecy", "edition": 2, "round": 9}


@pytest.mark.parametrize("column", CHAIN)
def test_a_published_posting_keeps_how_it_was_published(desk, column):
    with refused(desk, desk.published()) as (_, posting):
        setattr(posting, column, CHAIN[column])
        posting.bypass_reason = "x"


def test_words_go_only_in_the_very_change_that_takes_a_posting_down(desk):
    posting_id = desk.published()
    with refused(desk, posting_id) as (_, posting):
        posting.title = "改过"
    with refused(desk, posting_id) as (_, posting):
        posting.title, posting.taken_down_at = "改过", NOW
    with desk.world.session(desk.tenant) as session:
        posting = queries.get_posting(session, desk.scope, posting_id)
        posting.title, posting.taken_down_at = "（内容已下架）", NOW
        posting.state, posting.withdrawal_reason = "withdrawn", "泄露个人信息"
        session.commit()
    with refused(desk, posting_id) as (_, posting):
        posting.title = "又写回来"
    with refused(desk, posting_id) as (_, posting):
        posting.taken_down_at = None


def test_an_edition_once_followed_stays_followed(desk):
    first, second, other = desk.published(), desk.published(), desk.published()
    with refused(desk, first) as (_, posting):
        posting.state = "corrected"
    with desk.world.session(desk.tenant) as session:
        posting = queries.get_posting(session, desk.scope, first)
        posting.state, posting.superseded_by_id = "corrected", second
        session.commit()
    with refused(desk, first) as (_, posting):
        posting.superseded_by_id = other
    with refused(desk, first) as (_, posting):
        posting.state = "published"


def test_files_of_what_is_published_neither_change_nor_go_nor_come(desk):
    posting_id = desk.draft()
    with desk.world.session(desk.tenant) as session:
        session.add(a_file(queries.get_posting(session, desk.scope, posting_id)))
        session.commit()
    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)
    with refused(desk, posting_id) as (_, posting):
        posting.attachments[0].name = "换过.pdf"
    with refused(desk, posting_id) as (session, posting):
        session.delete(posting.attachments[0])
    with refused(desk, posting_id) as (session, posting):
        session.add(a_file(posting))


def test_a_drafts_file_is_not_moved_onto_what_is_published(desk):
    draft_id = desk.draft()
    with desk.world.session(desk.tenant) as session:
        session.add(a_file(queries.get_posting(session, desk.scope, draft_id)))
        session.commit()
    published_id = desk.published()
    with refused(desk, draft_id) as (_, posting):
        posting.attachments[0].posting_id = published_id


def a_file(posting) -> Attachment:
    return Attachment(
        township_id=posting.township_id, tenant_id=posting.tenant_id, posting_id=posting.id,
        kind="file", name="附表.pdf", media_type="application/pdf", size=9, sha256="0" * 64,
        storage_key="0" * 64, original_key="1" * 64, created_at=NOW,
    )  # fmt: skip
