"""What a feed tells: postings by when they were last published, corrected or withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from ogi.postings.models import Posting
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Followed:
    """What a feed is about: a township, and within it a tenant, a board or an item."""

    township_id: int
    tenant_id: int | None = None
    board: str = ""
    item_code: str = ""


def list_moved(session: Session, wanted: Followed, *, limit: int, offset: int) -> Sequence[Posting]:
    """Return the newest editions, the last changed first; what was brought in as history is not.

    A withdrawn one comes up again on the day that it went.
    """
    last = limit + offset
    standing = _moved(session, wanted, Posting.state == "published", Posting.published_at, last)
    gone = _moved(session, wanted, Posting.state == "withdrawn", Posting.withdrawn_at, last)
    both = sorted((*standing, *gone), key=lambda one: (moved_at(one), one.id), reverse=True)
    return both[offset:last]


def moved_at(posting: Posting) -> datetime:
    """Return when followers were last told something new of a posting."""
    told = posting.withdrawn_at or posting.published_at
    assert told is not None  # noqa: S101 - the table's own constraint
    return told


def _moved(
    session: Session,
    wanted: Followed,
    state: ColumnElement[bool],
    at: InstrumentedAttribute[datetime | None],
    limit: int,
) -> Sequence[Posting]:
    found = (
        select(Posting)
        .where(
            *_about(wanted),
            state,
            Posting.superseded_by_id.is_(None),
            or_(Posting.imported_from == "", Posting.edition > 1),
        )
        .options(joinedload(Posting.item), joinedload(Posting.tenant))
        .order_by(at.desc(), Posting.id.desc())
        .limit(limit)
    )
    return session.scalars(found).all()


def _about(wanted: Followed) -> list[ColumnElement[bool]]:
    about = [Posting.township_id == wanted.township_id]
    if wanted.tenant_id is not None:
        about.append(Posting.tenant_id == wanted.tenant_id)
    if wanted.board:
        about.append(Posting.board == wanted.board)
    if wanted.item_code:
        about.append(Posting.item_code == wanted.item_code)
    return about


def boards_version(session: Session, township_id: int) -> tuple[int, int, str]:
    """Return what changes whenever something is published in a township, or a tenant renamed."""
    wanted = select(func.count(Tenant.id), func.coalesce(func.sum(Tenant.board_version), 0)).where(
        Tenant.township_id == township_id
    )
    names = select(Tenant.slug, Tenant.name).where(Tenant.township_id == township_id)
    count, version = session.execute(wanted).one()
    told = "\n".join(f"{slug} {name}" for slug, name in session.execute(names.order_by(Tenant.id)))
    return count, version, told
