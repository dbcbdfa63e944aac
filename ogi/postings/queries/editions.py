"""The editions of a posting: what a correction followed, and what followed it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.postings.models import Posting
from ogi.postings.rules.states import State

UNDER_WAY = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED)


def get_earlier_edition(session: Session, posting: Posting) -> Posting | None:
    """Return the edition that a correction is to follow, or None for a first one."""
    if posting.corrects_id is None:
        return None
    wanted = select(Posting).where(
        Posting.township_id == posting.township_id,
        Posting.tenant_id == posting.tenant_id,
        Posting.id == posting.corrects_id,
    )
    return session.scalars(wanted).one()


def list_lineage(session: Session, posting: Posting) -> list[Posting]:
    """Return every edition that was published, the posting itself included, the first one first."""
    editions = [posting]
    while (earlier := get_earlier_edition(session, editions[0])) is not None:
        editions.insert(0, earlier)
    while editions[-1].superseded_by_id is not None:
        wanted = select(Posting).where(
            Posting.township_id == posting.township_id,
            Posting.tenant_id == posting.tenant_id,
            Posting.id == editions[-1].superseded_by_id,
        )
        editions.append(session.scalars(wanted).one())
    return editions


def find_correction_under_way(session: Session, posting: Posting) -> Posting | None:
    """Return the correction of a posting that somebody has begun, or None."""
    wanted = (
        select(Posting)
        .where(
            Posting.township_id == posting.township_id,
            Posting.tenant_id == posting.tenant_id,
            Posting.corrects_id == posting.id,
            Posting.state.in_(UNDER_WAY),
        )
        .order_by(Posting.id.desc())
    )
    return session.scalars(wanted).first()
