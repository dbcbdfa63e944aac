"""The register (台账) of postings as a file: what the list shows, or what a year published."""

from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import defer

from ogi.catalogue.rules import board_name
from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.tabular import Column, Page, Register
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.queries import PostingFilter, postings_statement
from ogi.postings.rules.chain import state_words
from ogi.postings.rules.states import STATE_NAMES
from ogi.tenants.queries import seat_name

KIND_NAMES = {"content": "公开内容", "nothing": "本期无", "withheld": "依法不公开"}
COLUMNS = (
    Column("序号", "number", 6),
    Column("单位", width=12),
    Column("公开栏", width=7),
    Column("事项编号", width=8),
    Column("标题", width=34),
    Column("所属期", width=13),
    Column("索引号", width=18),
    Column("分类", width=14),
    Column("信息来源", width=12),
    Column("公开日期", "date", 11),
    Column("张贴日期", "date", 11),
    Column("网上发布时间", width=11),
    Column("记录比张贴晚（天）", "number", 8),
    Column("导入时间", width=11),
    Column("迟报天数", "number", 6),
    Column("类别", width=9),
    Column("状态", width=9),
    Column("版次", "number", 6),
    Column("更正说明", width=20),
    Column("导入来源", width=16),
)


def statement_of(session: ScopedSession, arguments: dict[str, Any]) -> Select[Posting]:
    """Return the list that a page is narrowed to, or with `year` what that year published."""
    chosen = PostingFilter(
        state=arguments.get("state", ""),
        board=arguments.get("board", ""),
        item_code=arguments.get("item", ""),
        text=arguments.get("text", ""),
    )
    wanted = postings_statement(session.scope, chosen).options(defer(Posting.content))
    year = arguments.get("year")
    if year is None:
        return wanted
    days = date(year, 1, 1), date(year, 12, 31)
    published = wanted.where(Posting.state.in_(PUBLIC_STATES), Posting.counted_on.between(*days))
    return published.order_by(None).order_by(Posting.counted_on, Posting.id)


def build(session: ScopedSession, arguments: dict[str, Any]) -> Register:
    """Return the register of the seat: one tenant's, or the whole township's."""
    found = session.scalars(statement_of(session, arguments))
    rows = [_cells(number, posting) for number, posting in enumerate(found, start=1)]
    year = arguments.get("year")
    return Register(
        title="公开事项台账" if year is None else f"{year}年公开事项台账",
        place=seat_name(session),
        pages=[Page("公开事项台账", COLUMNS, rows)],
        made_on=clock.today(),
        narrowed=[
            ("状态", STATE_NAMES.get(arguments.get("state", ""), "")),
            ("公开栏", board_name(arguments["board"]) if arguments.get("board") else ""),
            ("事项", arguments.get("item", "")),
            ("文字", arguments.get("text", "")),
        ],
    )


def _count(session: ScopedSession, arguments: dict[str, Any]) -> int:
    return count_rows(session, statement_of(session, arguments))


def _cells(number: int, posting: Posting) -> tuple[object, ...]:
    at = posting.published_at
    moment = "" if at is None else f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    imported = bool(posting.imported_from) and posting.edition == 1
    return (
        number,
        posting.tenant.name,
        board_name(posting.board, posting.tenant.kind),
        posting.item_code,
        posting.title,
        posting.period_label,
        posting.index_number,
        posting.report_category,
        posting.source,
        posting.counted_on,
        posting.claimed_on,
        "" if imported else moment,
        _days_apart(posting),
        moment if imported else "",
        posting.days_late,
        KIND_NAMES[posting.kind],
        state_words(posting.state, posting.awaiting),
        posting.edition,
        posting.correction_note,
        posting.imported_from,
    )


def _days_apart(posting: Posting) -> int | None:
    """Return the days from the day on the sheet to the recorded one; of an import none."""
    old = posting.imported_from and posting.edition == 1
    if old or posting.claimed_on is None or posting.published_at is None:
        return None
    return (clock.local_date(posting.published_at) - posting.claimed_on).days


POSTINGS = RegisterKind("register.postings", "公开事项台账", build, _count)
