"""From the drafter to the reviewer, and back."""

from datetime import datetime

from sqlalchemy.orm import Session

from ogi.postings.actions.history import check_version, note
from ogi.postings.models import Posting
from ogi.postings.queries import list_editors
from ogi.postings.rules.content import clean_text, content_of, list_faults, specs_of
from ogi.postings.rules.states import Move, State, check_return, check_review, check_submit


def submit(
    session: Session, posting: Posting, *, actor_id: int, now: datetime, version: int | None
) -> None:
    """Send a complete draft to the reviewer. Raises RuleBroken naming the first gap."""
    check_version(posting, version)
    specs = specs_of(posting.item.fields, posting.item.layout)
    check_submit(posting.state, list_faults(specs, posting.title, content_of(posting.content)))
    posting.state = State.SUBMITTED
    posting.submitted_at = posting.updated_at = now
    note(session, posting, Move.SUBMIT, actor_id=actor_id, now=now)


def approve(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
    remark: str = "",
) -> None:
    """Let a submitted posting go on to its publication. Raises RuleBroken for own work."""
    check_version(posting, version)
    check_review(posting.state, editors=list_editors(session, posting), actor_id=actor_id)
    posting.state, posting.reviewer_id = State.APPROVED, actor_id
    posting.reviewed_at = posting.updated_at = now
    note(session, posting, Move.APPROVE, actor_id=actor_id, now=now, remark=clean_text(remark))


def return_for_changes(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
    remark: str,
) -> None:
    """Send a posting back to its drafter with a remark; reviewer and publisher both may."""
    check_version(posting, version)
    editors = list_editors(session, posting)
    check_return(posting.state, editors=editors, actor_id=actor_id, remark=clean_text(remark))
    posting.state, posting.updated_at = State.RETURNED, now
    posting.reviewer_id = posting.reviewed_at = None
    note(session, posting, Move.RETURN, actor_id=actor_id, now=now, remark=clean_text(remark))
