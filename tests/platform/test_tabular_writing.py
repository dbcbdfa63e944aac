"""Writing tables: what goes out comes back, and nothing in it runs."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from ogi.platform.tabular import (
    Column,
    Heading,
    Page,
    RowError,
    annotate,
    read_book,
    read_records,
    write_csv,
    write_template,
    write_xlsx,
)
from ogi.platform.tabular.text import DANGEROUS

COLUMNS = (Column("编号"), Column("日期", "date"), Column("金额", "money"))
HOSTILE = ["=1+2", "+1", "-1", "@SUM(A1)", "＝1", "http://a.example", "110105199003070123"]


def rows_of(data: bytes) -> list[tuple[object, ...]]:
    (sheet, *_) = read_book(data).sheets
    return [row.values for row in sheet.rows]


def formulas_in(data: bytes) -> int:
    book = load_workbook(BytesIO(data))
    return sum(cell.data_type == "f" for s in book for row in s.iter_rows() for cell in row)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula(text: str) -> None:
    page = Page("清单", (Column("甲"),), [(text,)])
    for data in (write_xlsx([page]), write_template([page])):
        assert formulas_in(data) == 0
        assert load_workbook(BytesIO(data)).worksheets[0]["A2"].value == text
    assert rows_of(write_csv(page))[1] == (text,)


def test_csv_has_a_mark_for_excel_and_a_quote_before_formulas() -> None:
    data = write_csv(Page("清单", (Column("甲"),), [("=1+2",), (Decimal("-5.00"),)]))
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").splitlines()
    assert lines == ["甲", "'=1+2", "-5.00"]


def test_workbook_keeps_kinds_and_gives_equal_bytes() -> None:
    page = Page("收支/明细*", COLUMNS, [("F03", date(2026, 3, 5), Decimal("12.50"))])
    data = write_xlsx([page])
    assert data == write_xlsx([page])
    (sheet,) = read_book(data).sheets
    assert sheet.name == "收支明细"
    assert sheet.rows[1].values == ("F03", date(2026, 3, 5), Decimal("12.5"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_text_comes_back(texts: list[str]) -> None:
    page = Page("清单", (Column("甲"), Column("乙")), [("行", text) for text in texts])
    for data in (write_xlsx([page]), write_csv(page)):
        for row in rows_of(data):
            assert not str(row[0]).startswith(DANGEROUS)
        assert len(rows_of(data)) == len(texts) + 1


def test_template_offers_choices_and_notes() -> None:
    columns = (Column("频次", choices=("月", "季")), Column("编号", hint="如 F03"))
    data = write_template([Page("清单", columns)], ["第一行不要改动。"])
    book = load_workbook(BytesIO(data))
    rules = book["清单"].data_validations.dataValidation
    assert {rule.formula1 for rule in rules} == {'"月,季"', None}
    assert book["填写说明"]["A1"].value == "第一行不要改动。"


def uploaded() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "清单"
    sheet.append(("编号", "日期"))
    sheet.append(("F03", "2026-02-30"))
    sheet.append(("F04", "=TODAY()"))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


ERRORS = [
    RowError("清单", 2, "B", "不是真实存在的日期"),
    RowError("清单", 3, "B", "这一格是公式"),
    RowError("清单", 1, "", "缺少“金额”列"),
]


def test_annotated_file_says_what_is_wrong_beside_each_row() -> None:
    sheet = load_workbook(BytesIO(annotate(uploaded(), ERRORS)))["清单"]
    assert sheet["C1"].value == "导入备注"
    assert sheet["D1"].value == "缺少“金额”列"
    assert sheet["C2"].value == "B列“日期”：不是真实存在的日期"
    assert sheet["B2"].fill.fgColor.rgb == "00FFC7CE"
    assert sheet["A2"].fill.fgColor.rgb != "00FFC7CE"
    assert sheet["B3"].data_type == "s"


def test_annotated_file_can_be_corrected_and_annotated_again() -> None:
    again = annotate(annotate(uploaded(), ERRORS), ERRORS[1:2])
    sheet = load_workbook(BytesIO(again))["清单"]
    assert (sheet["C2"].value, sheet["C3"].value) == (None, "B列“日期”：这一格是公式")
    assert sheet["B2"].fill.fgColor.rgb != "00FFC7CE"
    headings = [Heading("code", "编号"), Heading("on", "日期")]
    records, errors = read_records(read_book(again).sheets[0], headings)
    assert [record.values["code"] for record in records] == ["F03", "F04"]
    assert errors == []


def test_annotated_csv_comes_back_as_a_workbook() -> None:
    source = "编号,日期\r\nF03,'=1\r\n".encode("gb18030")
    data = annotate(source, [RowError("表格", 2, "B", "不是日期")])
    sheet = load_workbook(BytesIO(data))["表格"]
    assert (sheet["C2"].value, sheet["B2"].value) == ("B列“日期”：不是日期", "=1")
    assert formulas_in(data) == 0
