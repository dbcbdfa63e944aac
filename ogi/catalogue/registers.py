"""The registers of this room as files: the items in force, the legal texts, the calendar."""

from collections.abc import Iterable, Sequence
from typing import Any

from ogi.catalogue.models import CalendarDay, CatalogueItem, LegalBasis
from ogi.catalogue.queries import sheet_rows
from ogi.catalogue.rules.sheets import COLUMNS, DAYS, SHEET_NAME
from ogi.platform import clock
from ogi.platform.tabular import Column, Page, Register

BASIS_COLUMNS = (
    Column("依据", width=14),
    Column("名称", width=30),
    Column("条文", width=60),
    Column("施行日期", "date", 13),
    Column("停止日期", "date", 13),
    Column("核对", width=8),
)
CALENDAR_COLUMNS = (
    Column("日期", "date", 13),
    Column("星期", width=10),
    Column("安排", width=10),
    Column("说明", width=30),
)
WEEKDAYS = "一二三四五六日"


def items_register(
    place: str, items: Iterable[CatalogueItem], narrowed: Sequence[tuple[str, str]]
) -> Register:
    """Return the items as a register, which can be brought in again."""
    columns = (*(column for _, column in COLUMNS), *DAYS)
    return _register("事项目录", place, SHEET_NAME, columns, sheet_rows(items), narrowed)


def bases_register(place: str, bases: Iterable[LegalBasis]) -> Register:
    """Return every version of the legal texts as a register."""
    rows = [
        (basis.code, basis.name, basis.text, basis.valid_from, basis.valid_to,
         "已核" if basis.verified else "待核")
        for basis in bases
    ]  # fmt: skip
    return _register("依据文本", place, "依据文本", BASIS_COLUMNS, rows, [])


def calendar_register(place: str, year: int, days: Iterable[CalendarDay]) -> Register:
    """Return the days of a year that differ from their weekday as a register."""
    rows = [
        (day.day, f"星期{WEEKDAYS[day.day.weekday()]}", "上班" if day.is_workday else "放假",
         day.name)
        for day in days
    ]  # fmt: skip
    return _register(f"{year}年工作日历", place, "工作日历", CALENDAR_COLUMNS, rows, [])


def _register(
    title: str,
    place: str,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[Any, ...]],
    narrowed: Sequence[tuple[str, str]],
) -> Register:
    return Register(title, place, [Page(name, columns, rows)], clock.today(), narrowed)
