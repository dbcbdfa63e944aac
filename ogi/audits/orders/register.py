"""Findings and orders as files (问题台账, 整改台账), as their pages are narrowed."""

from datetime import date, datetime
from typing import Any

from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.audits.orders.models import AuditFinding, Order
from ogi.audits.orders.queries import findings, orders
from ogi.audits.orders.queries.orders import Listed
from ogi.audits.orders.rules import EVENT_WORDS, FINDING_WORDS, ORDER_WORDS, OrderState
from ogi.catalogue.rules import board_name
from ogi.platform import clock
from ogi.platform.clock import local_date
from ogi.platform.db import ScopedSession
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.tabular import Column, Page, Register
from ogi.tenants.queries import get_tenant, seat_name

FINDING_COLUMNS = (
    Column("发现日期", "date", 13),
    Column("单位", width=14),
    Column("公开栏", width=8),
    Column("类别", width=18),
    Column("问题", width=40),
    Column("处数", "number", 7),
    Column("依据", width=30),
    Column("状态", width=9),
    Column("不成立的理由", width=24),
    Column("告知单位", "date", 13),
    Column("通报公布", "date", 13),
)
ORDER_COLUMNS = (
    Column("编号", width=20),
    Column("单位", width=14),
    Column("问题数", "number", 8),
    Column("发出日期", "date", 13),
    Column("信上的期限", "date", 13),
    Column("现在的期限", "date", 13),
    Column("状态", width=14),
    Column("逾期天数", "number", 9),
    Column("督办", width=9),
    Column("销号日期", "date", 13),
    Column("已办天数", "number", 9),
)
STATE_WORDS = {**ORDER_WORDS, "open": "没有销号的", "overdue": "逾期没有答复的", "": ""}


def _findings_asked(asked: dict[str, Any]) -> findings.Asked:
    """Return what a page or file is narrowed to; a long work is told more than that."""
    return findings.Asked(asked.get("tenant_id"), asked.get("topic") or "",
                          asked.get("state") or "", asked.get("year"))  # fmt: skip


def _orders_asked(asked: dict[str, Any]) -> orders.Asked:
    return orders.Asked(asked.get("tenant_id"), asked.get("state") or "", asked.get("year"))


def build_findings(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return the findings that the seat sees."""
    chosen = _findings_asked(asked)
    rows = session.execute(findings.findings_statement(session.scope, chosen))
    return Register(
        title="问题台账",
        place=seat_name(session),
        pages=[Page("问题", FINDING_COLUMNS, [_finding(one, name) for one, name in rows])],
        made_on=clock.today(),
        narrowed=[
            ("单位", _tenant(session, chosen.tenant_id)),
            ("类别", TOPIC_WORDS.get(chosen.topic, "")),
            ("状态", FINDING_WORDS.get(chosen.state, "")),
            ("年度", str(chosen.year or "")),
        ],
    )


def _finding(one: AuditFinding, tenant: str) -> tuple[object, ...]:
    return (
        one.found_on,
        tenant,
        board_name(one.board) if one.board else "",
        TOPIC_WORDS.get(one.topic, one.topic),
        one.text,
        one.faults,
        one.basis,
        FINDING_WORDS[one.state],
        one.dismissal,
        _day(one.shown_at),
        _day(one.published_at),
    )


def build_orders(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return the orders that the seat sees."""
    chosen, today, now = _orders_asked(asked), clock.today(), clock.now()
    rows = session.execute(orders.orders_statement(session.scope, chosen, today=today))
    cells = [_order(one, today, now) for one in orders.listed(rows)]
    return Register(
        title="整改台账",
        place=seat_name(session),
        pages=[Page("整改通知书", ORDER_COLUMNS, cells)],
        made_on=today,
        narrowed=[
            ("单位", _tenant(session, chosen.tenant_id)),
            ("状态", STATE_WORDS.get(chosen.state, "")),
            ("年度", str(chosen.year or "")),
        ],
    )


def _order(one: Listed, today: date, now: datetime) -> tuple[object, ...]:
    order = one.order
    return (
        order.number or "（未发出）",
        one.tenant,
        one.findings,
        _day(order.sent_at),
        order.due_on,
        one.due_on,
        ORDER_WORDS[order.state],
        one.days_over(today) or None,
        EVENT_WORDS.get(one.step, ""),
        _day(order.closed_at),
        one.days_open(now) if order.sent_at and order.state != OrderState.SUPERSEDED else None,
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else local_date(moment)


def _tenant(session: ScopedSession, tenant_id: int | None) -> str:
    township_id = session.scope.township_id
    if tenant_id is None or township_id is None:
        return ""
    return get_tenant(session, township_id, tenant_id).name


def _count_findings(session: ScopedSession, asked: dict[str, Any]) -> int:
    statement = findings.findings_statement(session.scope, _findings_asked(asked))
    return count_rows(session, statement.with_only_columns(AuditFinding.id))


def _count_orders(session: ScopedSession, asked: dict[str, Any]) -> int:
    wanted = orders.orders_statement(session.scope, _orders_asked(asked), today=clock.today())
    return count_rows(session, wanted.with_only_columns(Order.id))


FINDINGS = RegisterKind("register.findings", "问题台账", build_findings, _count_findings)
ORDERS = RegisterKind("register.orders", "整改台账", build_orders, _count_orders)
