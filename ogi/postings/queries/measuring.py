"""What was out before anything was measured, and what measuring asks the database for."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.rules.declaring import CONTENT
from ogi.tenants.models import Township
from ogi.tenants.rules import TenantKind
from ogi.tenants.settings import settings_of


def is_unmeasured() -> ColumnElement[bool]:
    """Return whether something is still to be measured of a content that went out."""
    blank = (Posting.breaks.is_(None), Posting.photos.is_(None), Posting.unanswered.is_(None))
    return and_(
        Posting.state.in_(PUBLIC_STATES),
        Posting.kind == CONTENT,
        Posting.taken_down_at.is_(None),
        or_(*blank),
    )


def count_unmeasured(session: Session, township_id: int) -> int:
    """Count a township's contents of which something is still to be measured."""
    wanted = select(func.count(Posting.id)).where(
        Posting.township_id == township_id, is_unmeasured()
    )
    return session.scalar(wanted) or 0


def list_unmeasured(session: Session, township_id: int, *, limit: int) -> Sequence[Posting]:
    """Return the oldest of them."""
    wanted = (
        select(Posting)
        .where(Posting.township_id == township_id, is_unmeasured())
        .options(
            joinedload(Posting.item), joinedload(Posting.tenant), selectinload(Posting.attachments)
        )
        .order_by(Posting.id)
        .limit(limit)
    )
    return session.scalars(wanted).all()


def answer_days(session: Session, posting: Posting) -> int:
    """Return in how many days the tenant has to answer what people say."""
    chosen = settings_of(session.get_one(Township, posting.township_id).settings)
    if posting.tenant.kind == TenantKind.VILLAGE:
        return chosen.answer_days
    return chosen.township_answer_days
