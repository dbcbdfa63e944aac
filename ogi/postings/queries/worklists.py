"""What waits for someone: obligations to meet, drafts returned, reviews and releases."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.platform.db import Scope
from ogi.postings.models import Posting
from ogi.postings.queries.postings import OPEN_STATES, owned_by
from ogi.tenants.models import Staff


class Duty(NamedTuple):
    """An obligation still to meet, with the posting under way for it, if any."""

    obligation_id: int
    item_code: str
    item: str
    board: str
    period_key: str
    period_start: date
    event_title: str
    due_on: date
    due_estimated: bool
    posting_id: int | None = None
    posting_state: str = ""
    posting_awaiting: str = ""


class Waiting(NamedTuple):
    """A posting that waits for the next hand."""

    id: int
    title: str
    item: str
    board: str
    state: str
    drafter: str
    since: datetime
    due_on: date | None


class DutyGroup(NamedTuple):
    """Duties of one item, the most urgent first."""

    item: str
    board: str
    duties: Sequence[Duty]

    @property
    def counted(self) -> str:
        """Return how many there are in words: 期 for periods, 件 for events."""
        return f"{len(self.duties)} {'件' if self.duties[0].event_title else '期'}"


def group_duties(duties: Sequence[Duty]) -> list[DutyGroup]:
    """Return the duties gathered by item; an item stands where its most urgent duty stood."""
    by_item: dict[str, list[Duty]] = {}
    for duty in duties:
        by_item.setdefault(duty.item_code, []).append(duty)
    return [DutyGroup(found[0].item, found[0].board, found) for found in by_item.values()]


def list_duties(session: Session, scope: Scope, *, today: date, soon_days: int) -> Sequence[Duty]:
    """Return what is overdue or due within so many days, most urgent first."""
    wanted = (
        select(
            Obligation.id,
            Obligation.item_code,
            CatalogueItem.title,
            Obligation.board,
            Obligation.period_key,
            Obligation.period_start,
            Obligation.event_title,
            Obligation.due_on,
            Obligation.due_estimated,
        )
        .where(*owned_by(Obligation, scope))
        .join(
            CatalogueItem,
            (CatalogueItem.id == Obligation.item_id)
            & (CatalogueItem.township_id == Obligation.township_id),
        )
        .where(
            Obligation.posted_on.is_(None),
            Obligation.disposition.is_(None),
            Obligation.due_on <= today + timedelta(days=soon_days),
        )
        .order_by(Obligation.due_on, Obligation.item_code, Obligation.id)
    )
    duties = [Duty(*row) for row in session.execute(wanted)]
    under_way = _under_way(session, scope)
    return [
        duty._replace(posting_id=found[0], posting_state=found[1], posting_awaiting=found[2])
        if (found := under_way.get(duty.obligation_id))
        else duty
        for duty in duties
    ]


def _under_way(session: Session, scope: Scope) -> dict[int | None, tuple[int, str, str]]:
    wanted = (
        select(Posting.obligation_id, Posting.id, Posting.state, Posting.awaiting)
        .where(
            *owned_by(Posting, scope),
            Posting.obligation_id.is_not(None),
            Posting.state.in_(OPEN_STATES),
        )
        .order_by(Posting.id)
    )
    return {
        obligation: (posting, state, awaiting)
        for obligation, posting, state, awaiting in session.execute(wanted)
    }


def list_waiting(session: Session, scope: Scope, state: str) -> Sequence[Waiting]:
    """Return the postings that stand in a state, the longest waiting first."""
    wanted = (
        select(
            Posting.id,
            Posting.title,
            CatalogueItem.title,
            Posting.board,
            Posting.state,
            Staff.name,
            Posting.updated_at,
            Obligation.due_on,
        )
        .where(*owned_by(Posting, scope))
        .join(
            CatalogueItem,
            (CatalogueItem.id == Posting.item_id)
            & (CatalogueItem.township_id == Posting.township_id),
        )
        .outerjoin(
            Staff, (Staff.id == Posting.drafter_id) & (Staff.township_id == Posting.township_id)
        )
        .outerjoin(
            Obligation,
            (Obligation.id == Posting.obligation_id)
            & (Obligation.township_id == Posting.township_id),
        )
        .where(Posting.state == state)
        .order_by(Posting.updated_at, Posting.id)
    )
    return [
        Waiting(*row[:5], drafter=row[5] or "", since=row[6], due_on=row[7])
        for row in session.execute(wanted)
    ]
