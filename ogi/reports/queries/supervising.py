"""What the year's supervision came to: the group, the plan, inspections, orders, scores."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ogi.audits.assessment.models import Scheme, Score
from ogi.audits.duties.queries import list_members
from ogi.audits.indicators.rules import Frame
from ogi.audits.inspections.models import Inspection, Visit
from ogi.audits.inspections.rules.words import Kind, State, VisitState
from ogi.audits.orders.models import Order
from ogi.audits.orders.queries.counts import count_findings, list_overdue_orders
from ogi.audits.orders.rules import OrderState
from ogi.audits.plans.queries import tally
from ogi.reports.rules import Supervision

COUNTED = (OrderState.SENT, OrderState.ANSWERED, OrderState.REOPENED, OrderState.CLOSED)


def count_supervision(session: Session, frame: Frame) -> Supervision:
    """Count a township's year of supervision as it stands on the frame's day."""
    group = list_members(session, frame.township_id, min(frame.last, frame.as_of))
    plan = tally(session, frame.township_id, frame.year, frame.as_of)
    kinds, visits = _inspections(session, frame)
    orders = _orders(session, frame)
    found = count_findings(session, frame)
    return Supervision(
        head=next((one.title for one in group if one.part == "head"), ""),
        group=sum(one.part != "office" for one in group),
        tasks=plan.total,
        tasks_done=plan.done,
        tasks_overdue=plan.overdue,
        inspections=sum(kinds.values()),
        unannounced=kinds.get(Kind.UNANNOUNCED, 0),
        visits=visits,
        findings=sum(sum(by_topic.values()) for by_topic in found.values()),
        orders=sum(orders.values()),
        orders_closed=orders.get(OrderState.CLOSED, 0),
        orders_late=len(list_overdue_orders(session, frame)),
        scored=_scored(session, frame),
    )


def _inspections(session: Session, frame: Frame) -> tuple[dict[str, int], int]:
    """Return the year's inspections by kind, re-checks apart, and how many visits were made."""
    begun = (
        Inspection.township_id == frame.township_id,
        Inspection.state.in_([State.OPEN, State.CLOSED]),
        Inspection.kind != Kind.RECHECK,
        Inspection.starts_on.between(frame.first, min(frame.last, frame.as_of)),
    )
    kinds = select(Inspection.kind, func.count(Inspection.id)).where(*begun)
    visits = (
        select(func.count(Visit.id))
        .join(
            Inspection,
            (Inspection.township_id == Visit.township_id) & (Inspection.id == Visit.inspection_id),
        )
        .where(*begun, Visit.state == VisitState.DONE)
    )
    rows = session.execute(kinds.group_by(Inspection.kind))
    return dict(rows.all()), session.scalar(visits) or 0


def _orders(session: Session, frame: Frame) -> dict[str, int]:
    wanted = select(Order.state, func.count(Order.id)).where(
        Order.township_id == frame.township_id,
        Order.year == frame.year,
        Order.state.in_(COUNTED),
    )
    return dict(session.execute(wanted.group_by(Order.state)).all())


def _scored(session: Session, frame: Frame) -> int:
    """Return how many tenants have a final score of the year."""
    wanted = (
        select(func.count(Score.id))
        .join(Scheme, (Scheme.township_id == Score.township_id) & (Scheme.id == Score.scheme_id))
        .where(
            Score.township_id == frame.township_id,
            Scheme.year == frame.year,
            Score.state == "final",
        )
    )
    return session.scalar(wanted) or 0
