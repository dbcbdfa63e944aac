"""The checklist as a workbook: the matrix in colours and words, and every obligation below it."""

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter

from ogi.audits.exports import (
    BOARD_WORDS,
    DUTY_COLUMNS,
    SUM_HEADS,
    SUM_STATES,
    Sheet,
    cell_words,
    duty_rows,
    sums_of,
)
from ogi.audits.queries.duties import Duty
from ogi.audits.rules.matrix import Matrix
from ogi.audits.rules.tallies import Tally
from ogi.catalogue.rules.states import State
from ogi.platform.tabular.writing import MADE_ON, NUMBER_FORMATS
from ogi.tenants.rules import KIND_NAMES, TenantKind

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
COLOURS: dict[State, dict[str, Any]] = {
    State.IN_TIME: {"font_color": "#1E7B4B", "bg_color": "#EEF6F1"},
    State.DUE_SOON: {"font_color": "#8A6100", "bg_color": "#FBF5E6"},
    State.LATE: {"font_color": "#B54708", "bg_color": "#FDF3EA", "bold": True},
    State.MISSING: {
        "font_color": "#B3272D",
        "bold": True,
        "pattern": 14,
        "fg_color": "#F0C9C6",
        "bg_color": "#FFFFFF",
    },
    State.NOTHING: {"font_color": "#5B5B60", "bg_color": "#F1EFEC"},
    State.WITHHELD: {"font_color": "#5B5B60", "bg_color": "#F1EFEC"},
    State.WAIVED: {"font_color": "#5B5B60", "bg_color": "#F1EFEC"},
    State.NOT_DUE: {"font_color": "#5B5B60"},
}
BOARD_COLOURS = {"party": "#B3272D", "affairs": "#1F5FA8", "finance": "#7A5200"}
SUM_KINDS = (None, *SUM_STATES)
HEAD_ROWS = 3
FIXED = ("单位", "类别", *SUM_HEADS)


def to_xlsx(sheet: Sheet, duties: Sequence[Duty]) -> bytes:
    """Return two sheets: 清单 with heads and first columns frozen, 明细 with one row a duty."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"created": MADE_ON, "title": sheet.heading})
        _write_matrix(book, sheet)
        _write_duties(book, duties)
    return out.getvalue()


def _write_matrix(book: Any, sheet: Sheet) -> None:
    page, matrix = book.add_worksheet("清单"), sheet.matrix
    page.write_string(0, 0, sheet.heading, book.add_format({"bold": True, "font_size": 14}))
    _write_heads(book, page, matrix)
    formats = {
        state: book.add_format({"align": "center", "border": 1, "border_color": "#DEDAD4", **look})
        for state, look in COLOURS.items()
    }
    name = book.add_format({"border": 1, "border_color": "#DEDAD4"})
    sums = {state: _sum_format(book, state) for state in SUM_KINDS}
    for row, line in enumerate(matrix.lines, start=HEAD_ROWS):
        page.write_string(row, 0, line.unit.name, name)
        page.write_string(row, 1, KIND_NAMES[TenantKind(line.unit.kind)], name)
        for offset, (state, number) in enumerate(
            zip(SUM_KINDS, sums_of(line.total), strict=True), start=2
        ):
            page.write_number(row, offset, number, sums[state])
        for column, item in enumerate(matrix.columns, start=len(FIXED)):
            tally = line.cells.get(item.code)
            if tally is not None and tally.worst is not None:
                page.write_string(row, column, cell_words(tally), formats[tally.worst])
    _write_totals(page, matrix, sums)
    page.freeze_panes(HEAD_ROWS, 1)
    page.set_landscape()
    page.repeat_rows(1, HEAD_ROWS - 1)
    page.repeat_columns(0)
    page.set_paper(8)  # A3


def _write_heads(book: Any, page: Any, matrix: Matrix) -> None:
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#F1EFEC", "border": 1}
    )
    for column, title in enumerate(FIXED):
        page.merge_range(1, column, 2, column, title, head)
    column = len(FIXED)
    for board, items in groupby(matrix.columns, key=lambda item: item.board):
        titles = [item.title for item in items]
        band = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": BOARD_COLOURS[board]}
        )
        for offset in range(len(titles)):
            page.write_blank(1, column + offset, None, band)
        page.write_string(1, column, BOARD_WORDS[board], band)
        for offset, title in enumerate(titles):
            page.write_string(2, column + offset, title, head)
        column += len(titles)
    page.set_row(2, 96)
    page.set_column(0, 0, 16)
    page.set_column(1, len(FIXED) - 1, 7)
    page.set_column(len(FIXED), max(column - 1, len(FIXED)), 10)


def _sum_format(book: Any, state: State | None) -> Any:
    colour = COLOURS[state]["font_color"] if state else "#1D1D1F"
    look = {"bold": True, "font_color": colour, "bg_color": "#FAF8F5", "border": 1}
    return book.add_format({**look, "border_color": "#DEDAD4"})


def _write_totals(page: Any, matrix: Matrix, sums: dict[State | None, Any]) -> None:
    first = HEAD_ROWS + len(matrix.lines)
    for number, (state, head) in enumerate(zip(SUM_KINDS, SUM_HEADS, strict=True)):
        row, form = first + number, sums[state]
        page.write_string(row, 0, f"合计（{head}）", form)
        page.write_number(row, 2 + number, sums_of(matrix.total)[number], form)
        for column, item in enumerate(matrix.columns, start=len(FIXED)):
            tally = matrix.by_item.get(item.code, Tally())
            page.write_number(row, column, sums_of(tally)[number], form)


def _write_duties(book: Any, duties: Sequence[Duty]) -> None:
    page = book.add_worksheet("明细")
    head = book.add_format({"bold": True, "bg_color": "#F3E3DF"})
    forms = {kind: book.add_format({"num_format": code}) for kind, code in NUMBER_FORMATS.items()}
    for index, column in enumerate(DUTY_COLUMNS):
        page.set_column(index, index, column.width)
        page.write_string(0, index, column.title, head)
    number = 0
    for number, row in enumerate(duty_rows(duties), start=1):
        for index, (column, value) in enumerate(zip(DUTY_COLUMNS, row, strict=True)):
            if value in (None, ""):
                continue
            if column.kind == "date":
                page.write_datetime(number, index, value, forms["date"])
            elif column.kind == "number":
                page.write_number(number, index, value, forms["number"])
            else:
                page.write_string(number, index, str(value), forms["text"])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, number, len(DUTY_COLUMNS) - 1)
