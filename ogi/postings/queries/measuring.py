"""What was out before anything was measured, and what measuring asks the database for."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.rules.content import Content, content_of
from ogi.postings.rules.declaring import CONTENT
from ogi.postings.rules.states import State
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


def find_text_before(session: Session, posting: Posting) -> Content | None:
    """Return what the tenant has on the board of the same item for an earlier period, the last.

    Events follow on nothing.
    """
    key = posting.period_key
    if not key or not key[0].isdigit():
        return None
    wanted = (
        select(Posting.content)
        .where(
            Posting.township_id == posting.township_id,
            Posting.tenant_id == posting.tenant_id,
            Posting.item_code == posting.item_code,
            Posting.state == State.PUBLISHED,
            Posting.kind == CONTENT,
            Posting.period_key >= "1",
            Posting.period_key < key,
        )
        .order_by(Posting.period_key.desc(), Posting.published_at.desc(), Posting.id.desc())
        .limit(1)
    )
    found = session.scalar(wanted)
    return None if found is None else content_of(found)


def answer_days(session: Session, posting: Posting) -> int:
    """Return in how many days the tenant has to answer what people say."""
    chosen = settings_of(session.get_one(Township, posting.township_id).settings)
    if posting.tenant.kind == TenantKind.VILLAGE:
        return chosen.answer_days
    return chosen.township_answer_days
