"""The register of urgent publications (紧急公开) as a file."""

from datetime import date, datetime
from typing import Any

from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.tabular import Column, Page, Register
from ogi.postings.queries import (
    Bypass,
    Period,
    Rate,
    list_bypasses,
    list_rates,
    publications_statement,
)
from ogi.postings.rules.chain import STEP_WORDS
from ogi.tenants.queries import seat_name

COLUMNS = (
    Column("序号", "number", 6),
    Column("单位", width=12),
    Column("标题", width=30),
    Column("索引号", width=18),
    Column("先过的环节", width=14),
    Column("理由", width=26),
    Column("办理人", width=9),
    Column("先过时间", width=13),
    Column("发布时间", width=13),
    Column("补办人", width=9),
    Column("补办时间", width=13),
    Column("未补办天数", "number", 8),
)
RATES = (
    Column("单位", width=16),
    Column("公开（条）", "number", 10),
    Column("紧急公开（条）", "number", 12),
    Column("未补办（条）", "number", 12),
    Column("紧急公开占比", width=12),
)


def period_of(asked: dict[str, Any]) -> Period:
    """Return the period that a page or file asks for: year, tenant, and what is shown."""
    return Period(
        date(asked["year"], 1, 1),
        date(asked["year"], 12, 31),
        tenant_id=asked.get("tenant"),
        urgent=asked.get("shown") != "all",
        still_open=asked.get("shown") == "open",
    )


def build(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return a year's steps passed over, and each tenant's rate."""
    now = clock.now()
    found = session.scalars(publications_statement(session.scope, period_of(asked))).all()
    rows = [
        _cells(number, one, now)
        for number, one in enumerate(list_bypasses(session, found), start=1)
    ]
    every = period_of({**asked, "shown": "all"})
    rates = [_rate(one) for one in list_rates(session, session.scope, every)]
    return Register(
        title=f"{asked['year']}年紧急公开登记表",
        place=seat_name(session),
        pages=[Page("紧急公开", COLUMNS, rows), Page("各单位占比", RATES, rates)],
        made_on=clock.today(),
        narrowed=[("范围", "还没有补办的" if asked.get("shown") == "open" else "")],
    )


def _count(session: ScopedSession, asked: dict[str, Any]) -> int:
    return count_rows(session, publications_statement(session.scope, period_of(asked)))


def _cells(number: int, one: Bypass, now: datetime) -> tuple[object, ...]:
    return (
        number,
        one.tenant,
        one.title,
        one.index_number,
        STEP_WORDS[one.step],
        one.reason,
        one.passed_by,
        _shown(one.passed_at),
        _shown(one.published_at),
        one.cleared_by,
        _shown(one.cleared_at),
        one.days_open(now),
    )


def _rate(one: Rate) -> tuple[object, ...]:
    return (one.tenant, one.published, one.urgent, one.still_open, one.percent)


def _shown(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


BYPASSES = RegisterKind("register.bypasses", "紧急公开登记表", build, _count)
