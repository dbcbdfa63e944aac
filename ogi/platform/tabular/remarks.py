"""The uploaded file handed back: a remarks column, and red on each faulty cell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ogi.platform.tabular.guards import LIMITS, ZIP_MAGIC, Limits, check_size
from ogi.platform.tabular.reading import Book, read_book
from ogi.platform.tabular.records import HEADER_ROWS, REMARKS_TITLE, RowError
from ogi.platform.tabular.scan import column_number
from ogi.platform.tabular.templates import put_text
from ogi.platform.tabular.word_reading import is_word

RED = PatternFill("solid", fgColor="FFC7CE")
NO_FILL = PatternFill()


def annotate(source: bytes, remarks: Iterable[RowError], limits: Limits = LIMITS) -> bytes:
    """Return the uploaded file as xlsx with a 导入备注 column and red faulty cells.

    A csv comes back as xlsx, and so does a Word file, a sheet for each of its tables. Formulas
    come back as their text. A file that was annotated before gets fresh remarks. Raises
    RuleBroken as read_book does.
    """
    check_size(source, limits)
    table = read_book(source, limits)
    if source.startswith(ZIP_MAGIC) and not is_word(source):
        book = load_workbook(BytesIO(source))
    else:
        book = _as_workbook(table)
    by_sheet: dict[str, list[RowError]] = defaultdict(list)
    for remark in remarks:
        by_sheet[remark.sheet].append(remark)
    for sheet in book.worksheets:
        _defuse(sheet)
        _write_remarks(sheet, by_sheet.get(sheet.title, []))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _as_workbook(source: Book) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in source.sheets:
        sheet = book.create_sheet(table.name)
        for row in table.rows:
            for index, value in enumerate(row.values, start=1):
                if value is not None:
                    put_text(sheet.cell(row.number, index), str(value))
    return book


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, MergedCell) and cell.value is not None:
                yield cell


def _defuse(sheet: Worksheet) -> None:
    for cell in _cells(sheet):
        if cell.data_type == "f":
            put_text(cell, str(getattr(cell.value, "text", cell.value)))


def _write_remarks(sheet: Worksheet, remarks: list[RowError]) -> None:
    header, column = _place_remarks(sheet)
    if sheet.cell(header, column).value == REMARKS_TITLE:
        _clear(sheet, header, column)
    if not remarks:
        return
    by_row: dict[int, list[RowError]] = defaultdict(list)
    for remark in remarks:
        by_row[remark.row].append(remark)
    put_text(sheet.cell(header, column), REMARKS_TITLE)
    sheet.column_dimensions[get_column_letter(column)].width = 60
    for number, found in by_row.items():
        place = column + 1 if number == header else column
        put_text(sheet.cell(number, place), "；".join(_in_words(sheet, header, r) for r in found))
        for remark in found:
            if remark.column:
                sheet.cell(number, column_number(remark.column)).fill = RED


def _in_words(sheet: Worksheet, header: int, remark: RowError) -> str:
    if not remark.column:
        return remark.message
    title = sheet.cell(header, column_number(remark.column)).value
    return f"{remark.column}列“{title}”：{remark.message}" if title else remark.message


def _place_remarks(sheet: Worksheet) -> tuple[int, int]:
    header, most = 1, 0
    for number, row in enumerate(sheet.iter_rows(max_row=HEADER_ROWS, values_only=True), start=1):
        titles = [isinstance(value, str) for value in row]
        if REMARKS_TITLE in row:
            return number, row.index(REMARKS_TITLE) + 1
        if sum(titles) > most:
            header, most = number, sum(titles)
    return header, (sheet.max_column or 0) + 1


def _clear(sheet: Worksheet, header: int, column: int) -> None:
    for row in sheet.iter_rows(min_row=header):
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if cell.column >= column:
                cell.value = None
            if cell.fill.fgColor.rgb == f"00{RED.fgColor.rgb[2:]}":
                cell.fill = NO_FILL
