"""What was published lately and what older years still owe, for the supervisor's first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import Obligation
from ogi.catalogue.queries import in_year
from ogi.postings.models import Posting
from ogi.tenants.models import Tenant

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Published:
    """One posting that was lately published."""

    id: int
    title: str
    board: str
    tenant_name: str
    tenant_kind: str
    published_at: datetime | None
    days_late: int | None


def count_older_missing(
    session: Session, township_id: int, on: date, *, year: int, tenant_id: int | None
) -> int:
    """Return how many obligations of years before one are missing and not among its figures.

    Standing items (长期) of earlier years are among them as long as they are owed.
    """
    wanted = select(func.count(Obligation.id)).where(
        Obligation.township_id == township_id,
        Obligation.year < year,
        Obligation.due_on < on,
        Obligation.posted_on.is_(None),
        Obligation.disposition.is_(None),
        ~in_year(year),
    )
    if tenant_id is not None:
        wanted = wanted.where(Obligation.tenant_id == tenant_id)
    return session.scalar(wanted) or 0


def list_lately_published(
    session: Session, township_id: int, *, since: date
) -> Sequence[Published]:
    """Return the eight postings that were published last, newest first.

    They are looked for among those counted since a day, which have an index, and among
    corrections, whose day is that of the first edition; only where these are fewer, among all.
    """
    lately = or_(Posting.counted_on >= since, Posting.corrects_id > 0)
    found = _list_published(session, township_id, lately)
    return found if len(found) == SHOWN else _list_published(session, township_id)


def _list_published(
    session: Session, township_id: int, *where: ColumnElement[bool]
) -> list[Published]:
    rows = session.execute(
        select(
            Posting.id,
            Posting.title,
            Posting.board,
            Tenant.name,
            Tenant.kind,
            Posting.published_at,
            Posting.days_late,
        )
        .outerjoin(Tenant, Tenant.id == Posting.tenant_id)
        .where(
            *where,
            Posting.township_id == township_id,
            Posting.state == "published",
            Posting.kind == "content",
            Posting.published_at.is_not(None),
        )
        .order_by(Posting.published_at.desc(), Posting.id.desc())
        .limit(SHOWN)
    )
    return [Published(*row) for row in rows]
