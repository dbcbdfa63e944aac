"""Counting the faults of all tenants at once: one statement for each kind of row."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from ogi.audits.assessment.measures import ORDER_OVERDUE, PLAN_OVERDUE
from ogi.audits.assessment.models import SchemeItem
from ogi.audits.assessment.rules.arithmetic import Method
from ogi.audits.indicators.measures import BY_KEY
from ogi.audits.indicators.queries import count_faults
from ogi.audits.indicators.rules import Frame
from ogi.audits.orders.models import AuditFinding
from ogi.audits.orders.queries import count_overdue_orders, findings_behind
from ogi.audits.plans.models import TaskShare, WorkPlan
from ogi.audits.plans.queries import Asked, shares_statement
from ogi.audits.plans.rules import ShareState

Key = tuple[str, str]
Counts = dict[int, dict[Key, int]]


def count_all(session: Session, frame: Frame, items: Iterable[SchemeItem]) -> Counts:
    """Return by tenant how many faults each measure of a scheme counts; none is left out."""
    wanted = {(item.method, item.measure) for item in items if item.method != Method.MANUAL}
    found: Counts = {}
    measures = [BY_KEY[key] for method, key in sorted(wanted) if _is_measure(method, key)]
    if measures:
        for tenant_id, numbers in count_faults(session, frame, measures).items():
            for key, number in numbers.items():
                found.setdefault(tenant_id, {})[str(Method.AUTO), key] = number
    for key, count in ((PLAN_OVERDUE, _overdue_shares), (ORDER_OVERDUE, count_overdue_orders)):
        if (Method.AUTO, key) in wanted:
            for tenant_id, number in count(session, frame).items():
                found.setdefault(tenant_id, {})[str(Method.AUTO), key] = number
    topics = [key for method, key in wanted if method == Method.INSPECTION]
    if topics:
        for told in session.execute(_findings(frame, topics)):
            found.setdefault(told[0], {})[str(Method.INSPECTION), told[1]] = int(told[2])
    return found


def _is_measure(method: str, key: str) -> bool:
    return method == Method.AUTO and key in BY_KEY


def _overdue_shares(session: Session, frame: Frame) -> dict[int, int]:
    counted = (
        overdue_shares(frame)
        .order_by(None)
        .with_only_columns(TaskShare.tenant_id, func.count())
        .group_by(TaskShare.tenant_id)
    )
    return {row[0]: int(row[1]) for row in session.execute(counted)}


def _findings(frame: Frame, topics: Iterable[str]) -> Select[int, str, int]:
    counted = (
        told_findings(frame)
        .where(AuditFinding.topic.in_(sorted(topics)))
        .order_by(None)
        .with_only_columns(
            AuditFinding.tenant_id, AuditFinding.topic, func.sum(AuditFinding.faults)
        )
    )
    return counted.group_by(AuditFinding.tenant_id, AuditFinding.topic)


def overdue_shares(frame: Frame) -> Select[*tuple[Any, ...]]:
    """Return the shares of an issued plan that are overdue: what nobody has seen is no fault."""
    asked = Asked(str(ShareState.OVERDUE), frame.tenant_id)
    shares = shares_statement(frame.township_id, frame.year, asked, today=frame.as_of)
    return shares.where(WorkPlan.issued_on <= frame.as_of)


def count_untold(session: Session, frame: Frame, topic: str) -> int:
    """Return how many faults were found that the tenant has not been told, and don't count."""
    untold = findings_behind(frame, topic).where(AuditFinding.shown_at.is_(None))
    number = untold.order_by(None).with_only_columns(func.sum(AuditFinding.faults))
    return int(session.scalar(number) or 0)


def told_findings(frame: Frame, topic: str = "") -> Select[AuditFinding]:
    """Return the findings of the year that count: told to the tenant, and not dismissed."""
    return findings_behind(frame, topic).where(AuditFinding.shown_at.is_not(None))
