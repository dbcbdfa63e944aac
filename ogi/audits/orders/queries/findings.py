"""Reading findings: by state, topic and year; and the entries of which none was made yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select
from sqlalchemy.orm import Session, aliased

from ogi.audits.indicators.models import Indicator
from ogi.audits.inspections.models import Inspection, Visit, VisitEntry, VisitPhoto
from ogi.audits.inspections.queries.visiting import list_photos_of_entry
from ogi.audits.inspections.rules.words import Kind
from ogi.audits.orders.models import AuditFinding, Order, OrderFinding
from ogi.audits.orders.rules import FindingState, OrderState
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.postings.queries.postings import owned_by
from ogi.tenants.models import Staff, Tenant

Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of findings is narrowed to."""

    tenant_id: int | None = None
    topic: str = ""
    state: str = ""
    year: int | None = None


class Candidate(NamedTuple):
    """An inspection's entry of a fault that is no finding yet."""

    entry: VisitEntry
    indicator: Indicator
    inspection: Inspection
    tenant: str
    inspector: str


class Published(NamedTuple):
    """A published finding as anybody reads it: no evidence, no photo, no person."""

    tenant: str
    topic: str
    board: str
    text: str
    basis: str
    found_on: date
    state: str
    published_at: datetime
    kind: str


def seen_by(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Return the criteria of the findings that a seat may read: a tenant's once shown to it."""
    own = owned_by(AuditFinding, scope)
    return own if scope.tenant_id is None else (*own, AuditFinding.shown_at.is_not(None))


def get_finding(session: Session, scope: Scope, finding_id: int) -> tuple[AuditFinding, Tenant]:
    """Return one finding with its tenant; raises NotFound, for tenants also while not shown."""
    wanted = (
        select(AuditFinding, Tenant)
        .join(Tenant, _tenant_of(AuditFinding))
        .where(*seen_by(scope), AuditFinding.id == finding_id)
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def findings_statement(scope: Scope, asked: Asked) -> Statement:
    """Return the statement of findings with their tenant's name, latest first, for paging."""
    wanted = (
        select(AuditFinding, Tenant.name)
        .join(Tenant, _tenant_of(AuditFinding))
        .where(*seen_by(scope))
        .order_by(AuditFinding.found_on.desc(), AuditFinding.id.desc())
    )
    if asked.tenant_id is not None:
        wanted = wanted.where(AuditFinding.tenant_id == asked.tenant_id)
    if asked.topic:
        wanted = wanted.where(AuditFinding.topic == asked.topic)
    if asked.state:
        wanted = wanted.where(AuditFinding.state == asked.state)
    if asked.year is not None:
        wanted = wanted.where(extract("year", AuditFinding.found_on) == asked.year)
    return wanted


def count_by_state(session: Session, scope: Scope) -> dict[str, int]:
    """Return how many findings stand in each state, as far as the seat sees them."""
    wanted = select(AuditFinding.state, func.count(AuditFinding.id)).where(*seen_by(scope))
    return dict(session.execute(wanted.group_by(AuditFinding.state)).all())


def list_open(session: Session, township_id: int, tenant_id: int) -> Sequence[AuditFinding]:
    """Return a tenant's findings that no order names yet, oldest first."""
    wanted = select(AuditFinding).where(
        AuditFinding.township_id == township_id,
        AuditFinding.tenant_id == tenant_id,
        AuditFinding.state == FindingState.OPEN,
    )
    return session.scalars(wanted.order_by(AuditFinding.found_on, AuditFinding.id)).all()


def list_findings(session: Session, township_id: int, ids: Iterable[int]) -> list[AuditFinding]:
    """Return these findings of a township, oldest first; unknown ones are left out."""
    wanted = select(AuditFinding).where(
        AuditFinding.township_id == township_id, AuditFinding.id.in_(set(ids))
    )
    return list(session.scalars(wanted.order_by(AuditFinding.found_on, AuditFinding.id)))


def list_named_by(session: Session, scope: Scope, finding: AuditFinding) -> Sequence[Order]:
    """Return the sent orders that name a finding, latest first; for the township drafts too."""
    wanted = (
        select(Order)
        .join(OrderFinding, (OrderFinding.order_id == Order.id)
              & (OrderFinding.township_id == Order.township_id))
        .where(*owned_by(Order, scope), OrderFinding.finding_id == finding.id)
        .order_by(Order.id.desc())
    )  # fmt: skip
    if scope.tenant_id is not None:
        wanted = wanted.where(Order.state != OrderState.DRAFT)
    return session.scalars(wanted).all()


def entries_statement(township_id: int, tenant_id: int | None = None) -> Statement:
    """Return the statement of faults seen on visits that are no finding yet, latest first.

    Only the latest entry of an indicator on a board counts. What a re-check saw is none: it
    belongs to its order, and as a finding it would cost points twice.
    """
    made = (
        select(AuditFinding.id)
        .where(
            AuditFinding.township_id == VisitEntry.township_id,
            AuditFinding.entry_id == VisitEntry.id,
        )
        .exists()
    )
    wanted = (
        _entries(township_id)
        .where(VisitEntry.result == "fault", ~is_overtaken(), ~made)
        .order_by(VisitEntry.id.desc())
    )
    return wanted if tenant_id is None else wanted.where(VisitEntry.tenant_id == tenant_id)


def get_candidate(session: Session, township_id: int, entry_id: int) -> tuple[Candidate, bool]:
    """Return an entry, and whether it is the latest of its indicator and board.

    Raises NotFound, for an entry of a re-check too.
    """
    wanted = _entries(township_id).add_columns(~is_overtaken()).where(VisitEntry.id == entry_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    return Candidate(*row[:5]), bool(row[5])


def _entries(township_id: int) -> Statement:
    of_township = VisitEntry.township_id == township_id
    return (
        select(VisitEntry, Indicator, Inspection, Tenant.name, func.coalesce(Staff.name, ""))
        .join(Indicator, (Indicator.id == VisitEntry.indicator_id) & of_township)
        .join(Visit, (Visit.id == VisitEntry.visit_id) & of_township)
        .join(Inspection, (Inspection.id == Visit.inspection_id) & of_township)
        .join(Tenant, _tenant_of(VisitEntry))
        .outerjoin(Staff, (Staff.id == VisitEntry.inspector_id) & of_township)
        .where(of_township, Inspection.kind != Kind.RECHECK)
    )


def is_overtaken() -> ColumnElement[bool]:
    """Tell whether the same visit has a later entry of the same indicator and board.

    Later is what was seen later, whichever came first: a phone may send hours afterwards.
    """
    other = aliased(VisitEntry)
    return (
        select(other.id)
        .where(
            other.township_id == VisitEntry.township_id,
            other.visit_id == VisitEntry.visit_id,
            other.indicator_id == VisitEntry.indicator_id,
            other.board == VisitEntry.board,
            or_(
                other.captured_at > VisitEntry.captured_at,
                and_(other.captured_at == VisitEntry.captured_at, other.id > VisitEntry.id),
            ),
        )
        .correlate(VisitEntry)
        .exists()
    )


def list_photos(session: Session, scope: Scope, finding: AuditFinding) -> Sequence[VisitPhoto]:
    """Return the photos of what a finding was made from, those of corrected entries with it."""
    if finding.entry_id is None:
        return []
    wanted = select(VisitEntry).where(
        *owned_by(VisitEntry, scope), VisitEntry.id == finding.entry_id
    )
    entry = session.scalars(wanted).one_or_none()
    return [] if entry is None else list_photos_of_entry(session, entry)


def published_statement(township_id: int) -> Statement:
    """Return the statement of published findings (通报) with their tenants, latest first.

    For a public session too: it asks for nothing but what anybody may read.
    """
    return (
        select(
            Tenant.name, AuditFinding.topic, AuditFinding.board, AuditFinding.text,
            AuditFinding.basis, AuditFinding.found_on, AuditFinding.state,
            AuditFinding.published_at, Tenant.kind,
        )
        .join(Tenant, _tenant_of(AuditFinding))
        .where(AuditFinding.township_id == township_id, AuditFinding.published_at.is_not(None))
        .order_by(AuditFinding.published_at.desc(), AuditFinding.id.desc())
    )  # fmt: skip


def list_years(session: Session, scope: Scope, today: date) -> list[int]:
    """Return the years that have findings, and this one, latest first."""
    wanted = select(func.min(AuditFinding.found_on)).where(*seen_by(scope))
    first = session.scalar(wanted)
    return list(range(today.year, (first.year if first else today.year) - 1, -1))


def _tenant_of(owned: Any) -> ColumnElement[bool]:
    joined: ColumnElement[bool] = (Tenant.id == owned.tenant_id) & (
        Tenant.township_id == owned.township_id
    )
    return joined
