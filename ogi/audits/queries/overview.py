"""What was published lately, for the supervisor's first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

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


def list_lately_published(session: Session, township_id: int) -> Sequence[Published]:
    """Return the eight postings that were published last, newest first."""
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
        .join(Tenant, Tenant.id == Posting.tenant_id)
        .where(
            Posting.township_id == township_id,
            Posting.state == "published",
            Posting.kind == "content",
            Posting.published_at.is_not(None),
        )
        .order_by(Posting.published_at.desc(), Posting.id.desc())
        .limit(SHOWN)
    )
    return [Published(*row) for row in rows]
