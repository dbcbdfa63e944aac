"""What findings and orders count for in a year: by tenant and topic, with the rows behind."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ogi.audits.indicators.rules import Frame
from ogi.audits.orders.models import AuditFinding, Order
from ogi.audits.orders.queries.history import pasts_of
from ogi.audits.orders.rules import FindingState, OrderState, was_late

Counted = dict[int, dict[str, int]]


def count_findings(session: Session, frame: Frame) -> Counted:
    """Return by tenant and topic how many faults were found in the year, up to its day.

    Dismissed findings don't count; nor do those made from a row of an automatic measure, which
    the measure itself counts already.
    """
    wanted = (
        select(AuditFinding.tenant_id, AuditFinding.topic, func.sum(AuditFinding.faults))
        .where(*_counted(frame))
        .group_by(AuditFinding.tenant_id, AuditFinding.topic)
    )
    found: Counted = {}
    for tenant_id, topic, faults in session.execute(wanted):
        found.setdefault(tenant_id, {})[topic] = int(faults)
    return found


def findings_behind(frame: Frame, topic: str = "") -> Select[AuditFinding]:
    """Return the statement of the findings behind a figure, oldest first, for paging."""
    wanted = select(AuditFinding).where(*_counted(frame))
    if topic:
        wanted = wanted.where(AuditFinding.topic == topic)
    return wanted.order_by(AuditFinding.found_on, AuditFinding.id)


def _counted(frame: Frame) -> tuple[Any, ...]:
    owned: tuple[Any, ...] = (AuditFinding.township_id == frame.township_id,)
    if frame.tenant_id is not None:
        owned += (AuditFinding.tenant_id == frame.tenant_id,)
    return (
        *owned,
        AuditFinding.state != FindingState.DISMISSED,
        AuditFinding.measure == "",
        AuditFinding.found_on.between(frame.first, min(frame.last, frame.as_of)),
    )


def list_overdue_orders(session: Session, frame: Frame) -> Sequence[Order]:
    """Return the orders of a year that were answered late or are overdue on its day.

    One that another order supersedes doesn't count.
    """
    wanted = select(Order).where(
        Order.township_id == frame.township_id,
        Order.year == frame.year,
        Order.state.not_in([OrderState.DRAFT, OrderState.SUPERSEDED]),
    )
    if frame.tenant_id is not None:
        wanted = wanted.where(Order.tenant_id == frame.tenant_id)
    orders = session.scalars(wanted.order_by(Order.serial)).all()
    past = pasts_of(session, orders)
    return [one for one in orders if was_late(one.due_on, past[one.id], frame.as_of)]


def count_overdue_orders(session: Session, frame: Frame) -> dict[int, int]:
    """Return by tenant how many of a year's orders were answered late or are overdue."""
    found: dict[int, int] = {}
    for order in list_overdue_orders(session, frame):
        found[order.tenant_id] = found.get(order.tenant_id, 0) + 1
    return found
