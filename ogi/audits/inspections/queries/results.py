"""What was seen: the latest entry of each indicator and board, counted and listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import Select, Subquery, case, func, select
from sqlalchemy.orm import Session, aliased

from ogi.audits.indicators.models import Indicator
from ogi.audits.inspections.models import Inspection, Visit, VisitEntry, VisitPhoto
from ogi.audits.inspections.rules.words import Result
from ogi.platform.clock import SHANGHAI
from ogi.tenants.models import Staff, Tenant


@dataclass(frozen=True, slots=True)
class ResultLine:
    """An indicator with how often it was found in order, at fault, or not assessable.

    `faults` is the number of faults that all entries name together.
    """

    indicator: Indicator
    ok: int = 0
    fault: int = 0
    not_assessable: int = 0
    faults: int = 0


@dataclass(frozen=True, slots=True)
class AskedEntries:
    """Which entries of an inspection are wanted; blank wants all."""

    indicator_id: int | None = None
    visit_id: int | None = None
    result: str = ""


def latest_entries(inspection_id: int | None = None) -> Subquery:
    """Return the keys of the entries that count: the latest of each visit, indicator and board.

    With `inspection_id`, those of that inspection alone.
    """
    what = (VisitEntry.visit_id, VisitEntry.indicator_id, VisitEntry.board)
    place = func.row_number().over(
        partition_by=what, order_by=(VisitEntry.captured_at.desc(), VisitEntry.id.desc())
    )
    wanted = select(VisitEntry.id, place.label("place"))
    if inspection_id is not None:
        visits = select(Visit.id).where(Visit.inspection_id == inspection_id)
        wanted = wanted.where(VisitEntry.visit_id.in_(visits))
    placed = wanted.subquery()
    return select(placed.c.id).where(placed.c.place == 1).subquery()


def count_by_visit(session: Session, township_id: int, inspection_id: int) -> dict[int, Any]:
    """Return for each visit the entries that count, and the faults among them."""
    faults = func.sum(case((VisitEntry.result == Result.FAULT, 1), else_=0))
    latest = latest_entries(inspection_id)
    rows = session.execute(
        select(VisitEntry.visit_id, func.count(VisitEntry.id), faults)
        .join(latest, latest.c.id == VisitEntry.id)
        .join(Visit, (Visit.id == VisitEntry.visit_id) & (Visit.tenant_id == VisitEntry.tenant_id))
        .where(VisitEntry.township_id == township_id, Visit.inspection_id == inspection_id)
        .group_by(VisitEntry.visit_id)
    )
    return {visit_id: (entries, found) for visit_id, entries, found in rows}


def list_results(
    session: Session, township_id: int, inspection_id: int, indicators: Iterable[Indicator]
) -> list[ResultLine]:
    """Return each indicator with its results, in the order given."""
    latest = latest_entries(inspection_id)
    rows = session.execute(
        select(
            VisitEntry.indicator_id,
            VisitEntry.result,
            func.count(VisitEntry.id),
            func.sum(VisitEntry.faults),
        )
        .join(latest, latest.c.id == VisitEntry.id)
        .join(Visit, (Visit.id == VisitEntry.visit_id) & (Visit.tenant_id == VisitEntry.tenant_id))
        .where(VisitEntry.township_id == township_id, Visit.inspection_id == inspection_id)
        .group_by(VisitEntry.indicator_id, VisitEntry.result)
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for indicator_id, result, number, faults in rows:
        found.setdefault(indicator_id, {})[result] = (number, faults or 0)
    return [_line(one, found.get(one.id, {})) for one in indicators]


def _line(indicator: Indicator, found: dict[str, tuple[int, int]]) -> ResultLine:
    return ResultLine(
        indicator,
        ok=found.get(Result.OK, (0, 0))[0],
        fault=found.get(Result.FAULT, (0, 0))[0],
        not_assessable=found.get(Result.NOT_ASSESSABLE, (0, 0))[0],
        faults=found.get(Result.FAULT, (0, 0))[1],
    )


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry that counts, with tenant, indicator, inspector and its photos counted."""

    entry: VisitEntry
    tenant: str
    indicator: Indicator
    inspector: str
    photos: int


def entries_statement(
    township_id: int, inspection_id: int, asked: AskedEntries = AskedEntries()
) -> Select[Any]:
    """Return the statement of the entries that count, by tenant and indicator, for paging."""
    latest = latest_entries(inspection_id)
    photos = (
        select(func.count(VisitPhoto.id))
        .where(
            VisitPhoto.township_id == VisitEntry.township_id,
            VisitPhoto.visit_id == VisitEntry.visit_id,
            VisitPhoto.entry_key.in_(_keys_of_place()),
        )
        .correlate(VisitEntry)
        .scalar_subquery()
    )
    wanted = (
        select(VisitEntry, Tenant.name, Indicator, Staff.name, photos)
        .join(latest, latest.c.id == VisitEntry.id)
        .join(Visit, (Visit.id == VisitEntry.visit_id) & (Visit.tenant_id == VisitEntry.tenant_id))
        .join(Tenant, Tenant.id == VisitEntry.tenant_id)
        .join(Indicator, Indicator.id == VisitEntry.indicator_id)
        .join(Staff, Staff.id == VisitEntry.inspector_id)
        .where(VisitEntry.township_id == township_id, Visit.inspection_id == inspection_id)
    )
    if asked.indicator_id is not None:
        wanted = wanted.where(VisitEntry.indicator_id == asked.indicator_id)
    if asked.visit_id is not None:
        wanted = wanted.where(VisitEntry.visit_id == asked.visit_id)
    if asked.result:
        wanted = wanted.where(VisitEntry.result == asked.result)
    ordered = wanted.order_by(Tenant.position, Tenant.id, Indicator.position, VisitEntry.id)
    return cast("Select[Any]", ordered)


def _keys_of_place() -> Any:
    """Return the keys of all entries that say the same of a place: their photos belong together."""
    other = aliased(VisitEntry)
    return (
        select(other.client_key)
        .where(
            other.township_id == VisitEntry.township_id,
            other.visit_id == VisitEntry.visit_id,
            other.indicator_id == VisitEntry.indicator_id,
            other.board == VisitEntry.board,
            other.result == VisitEntry.result,
        )
        .correlate(VisitEntry)
    )


def entry_lines(rows: Iterable[Any]) -> list[EntryLine]:
    """Return rows of `entries_statement`."""
    return [EntryLine(*row) for row in rows]


def count_past_faults(
    session: Session, township_id: int, since: date, until: date
) -> dict[int, int]:
    """Return by tenant the faults found on visits between two days, the last one left out."""
    latest = latest_entries()
    first, last = (datetime.combine(day, time(), SHANGHAI) for day in (since, until))
    rows = session.execute(
        select(VisitEntry.tenant_id, func.sum(VisitEntry.faults))
        .join(latest, latest.c.id == VisitEntry.id)
        .join(Visit, (Visit.id == VisitEntry.visit_id) & (Visit.tenant_id == VisitEntry.tenant_id))
        .join(
            Inspection,
            (Inspection.id == Visit.inspection_id) & (Inspection.township_id == Visit.township_id),
        )
        .where(
            VisitEntry.township_id == township_id,
            VisitEntry.result == Result.FAULT,
            VisitEntry.received_at >= first,
            VisitEntry.received_at < last,
            Inspection.state != "cancelled",
        )
        .group_by(VisitEntry.tenant_id)
    )
    return {tenant_id: int(faults or 0) for tenant_id, faults in rows}
