"""The register of rulings on personal data as a file; it tells masked forms alone."""

from typing import Any

from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.privacy import KIND_NAMES, Kind, free_words
from ogi.platform.tabular import Column, Page, Register
from ogi.postings.models import GuardRuling
from ogi.postings.queries import RulingFilter, rulings_statement
from ogi.postings.rules.guarding import RULED_WORDS
from ogi.tenants.queries import seat_name

COLUMNS = (
    Column("序号", "number", 6),
    Column("单位", width=12),
    Column("公开事项", width=30),
    Column("种类", width=12),
    Column("遮盖后的样子", width=18),
    Column("所在位置", width=24),
    Column("申请理由", width=24),
    Column("申请人", width=10),
    Column("申请日期", "date", 11),
    Column("结果", width=12),
    Column("认定理由", width=24),
    Column("认定人", width=10),
    Column("认定日期", "date", 11),
)


def filter_of(arguments: dict[str, Any]) -> RulingFilter:
    """Return what a page's plain values narrow the list to."""
    return RulingFilter(
        state=arguments.get("state", ""),
        kind=arguments.get("kind", ""),
        tenant_id=arguments.get("tenant"),
    )


def build(session: ScopedSession, arguments: dict[str, Any]) -> Register:
    """Return the rulings of the seat: one tenant's, or the whole township's."""
    found = session.execute(rulings_statement(session.scope, filter_of(arguments)))
    rows = [_cells(number, *row) for number, row in enumerate(found, start=1)]
    return Register(
        title="个人信息认定台账",
        place=seat_name(session),
        pages=[Page("个人信息认定台账", COLUMNS, rows)],
        made_on=clock.today(),
        narrowed=[
            ("结果", RULED_WORDS.get(arguments.get("state", ""), "")),
            ("种类", KIND_NAMES[Kind(arguments["kind"])] if arguments.get("kind") else ""),
        ],
    )


def _count(session: ScopedSession, arguments: dict[str, Any]) -> int:
    return count_rows(session, rulings_statement(session.scope, filter_of(arguments)))


def _cells(
    number: int, ruling: GuardRuling, posting: str, tenant: str, asker: str, ruler: str | None
) -> tuple[object, ...]:
    return (
        number,
        tenant,
        free_words(posting),
        KIND_NAMES[Kind(ruling.kind)],
        ruling.masked,
        ruling.place,
        ruling.request,
        asker,
        clock.local_date(ruling.asked_at),
        RULED_WORDS[ruling.state],
        ruling.reason,
        ruler or "",
        None if ruling.ruled_at is None else clock.local_date(ruling.ruled_at),
    )


RULINGS = RegisterKind("register.rulings", "个人信息认定台账", build, _count)
