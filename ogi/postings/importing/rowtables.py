"""The rows of one draft as a spreadsheet: to fill in, and read back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from ogi.platform.tabular import Column, Page, Sheet, Value, read_book, write_template
from ogi.platform.tabular.values import as_text
from ogi.postings.rules.content import FieldSpec, columns, parse_money, parse_number
from ogi.postings.rules.rows import Taken, take_grid

PAGE, HELP = "明细", "填写说明"
KINDS = {"money": "money", "number": "decimal", "date": "date"}
WIDTHS = {"longtext": 40, "text": 20, "date": 14}
NOTES = (
    "第一行是各栏的名称，不要改；从第二行起一行一条。",
    "日期写成 2026-03-15 的样子；金额以元为单位，填数字。",
    "凭证号、账户尾号等编号按文本填写，前面的 0 不会丢。",
    "合计不用填，由系统计算。填好后在原来的页面上传。",
)


def rows_template(specs: Sequence[FieldSpec], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the xlsx of a draft's rows, with room for more below."""
    line = columns(specs)
    filled = [[_cell(spec, row.get(spec.key, "")) for spec in line] for row in rows]
    return write_template([Page(PAGE, [_column(spec) for spec in line], filled)], NOTES)


def _column(spec: FieldSpec) -> Column:
    unit = "（元）" if spec.kind == "money" else ""
    optional = "" if spec.required else "（选填）"
    return Column(
        f"{spec.label}{unit}{optional}",
        KINDS.get(spec.kind, "text"),
        WIDTHS.get(spec.kind, 16),
        choices=spec.choices,
        guarded=spec.kind in KINDS,
    )


def _cell(spec: FieldSpec, text: str) -> object:
    """Return a value as a spreadsheet keeps it; what cannot be read stays text."""
    try:
        if text and spec.kind == "money":
            return parse_money(text)
        if text and spec.kind == "number":
            return parse_number(text)
        if text and spec.kind == "date":
            return date.fromisoformat(text)
    except ValueError:
        return text
    return text or None


def read_rows(
    data: bytes, specs: Sequence[FieldSpec], *, year: int | None = None, after: int = 0
) -> Taken:
    """Return the rows of an uploaded xlsx, docx or csv, and remarks on what cannot be read.

    Raises RuleBroken for a file that is no table, or that no table may be.
    """
    book = read_book(data)
    sheet = _sheet_of(book.sheets)
    remarks = [f"工作表“{name}”是隐藏的，没有读" for name in book.hidden]
    others = [one.name for one in book.sheets if one.rows and one is not sheet and one.name != HELP]
    remarks += [f"只读了“{sheet.name}”，“{name}”没有读" for name in others]
    if any(row.formulas for row in sheet.rows):
        remarks.append("有的格是公式，取的是表格里算好的数，请核对")
    grid = [[_text(value) for value in row.values] for row in sheet.rows]
    taken = take_grid(specs, grid, year=year, after=after)
    return Taken(taken.rows, (*remarks, *taken.remarks))


def _sheet_of(sheets: Sequence[Sheet]) -> Sheet:
    """Return the sheet that the template names, else the first that holds something."""
    named = [sheet for sheet in sheets if sheet.name == PAGE]
    filled = [sheet for sheet in sheets if sheet.rows and sheet.name != HELP]
    return next(iter([*named, *filled]), Sheet(PAGE, ()))


def _text(value: Value) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        return f"{value:f}"
    try:
        return as_text(value)
    except ValueError:
        return str(value)
