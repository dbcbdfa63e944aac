"""The rows of a board as plain columns, for the public wall and for lists."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.clock import local_date
from ogi.platform.db import Scope
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.queries.postings import owned_by
from ogi.postings.rules.periods import listed_period
from ogi.postings.rules.timing import gap_text


class BoardRow(NamedTuple):
    """One posting on a board; days are China's, `published_at` is UTC.

    `counted_on` is the day of publishing, or for an imported row the day its source gives.
    """

    id: int
    tenant_id: int
    board: str
    item_code: str
    title: str
    period_label: str
    state: str
    published_at: datetime
    counted_on: date
    claimed_on: date | None
    days_late: int | None
    withdrawn_at: datetime | None
    imported: bool
    corrected: bool
    kind: str
    urgent: bool
    cleared_at: datetime | None

    @property
    def listed_period(self) -> str:
        """The period as a list names it; the day of an event says so."""
        return listed_period(self.period_label, self.counted_on)

    @property
    def gap(self) -> str:
        """The day on the sheet beside the recorded one, in words; of an import nothing."""
        old = self.imported and not self.corrected
        return "" if old else gap_text(self.claimed_on, local_date(self.published_at))


_COLUMNS = (
    Posting.id,
    Posting.tenant_id,
    Posting.board,
    Posting.item_code,
    Posting.title,
    Posting.period_label,
    Posting.state,
    Posting.published_at,
    Posting.counted_on,
    Posting.claimed_on,
    Posting.days_late,
    Posting.withdrawn_at,
    Posting.imported_from != "",
    Posting.edition > 1,
    Posting.kind,
    Posting.bypassed != "",
    Posting.cleared_at,
)


def list_board(
    session: Session,
    scope: Scope,
    tenant_id: int,
    *,
    board: str = "",
    limit: int = 20,
    offset: int = 0,
) -> Sequence[BoardRow]:
    """Return what stands on a tenant's board, latest first, tombstones included."""
    wanted = (
        select(*_COLUMNS)
        .where(*owned_by(Posting, scope))
        .where(
            Posting.tenant_id == tenant_id,
            Posting.state.in_(PUBLIC_STATES),
            Posting.superseded_by_id.is_(None),
        )
        .order_by(Posting.counted_on.desc(), Posting.published_at.desc(), Posting.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if board:
        wanted = wanted.where(Posting.board == board)
    return [BoardRow._make(row) for row in session.execute(wanted)]
