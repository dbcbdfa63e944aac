"""From the drafter to the reviewer, and back."""

from datetime import datetime

from sqlalchemy.orm import Session

from ogi.postings.actions.declaring import check_declared
from ogi.postings.actions.guarding import guard
from ogi.postings.actions.history import check_version, note
from ogi.postings.actions.reconciling import check_figures, drop_idle_notes
from ogi.postings.actions.standing import stand
from ogi.postings.models import Posting
from ogi.postings.queries import chain_for, standing_of
from ogi.postings.rules import chain
from ogi.postings.rules.content import clean_text, content_of, list_faults
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.states import Move, check_submit


def submit(
    session: Session, posting: Posting, *, actor_id: int, now: datetime, version: int | None
) -> None:
    """Send a complete draft to the reviewer, under the chain that binds its board now.

    Raises RuleBroken naming the first gap, the first break that is not explained, or the first
    piece of personal data that nobody let stand.
    """
    check_version(posting, version)
    content = content_of(posting.content)
    check_submit(posting.state, list_faults(asked_of(posting), posting.title, content))
    check_declared(posting, now=now)
    check_figures(session, posting)
    drop_idle_notes(session, posting)
    guard(session, posting)
    bound = chain_for(session, posting)
    stand(posting, chain.submitted(standing_of(session, posting), bound), now=now)
    posting.submitted_at = now
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
    """Let a submitted posting go on to the next step. Raises RuleBroken for own work."""
    check_version(posting, version)
    stand(posting, chain.approved(standing_of(session, posting), actor_id), now=now)
    posting.reviewed_at = now
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
    """Send a posting back to its drafter with a remark, from any step of the chain."""
    check_version(posting, version)
    remark = clean_text(remark)
    stand(posting, chain.returned(standing_of(session, posting), actor_id, remark), now=now)
    forget_plans(posting)
    note(session, posting, Move.RETURN, actor_id=actor_id, now=now, remark=remark)


def forget_plans(posting: Posting) -> None:
    """Drop what was said, and the planned hour, of a posting that goes back to its drafter."""
    posting.signed_off_at = posting.vetted_at = None
    posting.reviewed_at = posting.scheduled_at = posting.scheduled_by = None
