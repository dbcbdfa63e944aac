"""Postings by the step of the chain that they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.platform.db import Scope
from ogi.postings.models import Posting
from ogi.postings.queries.postings import owned_by
from ogi.tenants.models import Staff, Tenant


@dataclass(frozen=True, slots=True)
class Queue:
    """Which postings of a queue are asked for: by step, tenant, board, and published by when."""

    step: str
    tenant_id: int | None = None
    board: str = ""
    until: datetime | None = None


class Awaiting(NamedTuple):
    """A posting that waits for a step of its chain; `since` is its last change."""

    id: int
    title: str
    item: str
    board: str
    state: str
    awaiting: str
    tenant: str
    tenant_kind: str
    drafter: str
    since: datetime
    due_on: date | None
    scheduled_at: datetime | None
    published_at: datetime | None
    index_number: str | None
    urgent: str


def queue_statement(scope: Scope, queue: Queue) -> Select[*tuple[Any, ...]]:
    """Return the statement that lists a queue, the longest waiting first, for paging."""
    return (
        select(
            Posting.id,
            Posting.title,
            CatalogueItem.title,
            Posting.board,
            Posting.state,
            Posting.awaiting,
            Tenant.name,
            Tenant.kind,
            func.coalesce(Staff.name, ""),
            Posting.updated_at,
            Obligation.due_on,
            Posting.scheduled_at,
            Posting.published_at,
            Posting.index_number,
            Posting.bypassed,
        )
        .where(*_criteria(scope, queue))
        .join(
            CatalogueItem,
            (CatalogueItem.id == Posting.item_id)
            & (CatalogueItem.township_id == Posting.township_id),
        )
        .join(
            Tenant,
            (Tenant.id == Posting.tenant_id) & (Tenant.township_id == Posting.township_id),
        )
        .outerjoin(
            Staff, (Staff.id == Posting.drafter_id) & (Staff.township_id == Posting.township_id)
        )
        .outerjoin(
            Obligation,
            (Obligation.id == Posting.obligation_id)
            & (Obligation.township_id == Posting.township_id),
        )
        .order_by(Posting.updated_at, Posting.id)
    )


def list_queue(
    session: Session, scope: Scope, queue: Queue, *, limit: int | None = None
) -> Sequence[Awaiting]:
    """Return the first rows of a queue."""
    found = session.execute(queue_statement(scope, queue).limit(limit))
    return [Awaiting(*row) for row in found]


def count_queue(session: Session, scope: Scope, queue: Queue) -> int:
    """Return how many postings a queue has."""
    return session.scalar(select(func.count(Posting.id)).where(*_criteria(scope, queue))) or 0


def count_awaiting(session: Session, scope: Scope) -> dict[str, int]:
    """Return how many postings wait for each step."""
    wanted = (
        select(Posting.awaiting, func.count(Posting.id))
        .where(*owned_by(Posting, scope), Posting.awaiting != "")
        .group_by(Posting.awaiting)
    )
    return dict(session.execute(wanted).all())


def list_queued(session: Session, scope: Scope, queue: Queue, *, limit: int) -> Sequence[Posting]:
    """Return the postings of a queue themselves, the longest waiting first."""
    wanted = (
        select(Posting)
        .where(*_criteria(scope, queue))
        .order_by(Posting.updated_at, Posting.id)
        .limit(limit)
    )
    return session.scalars(wanted).all()


def list_due(session: Session, scope: Scope, *, now: datetime) -> Sequence[int]:
    """Return the keys of the postings whose planned hour has come, the earliest first."""
    wanted = (
        select(Posting.id)
        .where(*owned_by(Posting, scope), Posting.scheduled_at <= now)
        .order_by(Posting.scheduled_at, Posting.id)
    )
    return session.scalars(wanted).all()


def _criteria(scope: Scope, queue: Queue) -> list[Any]:
    wanted: list[Any] = [*owned_by(Posting, scope), Posting.awaiting == queue.step]
    if queue.tenant_id is not None:
        wanted.append(Posting.tenant_id == queue.tenant_id)
    if queue.board:
        wanted.append(Posting.board == queue.board)
    if queue.until is not None:
        wanted.append(Posting.published_at <= queue.until)
    return wanted
