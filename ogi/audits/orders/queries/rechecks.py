"""Which later entries of inspections may stand as the recheck of an order's findings."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ogi.audits.indicators.models import Indicator
from ogi.audits.inspections.models import Inspection, Visit, VisitEntry
from ogi.audits.orders.models import AuditFinding, Order, OrderFinding
from ogi.audits.orders.queries.findings import Statement, is_overtaken
from ogi.audits.orders.queries.history import Happened
from ogi.audits.orders.rules import EventKind
from ogi.tenants.models import Staff

QUOTED = 60
"""So many signs of a finding's words tell it from the others of an order."""


class Seen(NamedTuple):
    """An inspection's entry with its indicator, its inspection and who saw it."""

    entry: VisitEntry
    indicator: Indicator
    inspection: Inspection
    inspector: str


def begins_at(order: Order, events: Iterable[Happened]) -> datetime:
    """Return the moment after which an entry may stand as a recheck: sent, or last reopened.

    Raises TypeError for a draft.
    """
    moments = [one.event.at for one in events if one.event.kind == EventKind.REOPENED]
    last = moments[-1] if moments else order.sent_at
    if last is None:
        raise TypeError("a draft is not rechecked")
    return last


def list_seen(session: Session, order: Order, ids: Iterable[int]) -> list[Seen]:
    """Return these entries of the order's tenant, as far as they are the latest of their kind."""
    found = session.execute(_seen(order).where(VisitEntry.id.in_(set(ids))))
    return [Seen(*row) for row in found]


def list_rechecks(session: Session, order: Order, since: datetime) -> list[Seen]:
    """Return what was seen at the order's tenant after a moment, latest first."""
    wanted = _seen(order).where(VisitEntry.captured_at > since, VisitEntry.received_at > since)
    return [Seen(*row) for row in session.execute(wanted.order_by(VisitEntry.id.desc()))]


def visits_of(session: Session, findings: Iterable[AuditFinding]) -> dict[int, int]:
    """Return by finding the visit on which it was found, of those found on one."""
    entries = {one.entry_id: one for one in findings if one.entry_id is not None}
    if not entries:
        return {}
    townships = {one.township_id for one in entries.values()}
    wanted = select(VisitEntry.id, VisitEntry.visit_id).where(
        VisitEntry.township_id.in_(townships), VisitEntry.id.in_(entries)
    )
    return {entries[key].id: visit_id for key, visit_id in session.execute(wanted)}


def list_finders(session: Session, order: Order) -> set[int]:
    """Return the inspectors who found what an order names."""
    of = VisitEntry.township_id == order.township_id
    wanted = (
        select(VisitEntry.inspector_id)
        .join(AuditFinding, (AuditFinding.entry_id == VisitEntry.id) & of)
        .join(OrderFinding, (OrderFinding.finding_id == AuditFinding.id) & of)
        .where(of, OrderFinding.order_id == order.id)
    )
    return set(session.scalars(wanted))


def fits(seen: Seen, finding: AuditFinding) -> bool:
    """Tell whether an entry looks at what a finding is about."""
    boards = {finding.board, seen.entry.board or seen.indicator.board} - {""}
    return seen.indicator.topic == finding.topic and len(boards) <= 1


def nearest_first(entries: Iterable[Seen], finding: AuditFinding) -> list[Seen]:
    """Return the entries that fit a finding, first those of the very thing that was at fault.

    A planned re-check quotes the finding in its indicator; of others the checklist's same one is
    nearer than one that shares the subject alone.
    """
    fitting = (one for one in entries if fits(one, finding))
    quoted = finding.text[:QUOTED]
    return sorted(
        fitting,
        key=lambda one: (quoted not in one.indicator.text,
                         one.indicator.id != finding.indicator_id),
    )  # fmt: skip


class Planned(NamedTuple):
    """A tenant's visit of a re-check inspection: who goes, and how far it is."""

    inspection_id: int
    title: str
    inspector: str
    state: str


def list_planned(session: Session, order: Order, since: datetime) -> list[Planned]:
    """Return the tenant's visits of re-check inspections since a moment, latest first."""
    of = Visit.township_id == order.township_id
    wanted = (
        select(Inspection.id, Inspection.title, func.coalesce(Staff.name, ""), Visit.state)
        .select_from(Visit)
        .join(Inspection, (Inspection.id == Visit.inspection_id) & of)
        .outerjoin(Staff, (Staff.id == Visit.inspector_id) & of)
        .where(of, Visit.tenant_id == order.tenant_id, Inspection.kind == "recheck",
               Inspection.created_at >= since)
        .order_by(Inspection.id.desc())
    )  # fmt: skip
    return [Planned(*row) for row in session.execute(wanted)]


def _seen(order: Order) -> Statement:
    of = VisitEntry.township_id == order.township_id
    return (
        select(VisitEntry, Indicator, Inspection, func.coalesce(Staff.name, ""))
        .join(Indicator, (Indicator.id == VisitEntry.indicator_id) & of)
        .join(Visit, (Visit.id == VisitEntry.visit_id) & of)
        .join(Inspection, (Inspection.id == Visit.inspection_id) & of)
        .outerjoin(Staff, (Staff.id == VisitEntry.inspector_id) & of)
        .where(
            of,
            VisitEntry.tenant_id == order.tenant_id,
            VisitEntry.result.in_(["ok", "fault"]),
            ~is_overtaken(),
        )
    )
