"""Reading orders: lists with age and deadline, one order with its findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from ogi.audits.orders.models import AuditFinding, Order, OrderEvent, OrderFinding
from ogi.audits.orders.rules import (
    OPEN,
    STEPS,
    WAITING,
    OrderState,
    days_open,
)
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.postings.queries.postings import owned_by
from ogi.tenants.models import Tenant


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


def _tenant_of_order() -> ColumnElement[bool]:
    return (Tenant.id == Order.tenant_id) & (Tenant.township_id == Order.township_id)
