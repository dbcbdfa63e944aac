"""Tables as Word files: what goes out comes back, looks as it should, and nothing in it runs."""

import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ogi.platform.errors import RuleBroken
from ogi.platform.tabular import (
    Column,
    Heading,
    Page,
    Reader,
    Register,
    annotate,
    check_length,
    read_book,
    read_records,
    write_docx,
    write_register,
)
from tests.support.office_files import W, inside, with_part

DAY = date(2026, 11, 24)
COLUMNS = (
    Column("编号", width=12),
    Column("姓名", width=20),
    Column("金额", "money", 14),
    Column("件数", "number", 8),
    Column("日期", "date", 12),
)
HEADINGS = [
    Heading("code", "编号"), Heading("name", "姓名", required=False),
    Heading("sum", "金额", required=False), Heading("count", "件数", required=False),
    Heading("on", "日期", required=False),
]  # fmt: skip
ROW = ("00071", "110105199003070123", Decimal("1234567.50"), 3, date(2026, 3, 5))
FORMS = ("xlsx", "docx", "csv")


def register(*rows: tuple[object, ...], total: tuple[object, ...] = ()) -> Register:
    page = Page("收支", COLUMNS, rows, total=total)
    return Register("收支台账", "青山镇", [page], DAY, [("公开栏", "财务"), ("状态", "")])


def records_of(data: bytes) -> list[tuple[object, ...]]:
    records, errors = read_records(read_book(data).sheets[0], HEADINGS)
    assert not errors
    taken = []
    for record in records:
        take = Reader(record)
        taken.append((take.text("code"), take.text("name"), take.money("sum"),
                      take.whole("count"), take.day("on")))  # fmt: skip
        assert not take.errors, take.errors
    return taken


def formulas_in(data: bytes) -> int:
    book = load_workbook(BytesIO(data))
    return sum(cell.data_type == "f" for s in book for row in s.iter_rows() for cell in row)


@pytest.mark.parametrize("form", FORMS)
def test_same_records_come_back_from_each_form(form: str) -> None:
    assert records_of(write_register(register(ROW, ROW), form)) == [ROW, ROW]


CODES = st.text("0123456789", min_size=1, max_size=18) | st.sampled_from(
    ["=1+2", "'=1", "''+1", "-1", "＠甲", "+86 138", "_x0041_", "<w:t>", "\u3000甲\u3000", "甲\t乙"]
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | CODES
ROWS = st.tuples(
    CODES.filter(lambda text: text.strip()),
    WORDS,
    st.decimals(-9_999_999, 9_999_999, places=2) | st.none(),
    st.integers(-(10**9), 10**9) | st.none(),
    st.dates(date(1990, 1, 1), date(2099, 12, 31)) | st.none(),
)


@hypothesis_settings(max_examples=150)
@given(st.lists(ROWS, min_size=1, max_size=4))
def test_any_records_come_back_alike_from_all_forms(rows: list[tuple[object, ...]]) -> None:
    expected = [
        (str(row[0]).strip(), str(row[1]).strip("\ufffe\uffff").strip() or None, *row[2:])
        for row in rows
    ]
    for form in FORMS:
        data = write_register(register(*rows), form)
        assert records_of(data) == expected, form
        if form == "xlsx":
            assert formulas_in(data) == 0


def test_paper_is_set_as_an_office_sets_it() -> None:
    data = write_register(register(ROW, total=("合计", "", Decimal("1234567.50"), 3, None)), "docx")
    document = docx.Document(BytesIO(data))
    section, (table,) = document.sections[0], document.tables
    assert section.page_width > section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    title, line = (paragraph.text for paragraph in document.paragraphs[:2])
    assert title == "收支台账"
    assert line == "青山镇　筛选：公开栏 财务　共 1 条　制表日期：2026年11月24日"
    assert [cell.text for cell in table.rows[1].cells][2] == "1,234,567.50"
    text = inside(data).decode()
    assert text.count("<w:tblHeader/>") == 1
    assert text.count("<w:cantSplit/>") == 3
    assert text.count('<w:pStyle w:val="RegisterFigure"/>') == 4
    assert ' PAGE "' in text
    assert ' NUMPAGES "' in text
    assert 'w:eastAsia="仿宋_GB2312"' in text
    assert '<w:altName w:val="仿宋,FangSong,FandolFang,Noto Serif CJK SC"/>' in text
    assert "<w:b/>" in text.partition("合计")[0].rpartition("<w:tr>")[2]


def test_file_names_nobody_and_equal_rows_give_equal_bytes() -> None:
    data = write_register(register(ROW), "docx")
    properties = docx.Document(BytesIO(data)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == "收支台账"
    assert properties.created == datetime(2026, 11, 24, tzinfo=properties.created.tzinfo)
    assert data == write_register(register(ROW), "docx")


def test_several_tables_have_their_names_above() -> None:
    pages = [Page("汇总", COLUMNS[:2], [("甲", "乙")]), Page("明细", COLUMNS[:1], [("丙",)])]
    data = write_docx("清单", [], pages, made_on=DAY)
    texts = [paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs]
    assert [text for text in texts if text] == ["清单", "汇总", "明细"]
    assert [sheet.name for sheet in read_book(data).sheets] == ["表格1", "表格2"]


def test_too_many_rows_are_refused_with_what_to_do() -> None:
    with pytest.raises(RuleBroken) as refused:
        write_register(register(*[ROW] * 5_001), "docx")
    assert "最多 5000 行，现在有 5001 行" in refused.value.text
    assert "或改用 Excel" in refused.value.text
    with pytest.raises(RuleBroken) as refused:
        check_length(100_001, "xlsx")
    assert "分几次导出。" in refused.value.text


def test_largest_file_of_ours_can_be_read_again() -> None:
    columns = [Column(f"列{number}") for number in range(15)]
    rows = [["是"] * 15] * 5_000
    data = write_register(Register("台账", "", [Page("甲", columns, rows)], DAY), "docx")
    assert len(read_book(data).sheets[0].rows) == 5_001


# ------------------------------------------------------------- files of others


def made_by_hand(change) -> bytes:
    document = docx.Document()
    document.add_paragraph("某某村台账")
    table = document.add_table(3, 3)
    texts = ("编号", "姓名", "金额", "01", "张三", "1,000", "02", "李四", "２０元")
    for cell, text in zip(table._cells, texts, strict=True):
        cell.text = text
    change(document, table)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def read(change=lambda _document, _table: None):
    return read_records(read_book(made_by_hand(change)).sheets[0], HEADINGS[:3])


def xml(text: str):
    return parse_xml(text.replace(">", f' xmlns:w="{W}">', 1))


def test_table_of_another_program_is_read_under_its_heads() -> None:
    records, errors = read()
    assert not errors
    assert [record.values["code"] for record in records] == ["01", "02"]
    assert [Reader(record).money("sum") for record in records] == [1000, 20]
    assert records[1].number == 3


def test_merged_cells_are_told_by_place() -> None:
    def change(_document, table) -> None:
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(1, 1).merge(table.cell(1, 2))

    _records, errors = read(change)
    assert [(error.row, error.column) for error in errors] == [
        (2, "A"), (2, "B"), (2, "C"), (3, "A"),
    ]  # fmt: skip
    assert "合并单元格" in errors[0].message


def test_computed_field_counts_as_a_formula() -> None:
    def change(_document, table) -> None:
        table.cell(1, 2).paragraphs[0]._p.append(
            xml('<w:fldSimple w:instr=" =SUM(ABOVE) "><w:r><w:t>9</w:t></w:r></w:fldSimple>')
        )
        run = xml("<w:r><w:instrText> =A1+1 </w:instrText></w:r>")
        table.cell(2, 2).paragraphs[0]._p.append(run)

    _records, errors = read(change)
    assert [(error.row, error.column) for error in errors] == [(2, "C"), (3, "C")]


def test_hidden_and_struck_text_is_not_read() -> None:
    def change(_document, table) -> None:
        paragraph = table.cell(1, 1).paragraphs[0]._p
        paragraph.append(xml("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"))
        paragraph.append(xml('<w:del w:id="1"><w:r><w:delText>删去</w:delText></w:r></w:del>'))
        paragraph.append(xml('<w:ins w:id="2"><w:r><w:t>丰</w:t></w:r></w:ins>'))
        row = table.rows[2]._tr
        row.get_or_add_trPr().append(xml('<w:del w:id="3"></w:del>'))

    records, errors = read(change)
    assert not errors
    assert [record.values["name"] for record in records] == ["张三丰"]


def test_cells_in_content_controls_and_tables_in_cells_are_read() -> None:
    def change(_document, table) -> None:
        cell = table.cell(1, 1)
        cell.add_table(1, 1).cell(0, 0).text = "内表"
        row = table.rows[2]._tr
        last = row.tc_lst[-1]
        control = xml("<w:sdt><w:sdtContent></w:sdtContent></w:sdt>")
        row.append(control)
        control[0].append(last)

    records, errors = read(change)
    assert not errors
    assert records[0].values["name"] == "张三\n内表"
    assert records[1].values["sum"] == "２０元"


def test_second_table_is_a_sheet_of_its_own() -> None:
    def change(document, _table) -> None:
        document.add_paragraph("第二张")
        document.add_table(1, 2).cell(0, 0).text = "签字"

    book = read_book(made_by_hand(change))
    assert [(sheet.name, len(sheet.rows)) for sheet in book.sheets] == [("表格1", 3), ("表格2", 1)]


def test_document_without_a_table_says_so() -> None:
    def change(_document, table) -> None:
        table._tbl.getparent().remove(table._tbl)

    with pytest.raises(RuleBroken) as refused:
        read_book(made_by_hand(change))
    assert "没有表格" in refused.value.text


def plain_document(body: str) -> bytes:
    text = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return with_part(made_by_hand(lambda *_: None), "word/document.xml", text.encode())


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>',
        b"<w:document",
        b"",
        b"<a>" * 100_000 + b"</a>" * 100_000,
    ],
)
def test_hostile_documents_are_refused(content: bytes) -> None:
    data = with_part(made_by_hand(lambda *_: None), "word/document.xml", content)
    with pytest.raises(RuleBroken):
        read_book(data)


def test_zip_bomb_in_word_clothes_is_refused() -> None:
    data = with_part(made_by_hand(lambda *_: None), "word/media/a.bin", b"\0" * (180 << 20))
    with pytest.raises(RuleBroken) as refused:
        read_book(data)
    assert refused.value.code == "table_bomb"


@pytest.mark.parametrize("span", ["999999999", "-1", "甲", "199"])
def test_boasting_spans_do_not_fill_the_memory(span: str) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p/></w:tc>'
    try:
        read_book(plain_document(f"<w:tbl><w:tr>{cell * 3}</w:tr></w:tbl>"))
    except RuleBroken as refused:
        assert refused.code == "table_too_large"  # noqa: PT017 - either outcome is right


def test_word_file_comes_back_as_a_workbook_with_remarks() -> None:
    data = made_by_hand(lambda _document, table: table.cell(1, 0).merge(table.cell(2, 0)))
    _records, errors = read_records(read_book(data).sheets[0], HEADINGS[:3])
    sheet = load_workbook(BytesIO(annotate(data, errors)))["表格1"]
    assert sheet["D1"].value == "导入备注"
    assert "合并单元格" in sheet["D2"].value
    assert zipfile.is_zipfile(BytesIO(data))
