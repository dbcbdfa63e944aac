import zipfile
from io import BytesIO

import docx
import openpyxl
import pikepdf
import pytest
import xlsxwriter
from PIL import Image
from pypdf import PdfReader

from ogi.platform.errors import RuleBroken
from ogi.platform.privacy import find_in_file
from ogi.platform.privacy.cleaning import clean_file
from ogi.platform.privacy.cleaning.pictures import strip_picture
from tests.support.office_files import ID, PHONES, inside, make_docx, make_pdf, make_xlsx, with_part


def test_cleaned_spreadsheet_keeps_what_is_seen_and_nothing_else():
    cleaned = clean_file("a.xlsx", make_xlsx())
    book = openpyxl.load_workbook(BytesIO(cleaned))
    assert book.sheetnames == ["公示"]
    assert (book["公示"]["A1"].value, book["公示"]["B1"].value) == ("公开", PHONES[0])
    assert book["公示"].oddFooter.center.text == "页脚"
    assert book["公示"]["A2"].value is None
    raw = inside(cleaned)
    for hidden in [ID, *PHONES[1:9], "李四", "Sheet2", "Sheet3", "openpyxl"]:
        assert hidden.encode() not in raw, hidden
    assert [(one.text, one.where) for one in find_in_file("a.xlsx", cleaned)] == [
        (PHONES[0], "工作表“公示”B1")
    ]


def test_cleaned_spreadsheet_shows_results_instead_of_formulas():
    book = openpyxl.Workbook()
    book.active["A1"] = "=[1]外部!A1"
    out = BytesIO()
    book.save(out)
    assert "外部".encode() not in inside(clean_file("a.xlsx", out.getvalue()))


def test_cleaned_document_keeps_what_is_seen_and_nothing_else():
    cleaned = clean_file("a.docx", make_docx())
    document = docx.Document(BytesIO(cleaned))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == ["第一段", f"插入的字{PHONES[0]}域"]
    assert [cell.text for cell in document.tables[0]._cells] == ["姓名", "手机", "张三", PHONES[4]]
    assert document.sections[0].header.paragraphs[0].text == f"页眉{PHONES[6]}"
    raw = inside(cleaned)
    for hidden in (*PHONES[1:4], PHONES[5], PHONES[7], "王五", "赵六", "孙七", "rsid"):
        assert hidden.encode() not in raw, hidden
    assert b"docProps" not in raw
    assert b"comments" not in raw


def test_cleaned_pdf_keeps_pages_and_seals_and_nothing_else():
    cleaned = clean_file("a.pdf", make_pdf())
    page = PdfReader(BytesIO(cleaned)).pages[0]
    assert f"CONTENT {PHONES[0]}" in page.extract_text()
    assert "SEAL" in page.extract_text()
    with pikepdf.open(BytesIO(cleaned)) as pdf:
        assert not pdf.attachments
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages"}
        assert "/Info" not in pdf.trailer
        assert "/Annots" not in pdf.pages[0]
        raw = b"".join(repr(one).encode() for one in pdf.objects)
    assert not any(phone.encode() in raw for phone in PHONES[1:5])


@pytest.mark.parametrize("make", [make_xlsx, make_docx, make_pdf])
def test_cleaning_twice_gives_the_same_bytes(make):
    data = make()
    once = clean_file("a", data)
    assert clean_file("a", data) == once
    assert inside(clean_file("a", once)) == inside(once) if make is not make_pdf else True


def test_cleaned_package_leaves_strange_parts_behind():
    data = with_part(make_docx(), "customXml/item1.xml", f"<a>{PHONES[9]}</a>".encode())
    with zipfile.ZipFile(BytesIO(clean_file("a.docx", data))) as archive:
        assert not [name for name in archive.namelist() if name.startswith("customXml")]
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_cleaning_refuses_macros_and_locked_files():
    macro = with_part(make_xlsx(), "xl/vbaProject.bin", b"x")
    for name, data, code in (
        ("a.xlsm", macro, "privacy_macro"),
        ("a.pdf", make_pdf(encrypted=True), "privacy_locked"),
        ("a.txt", b"text", "privacy_kind"),
    ):
        with pytest.raises(RuleBroken) as refused:
            clean_file(name, data)
        assert refused.value.code == code


def test_pictures_lose_place_and_remarks_but_no_pixel():
    picture = Image.linear_gradient("L")
    exif = Image.Exif()
    exif[0x010F] = "相机".encode().decode("latin-1")
    for form in ("JPEG", "PNG"):
        out = BytesIO()
        picture.save(out, form, exif=exif, comment=b"remark")
        bare = strip_picture(out.getvalue())
        with Image.open(BytesIO(bare)) as again, Image.open(out) as before:
            assert again.tobytes() == before.tobytes()
            assert not again.getexif()
            assert "comment" not in again.info


@pytest.mark.parametrize(
    "data", [b"\xff\xd8\xff\xe1\xff", b"\x89PNG\r\n\x1a\n\x00", b"", b"\xff\xd8\xff"]
)
def test_broken_pictures_stay_as_they_are(data):
    assert strip_picture(data) == data


def test_strings_of_hidden_cells_leave_the_shared_table():
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        shown, hidden = book.add_worksheet("公示"), book.add_worksheet("底稿")
        hidden.hide()
        hidden.write_string(0, 0, PHONES[0])
        shown.write_string(0, 0, "公开")
        shown.write_rich_string(1, 0, book.add_format({"bold": 1}), "粗", "细")
        shown.write_string(2, 0, PHONES[1])
        shown.set_row(2, None, None, {"hidden": 1})
    cleaned = clean_file("a.xlsx", out.getvalue())
    sheet = openpyxl.load_workbook(BytesIO(cleaned)).active
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == ["公开", "粗细", None]
    assert b"sharedStrings" in inside(cleaned)
    assert not any(phone.encode() in inside(cleaned) for phone in PHONES[:2])
