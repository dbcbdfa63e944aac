"""Rows as xlsx and csv: text stays text, whatever it begins with."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from ogi.platform.tabular.text import guard_text, plain_text

SHEET_NAME_LENGTH = 31
MADE_ON = datetime(2020, 1, 1)  # noqa: DTZ001 - a file property without zone; fixed so that equal rows give equal bytes
NUMBER_FORMATS = {
    "date": "yyyy-mm-dd",
    "money": "#,##0.00",
    "number": "0",
    "decimal": "General",
    "text": "@",
}
HEAD_FILL = "F3E3DF"


@dataclass(frozen=True)
class Column:
    """A column to write: title, kind (text, date, money, number, decimal), width in characters.

    A `guarded` one takes nothing but days or numbers where a template is filled in.
    """

    title: str
    kind: str = "text"
    width: int = 16
    choices: tuple[str, ...] = ()
    hint: str = ""
    guarded: bool = False


@dataclass(frozen=True)
class Page:
    """One sheet to write: name, columns, rows of values in the columns' order.

    `total` is a last row of its own, `note` a line below a table on paper.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]] = ()
    heading: str = ""
    total: Sequence[object] = ()
    note: str = ""

    @property
    def sheet_name(self) -> str:
        """The name as a spreadsheet allows it: no marks, at most 31 characters."""
        kept = "".join(mark for mark in self.name if mark not in "[]:*?/\\'")
        return kept[:SHEET_NAME_LENGTH] or "表格"


def write_xlsx(pages: Sequence[Page]) -> bytes:
    """Return a workbook with heads frozen and filters on; strings are never formulas."""
    out = BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": MADE_ON})
        for page in pages:
            _write_page(book, page)
    return out.getvalue()


def _write_page(book: Any, page: Page) -> None:
    sheet = book.add_worksheet(page.sheet_name)
    head = book.add_format({"bold": True, "bg_color": f"#{HEAD_FILL}", "text_wrap": True})
    formats = {
        kind: book.add_format({"num_format": form, "valign": "top"})
        for kind, form in NUMBER_FORMATS.items()
    }
    for index, column in enumerate(page.columns):
        sheet.set_column(index, index, column.width)
    first = 1 if page.heading else 0
    if page.heading:
        sheet.write_string(0, 0, plain_text(page.heading), book.add_format({"bold": True}))
    for index, column in enumerate(page.columns):
        sheet.write_string(first, index, column.title, head)
    sheet.freeze_panes(first + 1, 0)
    number = first
    for number, row in enumerate(page.rows, start=first + 1):
        for index, (column, value) in enumerate(zip(page.columns, row, strict=True)):
            _write_cell(sheet, (number, index), value, formats[column.kind])
    _write_total(book, sheet, page, number + 1)
    sheet.autofilter(first, 0, number, max(len(page.columns) - 1, 0))


def _write_total(book: Any, sheet: Any, page: Page, number: int) -> None:
    for index, (column, value) in enumerate(zip(page.columns, page.total, strict=False)):
        look = {"num_format": NUMBER_FORMATS[column.kind], "bold": True, "top": 1}
        _write_cell(sheet, (number, index), value, book.add_format(look))


def _write_cell(sheet: Any, place: tuple[int, int], value: object, form: Any) -> None:
    match value:
        case None | "":
            sheet.write_blank(*place, None, form)
        case bool():
            sheet.write_string(*place, "是" if value else "否", form)
        case int() | float() | Decimal():
            sheet.write_number(*place, value, form)
        case datetime():
            sheet.write_string(*place, f"{value:%Y-%m-%d %H:%M}", form)
        case date():
            sheet.write_datetime(*place, value, form)
        case _:
            sheet.write_string(*place, plain_text(str(value)), form)


def write_csv(page: Page) -> bytes:
    """Return UTF-8 with BOM, as Excel expects; text that would run gets a quote before it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([guard_text(column.title) for column in page.columns])
    writer.writerows([_csv_cell(value) for value in row] for row in page.rows)
    if page.total:
        writer.writerow([_csv_cell(value) for value in page.total])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int() | float() | Decimal():
            return value
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return guard_text(plain_text(str(value)))


def shown(value: object, kind: str = "text") -> str:
    """Return a value as a reader of paper sees it: money with its two decimals."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int() | float() | Decimal() if kind == "money":
            return f"{value:,.2f}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
