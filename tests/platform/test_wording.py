"""The words of documents for the search: what shows, and nothing that was cleaned off."""

from io import BytesIO
from tempfile import TemporaryFile

import openpyxl
import pytest

from ogi.platform.apart import read_apart
from ogi.platform.uploads import DOCX, PDF, XLSX, accept_upload
from ogi.platform.wording import MOST_LETTERS, words_in
from tests.support.office_files import ID, PHONES, make_docx, make_pdf, make_xlsx, save

SHOWN = {
    "表.xlsx": (make_xlsx, {"公示", "公开", PHONES[0]}),
    "说明.docx": (make_docx, {"第一段", f"插入的字{PHONES[0]}", "姓名", "张三"}),
    "表.pdf": (make_pdf, {f"CONTENT {PHONES[0]}"}),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_shows_in_a_document_can_be_searched_and_nothing_else(name: str):
    make, shown = SHOWN[name]
    lines = accept_upload(name, make()).text.split("\n")
    for words in shown:
        assert any(words in line for line in lines), (words, lines)
    seen = {PHONES[4], PHONES[6]} if name == "说明.docx" else set()
    gone = {ID, *PHONES[1:]} - seen
    assert not any(phone in line for phone in gone for line in lines)


def test_amounts_and_days_of_a_sheet_read_as_they_look():
    book = openpyxl.Workbook()
    book.active.append(["青苗补偿", 12500, 3.5, 450_102_000_111])
    book.active.append([None, "", "  "])
    lines = words_in(XLSX, save(book)).split("\n")
    assert lines[1:] == ["青苗补偿", "12500", "3.5", "450102000111"]


@pytest.mark.parametrize("kind", [PDF, DOCX, XLSX, "image/jpeg", ""])
@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken", b"PK\x03\x04 broken", b"\x00" * 99])
def test_a_broken_file_has_no_words_and_stops_nobody(kind: str, data: bytes):
    assert words_in(kind, data) == ""


def test_a_long_document_is_cut():
    book = openpyxl.Workbook()
    for _ in range(3_000):
        book.active.append(["字" * 60])
    assert len(words_in(XLSX, save(book))) <= MOST_LETTERS + 1


def test_kept_documents_are_read_in_a_process_of_their_own():
    with TemporaryFile() as file:
        file.write(accept_upload("说明.docx", make_docx()).data)
        assert "第一段" in read_apart(DOCX, file)
    with TemporaryFile() as broken:
        broken.write(BytesIO(b"no document").getvalue())
        assert read_apart(DOCX, broken) == ""
