"""Keeping an obligation in step with the postings made for it."""

from sqlalchemy.orm import Session

from ogi.catalogue.actions import fulfil, unfulfil
from ogi.postings.actions.declaring import point_at_declaration
from ogi.postings.models import Posting
from ogi.postings.queries import list_satisfying


def keep_obligation(session: Session, posting: Posting) -> None:
    """Let the earliest published posting meet the obligation, or leave it open without one."""
    obligation = posting.obligation
    if obligation is None:
        return
    satisfying = list_satisfying(session, posting)
    if not satisfying:
        unfulfil(session, obligation)
        point_at_declaration(session, obligation)
        return
    first = satisfying[0]
    if first.counted_on is not None and first.id != obligation.posting_id:
        fulfil(session, obligation, first.id, first.counted_on)
