"""An uploaded xlsx, docx or csv as sheets of rows, each cell with its place."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from ogi.platform.errors import RuleBroken
from ogi.platform.tabular.guards import (
    LIMITS,
    ZIP_MAGIC,
    Limits,
    check_archive,
    check_cells,
    check_size,
)
from ogi.platform.tabular.scan import Scan, column_letter, scan_sheets
from ogi.platform.tabular.text import clean_text, unguard_text
from ogi.platform.tabular.word_reading import (
    WordTable,
    is_word,
    read_tables,
    word_limits,
)

Value = str | int | Decimal | date | datetime | bool | None
CSV_SHEET = "表格"
MAX_SHEETS = 50


@dataclass(frozen=True)
class Row:
    """One row that is not blank: its sheet, number from 1, values from column A on."""

    sheet: str
    number: int
    values: tuple[Value, ...]
    formulas: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()

    def letter(self, index: int) -> str:
        """Return the letter of a column given by its index from 0."""
        return column_letter(index + 1)


@dataclass(frozen=True)
class Sheet:
    """One visible sheet, or one table of a Word file, with its rows that are not blank."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Book:
    """All visible sheets of a file; names of the hidden ones, which are not read.

    `mixed` is True where tables of other things may stand among them, as in a Word file.
    """

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    mixed: bool = False


def read_book(data: bytes, limits: Limits = LIMITS) -> Book:
    """Return the sheets of an xlsx, docx or csv file, told apart by content, not by name.

    In a workbook whole numbers come as int, others as Decimal. Raises RuleBroken for a file
    that is empty, too large, packed like a bomb, or not a table.
    """
    check_size(data, limits)
    if not data.startswith(ZIP_MAGIC):
        return Book((_read_csv(data, limits),))
    word = is_word(data)
    check_archive(data, word_limits(limits) if word else limits)
    if word:
        tables = read_tables(data, limits)
        return Book(tuple(map(_word_sheet, tables)), mixed=True)
    scans = scan_sheets(data, limits)
    check_cells(sum(scan.rows * scan.columns for scan in scans), limits)
    if len(scans) > MAX_SHEETS:
        raise RuleBroken("table_too_large", limit=f"{MAX_SHEETS} 张工作表")
    visible = [scan for scan in scans if not scan.hidden]
    hidden = tuple(scan.name for scan in scans if scan.hidden)
    return Book(tuple(_read_sheets(data, visible)), hidden)


def _word_sheet(table: WordTable) -> Sheet:
    return Sheet(table.name, tuple(Row(table.name, *row) for row in table.rows))


def _read_sheets(data: bytes, scans: list[Scan]) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_object(BytesIO(data)) as book:
            for scan in scans:
                rows = book.get_sheet_by_name(scan.name).to_python(skip_empty_area=False)
                yield Sheet(scan.name, tuple(_rows(scan, rows)))
    except (CalamineError, ValueError, OSError) as broken:
        raise RuleBroken("table_unreadable") from broken


def _rows(scan: Scan, rows: Sequence[Sequence[object]]) -> Iterator[Row]:
    formulas = _by_row(scan.formulas)
    merged = _by_row(scan.merged)
    for number, cells in enumerate(rows, start=1):
        values = tuple(_value(cell) for cell in cells)
        if any(value is not None for value in values) or number in formulas:
            nothing: frozenset[int] = frozenset()
            yield Row(
                scan.name,
                number,
                values,
                formulas.get(number, nothing),
                merged.get(number, nothing),
            )


def _by_row(places: set[tuple[int, int]]) -> dict[int, frozenset[int]]:
    rows: dict[int, set[int]] = {}
    for row, column in places:
        rows.setdefault(row, set()).add(column - 1)
    return {row: frozenset(columns) for row, columns in rows.items()}


def _value(cell: object) -> Value:
    match cell:
        case bool() | datetime() | date():
            return cell
        case float() if cell.is_integer():
            return int(cell)
        case int() | float():
            return Decimal(repr(cell)) if isinstance(cell, float) else cell
        case time() | timedelta():
            return str(cell)
        case _:
            return clean_text(str(cell)) or None


def _read_csv(data: bytes, limits: Limits) -> Sheet:
    text = _decode(data)
    first_line = text.partition("\n")[0]
    delimiter = "\t" if first_line.count("\t") > first_line.count(",") else ","
    rows, cells = [], 0
    try:
        for number, line in enumerate(csv.reader(StringIO(text), delimiter=delimiter), start=1):
            cells += len(line)
            check_cells(cells, limits)
            values = tuple(unguard_text(clean_text(cell)) or None for cell in line)
            if any(values):
                rows.append(Row(CSV_SHEET, number, values))
    except csv.Error as broken:
        raise RuleBroken("table_unreadable") from broken
    return Sheet(CSV_SHEET, tuple(rows))


def _decode(data: bytes) -> str:
    if b"\x00" in data:
        raise RuleBroken("table_unreadable")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleBroken("table_unreadable")
