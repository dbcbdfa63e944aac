"""What happened to an order: its events, the files and postings of its answers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from ogi.audits.inspections.models import Inspection, Visit, VisitEntry
from ogi.audits.orders.models import Order, OrderEvent, OrderFile
from ogi.audits.orders.rules import (
    EventKind,
    Past,
    effective_due,
)
from ogi.platform.clock import local_date
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.postings.models import Posting
from ogi.postings.queries.postings import owned_by
from ogi.tenants.models import Staff


class Happened(NamedTuple):
    """An event with the name of who acted and, of a recheck, what was found, where and by whom."""

    event: OrderEvent
    actor: str
    result: str
    remark: str
    inspector: str
    inspection: str
    inspection_id: int = 0

    @property
    def past(self) -> Past:
        """The event as rules see it."""
        one = self.event
        return Past(
            kind=one.kind,
            on=local_date(one.at),
            due_on=one.due_on,
            finding_id=one.finding_id,
            asks=bool(one.detail.get("asks_days")),
            ok=one.detail.get("result") == "ok",
        )


def list_events(session: Session, order: Order) -> list[Happened]:
    """Return what happened to an order, oldest first."""
    inspector, of = aliased(Staff), OrderEvent.township_id
    wanted = (
        select(
            OrderEvent,
            func.coalesce(Staff.name, ""),
            func.coalesce(VisitEntry.result, ""),
            func.coalesce(VisitEntry.remark, ""),
            func.coalesce(inspector.name, ""),
            func.coalesce(Inspection.title, ""),
            func.coalesce(Inspection.id, 0),
        )
        .outerjoin(Staff, (Staff.id == OrderEvent.actor_id) & (Staff.township_id == of))
        .outerjoin(
            VisitEntry, (VisitEntry.id == OrderEvent.entry_id) & (VisitEntry.township_id == of)
        )
        .outerjoin(
            inspector, (inspector.id == VisitEntry.inspector_id) & (inspector.township_id == of)
        )
        .outerjoin(Visit, (Visit.id == VisitEntry.visit_id) & (Visit.township_id == of))
        .outerjoin(
            Inspection, (Inspection.id == Visit.inspection_id) & (Inspection.township_id == of)
        )
        .where(of == order.township_id, OrderEvent.order_id == order.id)
        .order_by(OrderEvent.id)
    )
    return [Happened(*row) for row in session.execute(wanted)]


def pasts_of(session: Session, orders: Iterable[Order]) -> dict[int, list[Past]]:
    """Return the events of several orders as rules see them, oldest first, in one statement."""
    ids = {order.id: order.township_id for order in orders}
    found: dict[int, list[Past]] = {key: [] for key in ids}
    if not ids:
        return found
    wanted = select(OrderEvent).where(
        OrderEvent.township_id.in_(set(ids.values())), OrderEvent.order_id.in_(ids)
    )
    for event in session.scalars(wanted.order_by(OrderEvent.id)):
        found[event.order_id].append(Happened(event, "", "", "", "", "").past)
    return found


def due_of(session: Session, order: Order) -> date:
    """Return the deadline that holds for an order."""
    return effective_due(order.due_on, pasts_of(session, [order])[order.id])


def list_order_files(session: Session, order: Order) -> dict[int, list[OrderFile]]:
    """Return the files of an order's answers by event."""
    wanted = (
        select(OrderFile)
        .join(OrderEvent, (OrderEvent.id == OrderFile.event_id)
              & (OrderEvent.township_id == OrderFile.township_id))
        .where(OrderFile.township_id == order.township_id, OrderEvent.order_id == order.id)
        .order_by(OrderFile.id)
    )  # fmt: skip
    found: dict[int, list[OrderFile]] = {}
    for file in session.scalars(wanted):
        found.setdefault(file.event_id, []).append(file)
    return found


def get_order_file(session: Session, scope: Scope, order_id: int, file_id: int) -> OrderFile:
    """Return a file of one of an order's answers. Raises NotFound."""
    wanted = (
        select(OrderFile)
        .join(OrderEvent, (OrderEvent.id == OrderFile.event_id)
              & (OrderEvent.township_id == OrderFile.township_id))
        .where(*owned_by(OrderFile, scope), OrderEvent.order_id == order_id,
               OrderFile.id == file_id)
    )  # fmt: skip
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_curing(session: Session, order: Order, since: date, limit: int = 60) -> Sequence[Posting]:
    """Return the tenant's published postings since a day, the latest first."""
    wanted = select(Posting).where(
        Posting.township_id == order.township_id,
        Posting.tenant_id == order.tenant_id,
        Posting.state == "published",
        Posting.counted_on >= since,
    )
    ordered = wanted.order_by(Posting.published_at.desc(), Posting.id.desc())
    return session.scalars(ordered.limit(limit)).all()


def list_published(session: Session, order: Order, ids: Iterable[int]) -> Sequence[Posting]:
    """Return those of these postings that the order's tenant has published."""
    wanted = select(Posting).where(
        Posting.township_id == order.township_id,
        Posting.tenant_id == order.tenant_id,
        Posting.id.in_(set(ids)),
        Posting.published_at.is_not(None),
    )
    return session.scalars(wanted).all()


def asked_days(events: Iterable[Happened]) -> int:
    """Return the working days that a tenant has asked for and nobody has answered yet; 0 none."""
    asked = 0
    for one in events:
        if one.event.kind == EventKind.ANSWER:
            asked = int(one.event.detail.get("asks_days") or 0)
        elif one.event.due_on is not None:
            asked = 0
    return asked
