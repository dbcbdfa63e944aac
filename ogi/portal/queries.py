"""What the portal reads, through a public scope: published postings and what is owed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, Text, bindparam, cast, func, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem, Obligation, ObligationVersion
from ogi.platform.clock import local_date
from ogi.platform.db import Glance
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.rules.periods import listed_period
from ogi.postings.rules.timing import gap_text
from ogi.tenants.models import Tenant, Township

SHOWN_DISPOSITIONS = ("nothing", "withheld")


class Place(NamedTuple):
    """A tenant at its public address, and the numbers that tell whether its pages are fresh.

    `settings` is the township's choices as JSON.
    """

    township_id: int
    township_slug: str
    township_name: str
    settings: str
    tenant_id: int
    slug: str
    name: str
    kind: str
    hotline: str
    board_version: int
    obligations_version: int


class NewRow(NamedTuple):
    """A posting lately published in a township, on the day that it counts for."""

    id: int
    board: str
    title: str
    period_label: str
    counted_on: date
    days_late: int | None
    tenant_slug: str
    tenant_name: str
    tenant_kind: str
    imported: bool
    corrected: bool
    claimed_on: date | None
    published_at: datetime

    @property
    def listed_period(self) -> str:
        """The period as a list names it; the day of an event says so."""
        return listed_period(self.period_label, self.counted_on)

    @property
    def gap(self) -> str:
        """The day on the sheet beside the recorded one, in words; of an import nothing."""
        old = self.imported and not self.corrected
        return "" if old else gap_text(self.claimed_on, local_date(self.published_at))


class MissingRow(NamedTuple):
    """Something that was due and has not been published."""

    board: str
    item_code: str
    item: str
    period_key: str
    event_title: str
    due_on: date
    due_estimated: bool


class DeclaredRow(NamedTuple):
    """A period for which a tenant has declared, with its reason, that nothing is posted."""

    board: str
    item: str
    period_key: str
    event_title: str
    disposition: str
    reason: str
    article: str
    declared_at: datetime
    posting_id: int | None


_CHANGES = (
    select(func.coalesce(func.sum(ObligationVersion.number), 0))
    .where(
        ObligationVersion.township_id == Tenant.township_id,
        ObligationVersion.tenant_id == Tenant.id,
    )
    .correlate(Tenant)
    .scalar_subquery()
)


_PLACE = Glance(
    select(
        Township.id,
        Township.slug,
        Township.name,
        cast(Township.settings, Text),
        Tenant.id,
        Tenant.slug,
        Tenant.name,
        Tenant.kind,
        Tenant.hotline,
        Tenant.board_version,
        _CHANGES,
    )
    .join(Tenant, Tenant.township_id == Township.id)
    .where(
        Township.slug == bindparam("township_slug", ""),
        Tenant.slug == bindparam("tenant_slug", ""),
    )
)


def find_place(
    engine: Engine, township_id: int, township_slug: str, tenant_slug: str
) -> Place | None:
    """Return the tenant at this address with its versions, in one small statement."""
    row = _PLACE.read(engine, township_id, township_slug=township_slug, tenant_slug=tenant_slug)
    return None if row is None else Place._make(row)


def list_new(session: Session, township_id: int, board: str, limit: int) -> Sequence[NewRow]:
    """Return what was last published on one board of any tenant, latest first."""
    wanted = (
        select(
            Posting.id,
            Posting.board,
            Posting.title,
            Posting.period_label,
            Posting.counted_on,
            Posting.days_late,
            Tenant.slug,
            Tenant.name,
            Tenant.kind,
            Posting.imported_from != "",
            Posting.edition > 1,
            Posting.claimed_on,
            Posting.published_at,
        )
        .join(
            Tenant, (Tenant.id == Posting.tenant_id) & (Tenant.township_id == Posting.township_id)
        )
        .where(
            Posting.township_id == township_id,
            Posting.board == board,
            Posting.state == "published",
            Posting.kind == "content",
        )
        .order_by(Posting.counted_on.desc(), Posting.published_at.desc(), Posting.id.desc())
        .limit(limit)
    )
    return [NewRow._make(row) for row in session.execute(wanted)]


def count_boards(session: Session, township_id: int, tenant_id: int) -> dict[str, int]:
    """Return how many postings stand on each board of a tenant, tombstones included."""
    wanted = (
        select(Posting.board, func.count(Posting.id))
        .where(
            Posting.township_id == township_id,
            Posting.tenant_id == tenant_id,
            Posting.state.in_(PUBLIC_STATES),
            Posting.superseded_by_id.is_(None),
        )
        .group_by(Posting.board)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def _overdue(township_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Obligation.township_id == township_id,
        Obligation.due_on < today,
        Obligation.posted_on.is_(None),
        Obligation.disposition.is_(None),
    )


def count_missing(session: Session, township_id: int, today: date) -> dict[int, int]:
    """Return how many obligations of each tenant are overdue and unmet; none is left out."""
    wanted = (
        select(Obligation.tenant_id, func.count(Obligation.id))
        .where(*_overdue(township_id, today))
        .group_by(Obligation.tenant_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def list_missing(
    session: Session, township_id: int, tenant_id: int, today: date
) -> Sequence[MissingRow]:
    """Return what a tenant owed by yesterday and has not published, longest overdue first."""
    wanted = (
        select(
            Obligation.board,
            Obligation.item_code,
            CatalogueItem.title,
            Obligation.period_key,
            Obligation.event_title,
            Obligation.due_on,
            Obligation.due_estimated,
        )
        .join(
            CatalogueItem,
            (CatalogueItem.id == Obligation.item_id)
            & (CatalogueItem.township_id == Obligation.township_id),
        )
        .where(*_overdue(township_id, today), Obligation.tenant_id == tenant_id)
        .order_by(Obligation.due_on, Obligation.item_code, Obligation.id)
    )
    return [MissingRow._make(row) for row in session.execute(wanted)]


def list_declared(
    session: Session, township_id: int, tenant_id: int, limit: int
) -> Sequence[DeclaredRow]:
    """Return what a tenant has declared 本期无 or 依法不公开, the latest first.

    Waivers are the township's own and stay inside.
    """
    wanted = (
        select(
            Obligation.board,
            CatalogueItem.title,
            Obligation.period_key,
            Obligation.event_title,
            Obligation.disposition,
            Obligation.reason,
            Obligation.article,
            Obligation.declared_at,
            Obligation.posting_id,
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
            Obligation.disposition.in_(SHOWN_DISPOSITIONS),
        )
        .order_by(Obligation.declared_at.desc(), Obligation.id.desc())
        .limit(limit)
    )
    return [DeclaredRow._make(row) for row in session.execute(wanted)]
