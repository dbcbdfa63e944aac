"""Reading inspections and their visits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from ogi.audits.indicators.models import IndicatorSet
from ogi.audits.inspections.models import Inspection, Visit, VisitEntry
from ogi.audits.inspections.rules.words import Kind, VisitState
from ogi.platform.errors import NotFound
from ogi.tenants.models import Staff, Tenant


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of inspections is narrowed to; blank wants all."""

    year: int | None = None
    kind: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class InspectionLine:
    """An inspection as the list shows it, with how many of its visits are done."""

    inspection: Inspection
    visits: int
    done: int


def list_recheck_sets(session: Session, township_id: int) -> set[int]:
    """Return the checklists made for one re-check only: they bear its name."""
    wanted = (
        select(IndicatorSet.id)
        .join(
            Inspection,
            (Inspection.set_id == IndicatorSet.id)
            & (Inspection.township_id == IndicatorSet.township_id),
        )
        .where(
            IndicatorSet.township_id == township_id,
            Inspection.kind == Kind.RECHECK,
            Inspection.title == IndicatorSet.title,
        )
    )
    return set(session.scalars(wanted))


def inspections_statement(township_id: int, asked: Asked = Asked()) -> Select[Any]:
    """Return the statement of the inspections with their visits counted, latest first."""
    done = func.sum(case((Visit.state == VisitState.DONE, 1), else_=0))
    wanted = (
        select(Inspection, func.count(Visit.id), done)
        .outerjoin(
            Visit,
            (Visit.inspection_id == Inspection.id) & (Visit.township_id == Inspection.township_id),
        )
        .where(Inspection.township_id == township_id)
        .group_by(Inspection.id)
    )
    if asked.year is not None:
        first, last = date(asked.year, 1, 1), date(asked.year, 12, 31)
        wanted = wanted.where(Inspection.starts_on <= last, Inspection.ends_on >= first)
    if asked.kind:
        wanted = wanted.where(Inspection.kind == asked.kind)
    if asked.state:
        wanted = wanted.where(Inspection.state == asked.state)
    if asked.text:
        wanted = wanted.where(Inspection.title.contains(asked.text, autoescape=True))
    ordered = wanted.order_by(Inspection.starts_on.desc(), Inspection.id.desc())
    return cast("Select[Any]", ordered)


def inspection_lines(rows: Iterable[Any]) -> list[InspectionLine]:
    """Return rows of `inspections_statement`."""
    return [InspectionLine(one, visits, done or 0) for one, visits, done in rows]


def list_years(session: Session, township_id: int) -> list[int]:
    """Return the years in which inspections began, latest first."""
    wanted = select(Inspection.starts_on).where(Inspection.township_id == township_id).distinct()
    return sorted({day.year for day in session.scalars(wanted)}, reverse=True)


def get_inspection(session: Session, township_id: int, inspection_id: int) -> Inspection:
    """Return one inspection; raises NotFound."""
    wanted = select(Inspection).where(
        Inspection.township_id == township_id, Inspection.id == inspection_id
    )
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit with the tenant, the inspector's name, and how many entries and faults it has."""

    visit: Visit
    tenant: Tenant
    inspector: str
    entries: int = 0
    faults: int = 0


def list_visits(session: Session, township_id: int, inspection_id: int) -> list[VisitLine]:
    """Return the visits of an inspection in the order of the tenants."""
    rows = session.execute(
        _visits(township_id)
        .where(Visit.inspection_id == inspection_id)
        .order_by(Tenant.position, Tenant.id)
    )
    return [VisitLine(visit, tenant, name) for visit, tenant, name in rows]


def get_visit(session: Session, township_id: int, visit_id: int) -> tuple[VisitLine, Inspection]:
    """Return one visit with its inspection; raises NotFound."""
    row = session.execute(_visits(township_id).where(Visit.id == visit_id)).one_or_none()
    if row is None:
        raise NotFound
    visit, tenant, name = row
    return VisitLine(visit, tenant, name), get_inspection(session, township_id, visit.inspection_id)


def has_entries(session: Session, visit: Visit) -> bool:
    """Tell whether something was recorded on a visit."""
    wanted = select(VisitEntry.id).where(
        VisitEntry.township_id == visit.township_id, VisitEntry.visit_id == visit.id
    )
    return session.scalars(wanted.limit(1)).first() is not None


def _visits(township_id: int) -> Select[Any]:
    wanted = (
        select(Visit, Tenant, Staff.name)
        .join(Tenant, (Tenant.id == Visit.tenant_id) & (Tenant.township_id == Visit.township_id))
        .join(Staff, (Staff.id == Visit.inspector_id) & (Staff.township_id == Visit.township_id))
        .where(Visit.township_id == township_id)
    )
    return cast("Select[Any]", wanted)
