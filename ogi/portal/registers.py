"""The public registers as files: what was declared, and the publish log entry by entry."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, select

from ogi.catalogue.rules import board_name, label_period
from ogi.platform.clock import SHANGHAI, local_date
from ogi.platform.ledger.models import LedgerEntry
from ogi.platform.tabular import Column, Page, Register
from ogi.portal.logbook import what_of
from ogi.portal.queries import DeclaredRow

DECLARED_COLUMNS = (
    Column("公开栏", width=8),
    Column("事项", width=30),
    Column("所属期或事由", width=20),
    Column("登记为", width=12),
    Column("理由", width=50),
    Column("依据", width=24),
    Column("登记日期", "date", 12),
)
LOG_COLUMNS = (
    Column("序号", "number", 8),
    Column("记入时间", width=20),
    Column("记入的事", width=16),
    Column("索引号", width=26),
    Column("事项", width=8),
    Column("所属期", width=12),
    Column("自称公开日期", width=14),
    Column("记入比自称晚（天）", "number", 10),
    Column("导入", width=6),
    Column("记录的校验码", width=44),
)
DISPOSITIONS = {"nothing": "本期无", "withheld": "依法不公开"}


def declared_register(
    place: str, kind: str, rows: Iterable[DeclaredRow], made_on: date
) -> Register:
    """Return what a tenant declared as a register."""
    told = [
        (board_name(row.board, kind), row.item, row.event_title or label_period(row.period_key),
         DISPOSITIONS[row.disposition], row.reason, row.article, local_date(row.declared_at))
        for row in rows
    ]  # fmt: skip
    page = Page("本期无和依法不公开", DECLARED_COLUMNS, told)
    return Register("本期无和依法不公开", place, [page], made_on)


def entries_statement(township_id: int, year: int) -> Select[LedgerEntry]:
    """Return the statement of what the log took in during a year of China's."""
    first, next_first = (
        datetime.combine(date(at, 1, 1), time(), SHANGHAI) for at in (year, year + 1)
    )
    return (
        select(LedgerEntry)
        .where(
            LedgerEntry.township_id == township_id,
            LedgerEntry.at >= first,
            LedgerEntry.at < next_first,
        )
        .order_by(LedgerEntry.position)
    )


def log_register(place: str, year: int, entries: Sequence[LedgerEntry], made_on: date) -> Register:
    """Return entries of the log as a register, without the texts that the leaves are made of."""
    page = Page("公开记录", LOG_COLUMNS, [_entry_row(entry) for entry in entries])
    return Register(f"{year}年公开记录", place, [page], made_on)


def _entry_row(entry: LedgerEntry) -> tuple[object, ...]:
    told: dict[str, Any] = json.loads(entry.body)
    return (
        entry.position + 1,
        f"{entry.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        what_of(entry.kind, told),
        told.get("index_number") or "",
        told.get("item") or "",
        told.get("period") or "",
        told.get("claimed_on") or "",
        _days_apart(entry, told),
        "导入" if told.get("imported") else "",
        entry.leaf,
    )


def _days_apart(entry: LedgerEntry, told: dict[str, Any]) -> int | None:
    claimed = told.get("claimed_on")
    if not claimed or told.get("imported"):
        return None
    return (local_date(entry.at) - date.fromisoformat(str(claimed))).days
