"""The rows behind a line: postings, periods, tasks, orders, findings, each with its page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, g, url_for

from ogi.audits.assessment.measures import ORDER_OVERDUE, PLAN_OVERDUE
from ogi.audits.assessment.queries import Judged
from ogi.audits.assessment.queries.counting import overdue_shares, told_findings
from ogi.audits.assessment.rules.arithmetic import Method
from ogi.audits.indicators.measures import BY_KEY, Measure
from ogi.audits.indicators.queries import Fault, faults_of, rows_of
from ogi.audits.indicators.rules import Frame
from ogi.audits.orders.models import AuditFinding
from ogi.audits.orders.queries import list_overdue_orders
from ogi.audits.plans.queries import shares_of
from ogi.platform import clock
from ogi.platform.web.paging import Page, asked_page, paginate
from ogi.tenants.permissions import Permission

NO_ROWS = Page([], 1, 1, 0)


@dataclass(frozen=True, slots=True)
class Behind:
    """One row behind a line in words, and where it is seen."""

    title: str
    period: str
    day: date | None
    told: str
    href: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of the rows behind a line; `total` counts faults, of which a row may hold several."""

    page: Page
    rows: list[Behind]
    total: int


def frame_of(judged: Judged, year: int) -> Frame:
    """Return the tenant's year as it stood when the line was worked out."""
    told = str(judged.line.arithmetic.get("as_of") or "")
    as_of = date.fromisoformat(told) if told else clock.today()
    return Frame(judged.line.township_id, year, as_of, judged.line.tenant_id)


def rows_behind(judged: Judged, year: int) -> Rows | None:
    """Return the rows that a line counts; None for one that a person judges."""
    frame, item = frame_of(judged, year), judged.item
    if item.method == Method.MANUAL:
        return None
    if item.method == Method.INSPECTION:
        return _findings(frame, item.measure)
    if item.measure == PLAN_OVERDUE:
        return _shares(frame)
    if item.measure == ORDER_OVERDUE:
        return _orders(frame)
    measure = BY_KEY.get(item.measure)
    return Rows(NO_ROWS, [], 0) if measure is None else _measured(measure, frame)


def _measured(measure: Measure, frame: Frame) -> Rows:
    statement = rows_of(measure, frame)
    if statement is None:
        return Rows(NO_ROWS, [], 0)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return _told(page, faults_of(measure, page.rows), lambda fault: _fault(fault, frame.year))


def _fault(fault: Fault, year: int) -> Behind:
    return Behind(fault.title, fault.period, fault.day, fault.told, _fault_href(fault, year))


def _fault_href(fault: Fault, year: int) -> str:
    if fault.posting_id is not None:
        return url_for("postings.show", posting_id=fault.posting_id)
    if fault.first_at is not None and fault.last_at is not None:
        if Permission.AUDIT_READ not in g.actor.permissions:
            return ""
        return url_for(
            "indicators.burst", tenant=fault.tenant_id, year=year,
            first=fault.first_at.isoformat(), last=fault.last_at.isoformat(),
        )  # fmt: skip
    if fault.item_code:
        return url_for(
            "audits.cell", tenant=fault.slug, item=fault.item_code, period=year, state="missing"
        )
    return url_for("audits.cell", tenant=fault.slug, period=year)


def _shares(frame: Frame) -> Rows:
    page = paginate(g.session, overdue_shares(frame), asked_page(), scalars=False)
    return _told(
        page,
        shares_of(page.rows),
        lambda one: Behind(
            one.task.title, "", one.share.due_on, f"进度 {one.progress}%，逾期"
            f" {one.days_late(frame.as_of)} 天", url_for("plans.share", share_id=one.share.id),
        ),
    )  # fmt: skip


def _orders(frame: Frame) -> Rows:
    orders = list_overdue_orders(g.session, frame)
    page = Page(orders, 1, 1, len(orders))
    return _told(
        page,
        orders,
        lambda one: Behind(
            one.number, "", one.due_on, "过了期限才答复，或者还没有答复",
            _href("orders.show", order_id=one.id),
        ),
    )  # fmt: skip


def _findings(frame: Frame, topic: str) -> Rows:
    statement = told_findings(frame, topic)
    page = paginate(g.session, statement, asked_page())
    return _told(page, page.rows, _finding)


def _finding(one: AuditFinding) -> Behind:
    href = _href("orders.finding", finding_id=one.id)
    return Behind(one.text, "", one.found_on, f"{one.faults} 处", href)


def _told(page: Page, found: Iterable[Any], tell: Callable[[Any], Behind]) -> Rows:
    return Rows(page, [tell(one) for one in found], page.total)


def _href(endpoint: str, **values: Any) -> str:
    """Return a page's address; blank while no room has such a page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
