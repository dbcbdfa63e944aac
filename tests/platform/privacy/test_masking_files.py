"""Personal data masked in the cells and paragraphs where it stands."""

from io import BytesIO

import docx
import openpyxl

from ogi.platform.privacy import find_in_file
from ogi.platform.privacy.cleaning import clean_file
from ogi.platform.privacy.cleaning.masking import mask_file
from ogi.platform.uploads import DOCX, PDF, XLSX
from tests.support.office_files import ID, PHONES, make_pdf, save

MASKED_ID = "110105********002X"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["姓名", "手机", "金额"],
        ["张三", int(PHONES[0]), 100],
        ["李四", f"{PHONES[1]}（本人）", 200.5],
        ["王五", ID, int("99" + PHONES[0])],
    ):
        sheet.append(row)
    sheet.oddFooter.center.text = f"联系 {PHONES[2]}"
    return clean_file("a.xlsx", save(book))


def test_cells_are_masked_and_the_rest_of_the_workbook_stays():
    masked = mask_file(workbook(), XLSX)
    rows = list(openpyxl.load_workbook(BytesIO(masked)).active.values)
    assert rows == [
        ("姓名", "手机", "金额"),
        ("张三", "138****8000", 100),
        ("李四", "138****8001（本人）", 200.5),
        ("王五", MASKED_ID, int("99" + PHONES[0])),
    ]
    assert find_in_file("a.xlsx", masked) == []


def test_numbers_that_stay_are_not_masked():
    masked = mask_file(workbook(), XLSX, kept=frozenset({PHONES[0]}))
    assert openpyxl.load_workbook(BytesIO(masked)).active["B2"].value == int(PHONES[0])


def document() -> docx.document.Document:
    made = docx.Document()
    paragraph = made.add_paragraph("联系电话")
    for piece in (PHONES[0][:3], PHONES[0][3:8], PHONES[0][8:] + "，请保留"):
        paragraph.add_run(piece).bold = piece == PHONES[0][3:8]
    table = made.add_table(1, 2)
    table._cells[0].text, table._cells[1].text = "身份证号", ID
    made.sections[0].header.paragraphs[0].text = f"电话 {PHONES[1]}"
    return made


def test_a_number_spread_over_runs_is_masked_in_a_document():
    masked = mask_file(clean_file("a.docx", save(document())), DOCX)
    shown = docx.Document(BytesIO(masked))
    assert shown.paragraphs[0].text == "联系电话138****8000，请保留"
    assert [cell.text for cell in shown.tables[0]._cells] == ["身份证号", MASKED_ID]
    assert shown.sections[0].header.paragraphs[0].text == "电话 138****8001"
    assert find_in_file("a.docx", masked) == []


def test_pdf_and_clean_files_are_not_masked():
    assert mask_file(make_pdf(), PDF) is None
    book = openpyxl.Workbook()
    book.active["A1"] = "金额"
    assert mask_file(clean_file("a.xlsx", save(book)), XLSX) is None
