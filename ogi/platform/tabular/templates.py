"""Workbooks to fill in: styled heads, hints, choices as lists. openpyxl writes them."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ogi.platform.tabular.text import plain_text
from ogi.platform.tabular.writing import HEAD_FILL, MADE_ON, NUMBER_FORMATS, Column, Page

TEMPLATE_ROWS = 2_000
CHOICES_LENGTH = 250
"""A list written into a validation rule may have 255 characters."""
DAYS = ("25569", "73050")
"""From 1970 to 2099, as a spreadsheet counts days."""
AMOUNTS = ("-9999999999999", "9999999999999")


def write_template(pages: Sequence[Page], notes: Sequence[str] = ()) -> bytes:
    """Return a workbook to fill in: styled heads, hints, choices as lists, notes on a sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = book.properties.modified = MADE_ON
    for page in pages:
        _template_page(book.create_sheet(page.sheet_name), page)
    if notes:
        sheet = book.create_sheet("填写说明")
        sheet.column_dimensions["A"].width = 90
        for number, note in enumerate(notes, start=1):
            put_text(sheet.cell(number, 1), note)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _template_page(sheet: Worksheet, page: Page) -> None:
    sheet.freeze_panes = "A2"
    for index, column in enumerate(page.columns, start=1):
        head = sheet.cell(1, index)
        put_text(head, column.title)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor=HEAD_FILL)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = NUMBER_FORMATS[column.kind]
        _add_validation(sheet, f"{letter}2:{letter}{TEMPLATE_ROWS}", column)
    for number, row in enumerate(page.rows, start=2):
        for index, value in enumerate(row, start=1):
            cell = sheet.cell(number, index)
            if isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value
            cell.number_format = NUMBER_FORMATS[page.columns[index - 1].kind]


def _add_validation(sheet: Worksheet, area: str, column: Column) -> None:
    listed = ",".join(column.choices)
    use_list = bool(listed) and len(listed) <= CHOICES_LENGTH
    if not use_list and not column.hint and not column.guarded:
        return
    rule = DataValidation(type="list", formula1=f'"{listed}"') if use_list else DataValidation()
    if column.guarded and not use_list:
        _guard(rule, column)
    rule.allow_blank = True
    if column.hint:
        rule.promptTitle, rule.prompt, rule.showInputMessage = column.title, column.hint, True
    rule.add(area)
    sheet.add_data_validation(rule)


def _guard(rule: DataValidation, column: Column) -> None:
    """Let a cell take days, or numbers, alone."""
    is_day = column.kind == "date"
    rule.type, rule.operator = ("date" if is_day else "decimal"), "between"
    rule.formula1, rule.formula2 = DAYS if is_day else AMOUNTS
    rule.showErrorMessage, rule.errorTitle = True, column.title
    rule.error = "请填日期，如 2026-03-15" if is_day else "请填数字，不带单位"


def put_text(cell: Cell, text: str) -> None:
    """Set an openpyxl cell to text, which a leading = does not turn into a formula."""
    cell.value = plain_text(text)
    cell.data_type = "s"
    cell.number_format = "@"
