"""An item's obligations and postings through a public scope, as plain values."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.platform.clock import local_date
from ogi.portal.periods.rules import Owed, Sheet
from ogi.postings.models import PUBLIC_STATES, Posting

MOST_LINES = 3_000
"""Of one item of one tenant: fifty years of months, five times over."""
AHEAD_DAYS, MOST_AHEAD = 92, 300


class ItemRow(NamedTuple):
    """An item of the catalogue with how many postings of it stand on a tenant's boards."""

    code: str
    board: str
    title: str
    frequency: str
    published: int


class AheadRow(NamedTuple):
    """What a tenant still has to publish, and by when."""

    id: int
    item: str
    period_key: str
    period_start: date
    event_title: str
    due_on: date


def list_owed_of(session: Session, township_id: int, tenant_id: int, code: str) -> Sequence[Owed]:
    """Return what a tenant has ever owed for an item."""
    wanted = (
        select(
            Obligation.period_key,
            Obligation.period_start,
            Obligation.event_title,
            Obligation.due_on,
            Obligation.due_estimated,
            Obligation.posted_on,
            Obligation.posting_id,
            Obligation.disposition,
            Obligation.declared_at,
        )
        .where(
            Obligation.township_id == township_id,
            Obligation.tenant_id == tenant_id,
            Obligation.item_code == code,
        )
        .order_by(Obligation.period_start.desc(), Obligation.id.desc())
        .limit(MOST_LINES)
    )
    return [
        Owed(*row[:-1], declared_on=None if row[-1] is None else local_date(row[-1]))
        for row in session.execute(wanted)
    ]


def list_sheets_of(
    session: Session, township_id: int, tenant_id: int, code: str
) -> Sequence[Sheet]:
    """Return the newest edition of each posting of an item, tombstones included."""
    wanted = (
        select(
            Posting.id,
            Posting.title,
            Posting.period_label,
            Posting.counted_on,
            Posting.edition,
            Posting.imported_from != "",
            Posting.state == "withdrawn",
        )
        .where(
            Posting.township_id == township_id,
            Posting.tenant_id == tenant_id,
            Posting.item_code == code,
            Posting.state.in_(PUBLIC_STATES),
            Posting.superseded_by_id.is_(None),
        )
        .order_by(Posting.counted_on.desc(), Posting.id.desc())
        .limit(MOST_LINES)
    )
    return [
        Sheet(key, title, period, day, edition, bool(imported), bool(gone))
        for key, title, period, day, edition, imported, gone in session.execute(wanted)
        if day is not None
    ]


def list_item_rows(
    session: Session, township_id: int, tenant_id: int, kind: str, today: date
) -> Sequence[ItemRow]:
    """Return the items that are asked of a kind of tenant today, or of which it has postings."""
    counts = _counts(session, township_id, tenant_id)
    wanted = (
        select(CatalogueItem)
        .where(
            CatalogueItem.township_id == township_id,
            CatalogueItem.valid_from <= today,
        )
        .order_by(CatalogueItem.position, CatalogueItem.code, CatalogueItem.valid_from)
    )
    latest = {item.code: item for item in session.scalars(wanted)}
    return [
        ItemRow(item.code, item.board, item.title, item.frequency, counts.get(item.code, 0))
        for item in latest.values()
        if item.code in counts or (kind in item.tenant_kinds and _is_in_force(item, today))
    ]


def _is_in_force(item: CatalogueItem, today: date) -> bool:
    return item.valid_to is None or item.valid_to >= today


def _counts(session: Session, township_id: int, tenant_id: int) -> dict[str, int]:
    wanted = (
        select(Posting.item_code, func.count(Posting.id))
        .where(
            Posting.township_id == township_id,
            Posting.tenant_id == tenant_id,
            Posting.state == "published",
            Posting.superseded_by_id.is_(None),
        )
        .group_by(Posting.item_code)
    )
    return {code: count for code, count in session.execute(wanted)}  # noqa: C416 - rows are no pairs


def list_ahead(
    session: Session, township_id: int, tenant_id: int, today: date, *, overdue: bool
) -> Sequence[AheadRow]:
    """Return what a tenant has to publish within a quarter, and what is overdue if that is told."""
    days = [Obligation.due_on <= today + timedelta(days=AHEAD_DAYS)]
    if not overdue:
        days.append(Obligation.due_on >= today)
    wanted = (
        select(
            Obligation.id,
            CatalogueItem.title,
            Obligation.period_key,
            Obligation.period_start,
            Obligation.event_title,
            Obligation.due_on,
        )
        .join(
            CatalogueItem,
            (CatalogueItem.id == Obligation.item_id)
            & (CatalogueItem.township_id == Obligation.township_id),
        )
        .where(
            Obligation.township_id == township_id,
            Obligation.tenant_id == tenant_id,
            Obligation.posted_on.is_(None),
            Obligation.disposition.is_(None),
            *days,
        )
        .order_by(Obligation.due_on.desc(), Obligation.id)
        .limit(MOST_AHEAD)
    )
    return [AheadRow._make(row) for row in session.execute(wanted)]
