"""Reading tables: values and places, faults by row and column, files that mean harm."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ogi.platform.errors import RuleBroken
from ogi.platform.tabular import (
    Book,
    Heading,
    Limits,
    Reader,
    Sheet,
    gather_errors,
    read_book,
    read_records,
)
from ogi.platform.tabular.scan import column_letter, column_number
from ogi.platform.tabular.values import as_day, as_flag, as_number, as_whole

HEADINGS = [
    Heading("code", "编号"),
    Heading("on", "张贴日期", also=("公开日期",)),
    Heading("amount", "金额", required=False),
]


def workbook(*rows: tuple[object, ...], change: object = None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "清单"
    for row in rows:
        sheet.append(row)
    if callable(change):
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def only(book: Book) -> Sheet:
    (sheet,) = book.sheets
    return sheet


def test_reader_keeps_sheet_row_and_letter() -> None:
    data = workbook((), ("编号", "张贴日期（必填）", "金额"), ("F03", date(2026, 3, 5), 12.5))
    records, errors = read_records(only(read_book(data)), HEADINGS)
    assert errors == []
    (record,) = records
    assert (record.sheet, record.number, record.letters["on"]) == ("清单", 3, "B")
    take = Reader(record)
    assert (take.text("code"), take.day("on"), take.money("amount")) == (
        "F03",
        date(2026, 3, 5),
        Decimal("12.5"),
    )
    assert take.errors == []


def test_reader_gathers_every_fault_of_a_row() -> None:
    data = workbook(("编号", "公开日期", "金额"), (None, "2026-02-30", "三元"))
    records, _ = read_records(only(read_book(data)), HEADINGS)
    take = Reader(records[0])
    assert take.text("code", required=True) is None
    assert take.day("on") is None
    assert take.money("amount") is None
    assert [(e.row, e.column) for e in take.errors] == [(2, "A"), (2, "B"), (2, "C")]
    assert str(take.errors[1]) == "表“清单”第2行B列：“2026-02-30”不是真实存在的日期"


def test_missing_and_double_columns_are_named() -> None:
    data = workbook(("编号", "金额", "金额"), ("F03", 1, 2))
    _, errors = read_records(only(read_book(data)), HEADINGS)
    assert [(e.row, e.column, e.message) for e in errors] == [
        (1, "", "缺少“张贴日期”列"),
        (1, "C", "“金额”列重复"),
    ]


def test_sheet_without_headings_is_told_what_they_are() -> None:
    records, errors = read_records(only(read_book(workbook(("甲", "乙")))), HEADINGS)
    assert records == []
    assert "编号、张贴日期" in errors[0].message
    assert read_records(Sheet("空", ()), HEADINGS)[1][0].row == 1


def test_formula_cell_is_reported_where_it_stands() -> None:
    data = workbook(("编号", "张贴日期", "金额"), ("F03", "2026-03-05", "=1+2"))
    _, errors = read_records(only(read_book(data)), HEADINGS)
    assert [(e.row, e.column) for e in errors] == [(2, "C")]
    assert "公式" in errors[0].message


def test_cell_is_faulted_once_by_what_explains_the_rest() -> None:
    data = workbook(("编号", "张贴日期"), ("=A1", "2026-03-05"))
    records, errors = read_records(only(read_book(data)), HEADINGS)
    take = Reader(records[0])
    assert take.text("code", required=True) is None
    (error,) = gather_errors(errors, [take])
    assert "公式" in error.message


def test_merged_cells_are_reported_in_each_row() -> None:
    data = workbook(
        ("编号", "张贴日期"),
        ("F03", "2026-03-05"),
        ("F04", None),
        change=lambda book: book.active.merge_cells("B2:B3"),
    )
    _, errors = read_records(only(read_book(data)), HEADINGS)
    assert [(e.row, e.column) for e in errors] == [(2, "B"), (3, "B")]


def test_hidden_sheet_is_named_and_not_read() -> None:
    def hide(book: Workbook) -> None:
        extra = book.create_sheet("内部名单")
        extra["A1"] = "不公开"
        extra.sheet_state = "hidden"

    book = read_book(workbook(("编号",), ("F03",), change=hide))
    assert book.hidden == ("内部名单",)
    assert [sheet.name for sheet in book.sheets] == ["清单"]


def test_identity_number_spoilt_by_excel_is_refused() -> None:
    data = workbook(("编号", "张贴日期"), (110105199003070123, "2026-03-05"))
    records, _ = read_records(only(read_book(data)), HEADINGS)
    take = Reader(records[0])
    assert take.text("code") is None
    assert "失真" in take.errors[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_csv_is_read_in_the_encodings_of_excel(encoding: str, delimiter: str) -> None:
    text = delimiter.join(["编号", "张贴日期"]) + "\r\n" + delimiter.join(["'=F03", "2026年3月5日"])
    records, errors = read_records(only(read_book(text.encode(encoding))), HEADINGS)
    assert errors == []
    assert records[0].values["code"] == "=F03"
    assert Reader(records[0]).day("on") == date(2026, 3, 5)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0" + b"\x00" * 600],
)
def test_what_is_no_table_is_refused_with_words(data: bytes) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_book(data)
    assert refused.value.text


def test_zip_of_another_kind_is_refused() -> None:
    with pytest.raises(RuleBroken):
        read_book(archive({"word/document.xml": b"<a/>"}))


def archive(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, name: str, content: bytes) -> bytes:
    with ZipFile(BytesIO(data)) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    return archive(parts | {name: content})


def test_zip_bomb_is_refused_before_unpacking() -> None:
    bomb = changed(workbook(("编号",)), "xl/media/a.bin", b"\x00" * (64 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(RuleBroken) as refused:
        read_book(bomb)
    assert refused.value.code == "table_bomb"


def test_entity_bomb_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'
    with pytest.raises(RuleBroken) as refused:
        read_book(changed(workbook(("编号",)), "xl/sharedStrings.xml", bomb))
    assert refused.value.code == "table_unsafe"


def test_one_far_cell_does_not_fill_the_memory() -> None:
    far = workbook(("编号",), change=lambda book: book.active.cell(1_048_576, 16_384, "远"))
    with pytest.raises(RuleBroken) as refused:
        read_book(far)
    assert refused.value.code == "table_too_large"


@pytest.mark.parametrize("limits", [Limits(packed_bytes=10), Limits(cells=1), Limits(members=2)])
def test_each_limit_bites(limits: Limits) -> None:
    with pytest.raises(RuleBroken):
        read_book(workbook(("编号", "张贴日期"), ("F03", "2026-03-05")), limits)


def test_lying_size_is_refused() -> None:
    data = bytearray(archive({"xl/workbook.xml": b"<a>" + b"x" * 5000 + b"</a>"}))
    at = data.rfind(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(RuleBroken):
        read_book(bytes(data))


@given(st.integers(1, 16_384))
def test_column_letters_go_both_ways(number: int) -> None:
    assert column_number(column_letter(number)) == number


@given(st.dates(date(1000, 1, 1)))
def test_days_are_read_as_written(day: date) -> None:
    assert as_day(day.isoformat()) == day
    assert as_day(f"{day.year:04}年{day.month}月{day.day}日") == day
    assert as_day(f"{day:%Y%m%d}") == day


def test_numbers_and_flags_are_read_as_people_write_them() -> None:
    assert as_number("1,234.50元") == Decimal("1234.50")
    assert as_whole(Decimal(3)) == 3
    assert as_flag("是")
    assert not as_flag("否")
    for wrong in (lambda: as_whole("1.5"), lambda: as_number("NaN"), lambda: as_flag("也许")):
        with pytest.raises(ValueError):
            wrong()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    assert opened(data)
    assert opened(b"PK\x03\x04" + data)


def opened(data: bytes) -> Book | str:
    try:
        return read_book(data)
    except RuleBroken as refused:
        return refused.text
