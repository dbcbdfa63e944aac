"""The rows behind a figure: postings, periods, tasks, orders, findings, each in words."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from ogi.audits.assessment.measures import ORDER_OVERDUE, PLAN_OVERDUE
from ogi.audits.assessment.queries.counting import Key, overdue_shares, told_findings
from ogi.audits.assessment.rules.arithmetic import Method
from ogi.audits.indicators.measures import BY_KEY
from ogi.audits.indicators.queries import Fault, faults_of, rows_of
from ogi.audits.indicators.rules import Frame
from ogi.audits.orders.queries import list_overdue_orders
from ogi.audits.plans.queries import shares_of

MOST_KEPT = 300
"""Rows of one line that are kept with a score; no tenant owes more of one kind in a year."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row in words; `link` names what it is, for the page where it is seen."""

    title: str
    period: str
    day: date | None
    told: str
    link: dict[str, Any] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Return the row as it is kept with a score."""
        day = None if self.day is None else self.day.isoformat()
        return {"title": self.title, "period": self.period, "day": day, "told": self.told,
                "link": self.link}  # fmt: skip


def row_from(kept: dict[str, Any]) -> Row:
    """Return a kept row."""
    day = None if kept["day"] is None else date.fromisoformat(kept["day"])
    return Row(kept["title"], kept["period"], day, kept["told"], kept["link"])


def list_behind(session: Session, frame: Frame, key: Key) -> dict[int, list[Row]]:
    """Return by tenant the rows that a measure counts, in one statement for all tenants."""
    method, measure = key
    if method == Method.INSPECTION:
        return _findings(session, frame, measure)
    if measure == PLAN_OVERDUE:
        return _shares(session, frame)
    if measure == ORDER_OVERDUE:
        return _orders(session, frame)
    return _measured(session, frame, measure)


def _measured(session: Session, frame: Frame, key: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    measure = BY_KEY.get(key)
    statement = None if measure is None else rows_of(measure, frame)
    if measure is None or statement is None:
        return found
    for fault in faults_of(measure, session.execute(statement)):
        row = Row(fault.title, fault.period, fault.day, fault.told, _link(fault))
        found[fault.tenant_id].append(row)
    return found


def _link(fault: Fault) -> dict[str, Any]:
    if fault.posting_id is not None:
        return {"posting": fault.posting_id}
    if fault.first_at is not None and fault.last_at is not None:
        span = {"first": fault.first_at.isoformat(), "last": fault.last_at.isoformat()}
        return {"burst": fault.tenant_id, **span}
    return {"cell": fault.slug, "item": fault.item_code}


def _shares(session: Session, frame: Frame) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for one in shares_of(session.execute(overdue_shares(frame))):
        told = f"进度 {one.progress}%，逾期 {one.days_late(frame.as_of)} 天"
        row = Row(one.task.title, "", one.share.due_on, told, {"share": one.share.id})
        found[one.share.tenant_id].append(row)
    return found


def _orders(session: Session, frame: Frame) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for one in list_overdue_orders(session, frame):
        told = "过了期限才答复，或者还没有答复"
        found[one.tenant_id].append(Row(one.number, "", one.due_on, told, {"order": one.id}))
    return found


def _findings(session: Session, frame: Frame, topic: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for one in session.scalars(told_findings(frame, topic)):
        row = Row(one.text, "", one.found_on, f"{one.faults} 处", {"finding": one.id})
        found[one.tenant_id].append(row)
    return found
