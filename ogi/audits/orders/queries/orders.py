"""Reading orders: lists with age and deadline, one order with its history, its files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, aliased

from ogi.audits.inspections.models import Inspection, Visit, VisitEntry
from ogi.audits.orders.models import AuditFinding, Order, OrderEvent, OrderFile, OrderFinding
from ogi.audits.orders.rules import (
    OPEN,
    STEPS,
    WAITING,
    EventKind,
    OrderState,
    Past,
    days_open,
    effective_due,
)
from ogi.platform.clock import local_date
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.postings.models import Posting
from ogi.postings.queries.postings import owned_by
from ogi.tenants.models import Staff, Tenant


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of orders is narrowed to; `state` may be open or overdue as well."""

    tenant_id: int | None = None
    state: str = ""
    year: int | None = None


class Listed(NamedTuple):
    """An order as lists show it; `due_on` is the deadline that holds, `step` the last urging."""

    order: Order
    tenant: str
    due_on: date
    step: str
    findings: int

    def days_open(self, now: datetime) -> int:
        """Return its age in days."""
        if self.order.sent_at is None:
            return 0
        return days_open(self.order.sent_at, self.order.closed_at, now)

    def days_over(self, today: date) -> int:
        """Return by how many days its answer is overdue; 0 for one that is not waiting."""
        waiting = self.order.state in WAITING
        return max(0, (today - self.due_on).days) if waiting else 0


class Happened(NamedTuple):
    """An event with the name of who acted and, of a recheck, what was found, where and by whom."""

    event: OrderEvent
    actor: str
    result: str
    remark: str
    inspector: str
    inspection: str

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


def seen_by(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Return the criteria of the orders that a seat may read: a tenant's once they are sent."""
    own = owned_by(Order, scope)
    return own if scope.tenant_id is None else (*own, Order.state != OrderState.DRAFT)


def get_order(session: Session, scope: Scope, order_id: int) -> tuple[Order, Tenant]:
    """Return one order with its tenant; raises NotFound, for tenants also while a draft."""
    wanted = select(Order, Tenant).join(Tenant, _tenant_of_order())
    row = session.execute(wanted.where(*seen_by(scope), Order.id == order_id)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def list_order_findings(session: Session, order: Order) -> Sequence[AuditFinding]:
    """Return the findings that an order names, in their places."""
    wanted = (
        select(AuditFinding)
        .join(OrderFinding, (OrderFinding.finding_id == AuditFinding.id)
              & (OrderFinding.township_id == AuditFinding.township_id))
        .where(OrderFinding.township_id == order.township_id, OrderFinding.order_id == order.id)
        .order_by(OrderFinding.position, OrderFinding.id)
    )  # fmt: skip
    return session.scalars(wanted).all()


def list_links(session: Session, order: Order) -> Sequence[OrderFinding]:
    """Return the rows that tie findings to an order."""
    wanted = select(OrderFinding).where(
        OrderFinding.township_id == order.township_id, OrderFinding.order_id == order.id
    )
    return session.scalars(wanted.order_by(OrderFinding.position)).all()


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


def due_now() -> ColumnElement[date]:
    """Return, as SQL, the deadline that holds: of the last event with one, else the letter's."""
    later = (
        select(OrderEvent.due_on)
        .where(
            OrderEvent.township_id == Order.township_id,
            OrderEvent.order_id == Order.id,
            OrderEvent.due_on.is_not(None),
        )
        .order_by(OrderEvent.id.desc())
        .limit(1)
        .correlate(Order)
        .scalar_subquery()
    )
    return func.coalesce(later, Order.due_on)


def _last_step() -> ScalarSelect[str]:
    return (
        select(OrderEvent.kind)
        .where(
            OrderEvent.township_id == Order.township_id,
            OrderEvent.order_id == Order.id,
            OrderEvent.kind.in_([str(step) for step in STEPS]),
        )
        .order_by(OrderEvent.id.desc())
        .limit(1)
        .correlate(Order)
        .scalar_subquery()
    )


def orders_statement(scope: Scope, asked: Asked, *, today: date) -> Select[*tuple[Any, ...]]:
    """Return the statement of orders for paging: drafts first, then the latest number first."""
    return _narrowed(_listing(scope), asked, today).order_by(
        Order.serial.is_not(None), Order.year.desc(), Order.serial.desc(), Order.id.desc()
    )


def _listing(scope: Scope) -> Select[*tuple[Any, ...]]:
    named = (
        select(func.count(OrderFinding.id))
        .where(OrderFinding.township_id == Order.township_id, OrderFinding.order_id == Order.id)
        .correlate(Order)
        .scalar_subquery()
    )
    return (
        select(Order, Tenant.name, due_now(), func.coalesce(_last_step(), ""), named)
        .join(Tenant, _tenant_of_order())
        .where(*seen_by(scope))
    )


def _narrowed(
    wanted: Select[*tuple[Any, ...]], asked: Asked, today: date
) -> Select[*tuple[Any, ...]]:
    if asked.tenant_id is not None:
        wanted = wanted.where(Order.tenant_id == asked.tenant_id)
    if asked.year is not None:
        wanted = wanted.where(Order.year == asked.year)
    if asked.state == "open":
        return wanted.where(Order.state.in_(OPEN))
    if asked.state == "overdue":
        return wanted.where(Order.state.in_(WAITING), due_now() < today)
    return wanted.where(Order.state == asked.state) if asked.state else wanted


def listed(rows: Iterable[Any]) -> list[Listed]:
    """Return a statement's rows as orders of a list."""
    return [Listed(*row) for row in rows]


def count_by_state(session: Session, scope: Scope, today: date) -> dict[str, int]:
    """Return how many orders stand in each state, and how many are open and overdue."""
    by_state = select(Order.state, func.count(Order.id)).where(*seen_by(scope))
    found = dict(session.execute(by_state.group_by(Order.state)).all())
    overdue = select(func.count(Order.id)).where(
        *seen_by(scope), Order.state.in_(WAITING), due_now() < today
    )
    return {
        **found,
        "open": sum(found.get(str(state), 0) for state in OPEN),
        "overdue": session.scalar(overdue) or 0,
    }


def list_open_orders_by_age(
    session: Session, township_id: int, *, limit: int | None = None
) -> list[Listed]:
    """Return the township's orders that are not closed, the longest open first."""
    wanted = _listing(Scope(township_id)).where(Order.state.in_(OPEN))
    return listed(session.execute(wanted.order_by(Order.sent_at, Order.id).limit(limit)))


def list_due_orders(
    session: Session, scope: Scope, until: date, *, limit: int | None = None
) -> list[Listed]:
    """Return the orders that wait for an answer due up to a day, the most urgent first."""
    wanted = _listing(scope).where(Order.state.in_(WAITING), due_now() <= until)
    return listed(session.execute(wanted.order_by(due_now(), Order.id).limit(limit)))


def list_answered_orders(
    session: Session, scope: Scope, *, limit: int | None = None
) -> list[Listed]:
    """Return the orders that were answered and wait for a recheck, the longest open first."""
    wanted = _listing(scope).where(Order.state == OrderState.ANSWERED)
    return listed(session.execute(wanted.order_by(Order.sent_at, Order.id).limit(limit)))


def find_draft_over(session: Session, order: Order) -> Order | None:
    """Return the draft that is to supersede an order, if there is one."""
    wanted = select(Order).where(
        Order.township_id == order.township_id,
        Order.supersedes_id == order.id,
        Order.state == OrderState.DRAFT,
    )
    return session.scalars(wanted).first()


def find_superseding(session: Session, scope: Scope, order: Order) -> Order | None:
    """Return the order that stands in the place of a superseded one."""
    wanted = select(Order).where(
        *owned_by(Order, scope), Order.supersedes_id == order.id, Order.state != OrderState.DRAFT
    )
    return session.scalars(wanted).first()


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


def _tenant_of_order() -> ColumnElement[bool]:
    return (Tenant.id == Order.tenant_id) & (Tenant.township_id == Order.township_id)
