"""The tasks of a plan with each tenant's share (任务分工表) as a file."""

from datetime import date
from typing import Any

from ogi.audits.plans.models import TaskShare
from ogi.audits.plans.queries import (
    Asked,
    Share,
    get_plan,
    item_titles,
    shares_of,
    shares_statement,
)
from ogi.audits.plans.rules import STATE_WORDS
from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.tabular import Column, Page, Register
from ogi.tenants.queries import get_tenant, seat_name

COLUMNS = (
    Column("任务", width=30),
    Column("具体要求", width=30),
    Column("对应的公开事项", width=20),
    Column("责任单位", width=14),
    Column("责任人", width=10),
    Column("完成时限", "date", 13),
    Column("进度（%）", "number", 9),
    Column("进展", width=30),
    Column("完成日期", "date", 13),
    Column("状态", width=10),
    Column("逾期天数", "number", 9),
)


def _township(session: ScopedSession) -> int:
    if session.scope.township_id is None:
        raise NotFound
    return session.scope.township_id


def narrowing(asked: dict[str, Any]) -> Asked:
    """Return what a page or file is narrowed to."""
    return Asked(asked.get("state") or "", asked.get("tenant"), asked.get("text") or "")


def build(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return a year's shares, as far as the seat sees them."""
    township_id, chosen, today = _township(session), narrowing(asked), clock.today()
    plan = get_plan(session, session.scope, asked["year"])
    items = item_titles(session, township_id)
    statement = shares_statement(township_id, plan.year, chosen, today=today)
    rows = [_cells(one, items, today) for one in shares_of(session.execute(statement))]
    tenant = ""
    if chosen.tenant_id is not None:
        tenant = get_tenant(session, township_id, chosen.tenant_id).name
    words = {**STATE_WORDS, "going": "还没完成，未到期", "": ""}
    return Register(
        title=f"{plan.year}年政务公开任务分工表",
        place=seat_name(session),
        pages=[Page("任务分工", COLUMNS, rows)],
        made_on=today,
        narrowed=[("进展", words.get(chosen.state, "")), ("责任单位", tenant),
                  ("任务", chosen.text)],
    )  # fmt: skip


def _cells(one: Share, items: dict[str, str], today: date) -> tuple[object, ...]:
    code = one.task.item_code
    return (
        one.task.title,
        one.task.detail,
        items.get(code, code),
        one.tenant,
        one.share.owner_name,
        one.share.due_on,
        one.progress,
        one.share.report,
        one.finished,
        STATE_WORDS[one.state(today)],
        one.days_late(today) or None,
    )


def _count(session: ScopedSession, asked: dict[str, Any]) -> int:
    chosen, today = narrowing(asked), clock.today()
    statement = shares_statement(_township(session), asked["year"], chosen, today=today)
    return count_rows(session, statement.with_only_columns(TaskShare.id))


PLANS = RegisterKind("register.plans", "任务分工表", build, _count)
