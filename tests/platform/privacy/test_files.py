import zipfile
from io import BytesIO

import openpyxl
import pikepdf
import pytest

from ogi.platform.errors import RuleBroken
from ogi.platform.privacy import Kind, find_in_file
from tests.support.office_files import ID, PHONES, make_docx, make_pdf, make_xlsx, save, with_part

BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


def places(name: str, data: bytes, **settings) -> dict[str, str]:
    return {one.text: one.where for one in find_in_file(name, data, **settings)}


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(RuleBroken) as refused:
        find_in_file(name, data)
    assert name in refused.value.text
    return refused.value.code


def test_every_corner_of_a_spreadsheet_is_looked_into():
    found = places("名单.xlsx", make_xlsx())
    assert found == {
        PHONES[0]: "工作表“公示”B1",
        PHONES[1]: "工作表“公示”A2（隐藏的行）",
        PHONES[2]: "工作表“公示”D1（隐藏的列）",
        PHONES[3]: "工作表“公示”A1批注",
        PHONES[4]: "工作表“公示”批注作者",
        ID: "工作表“Sheet2”（隐藏）B7",
        PHONES[5]: "工作表“Sheet3”（深度隐藏）A1",
        PHONES[6]: "名称“联系人”",
        PHONES[7]: "文件属性",
        PHONES[8]: "文件属性",
    }


def test_every_corner_of_a_document_is_looked_into():
    found = places("a.docx", make_docx())
    assert found[PHONES[0]] == found[PHONES[1]] == "第2段（修订痕迹）"
    assert found[PHONES[4]] == "表格1第2行第2列"
    assert found[PHONES[5]] == "批注"
    assert found[PHONES[6]] == "页眉"
    assert found[PHONES[7]] == "文件属性"
    assert {PHONES[2], PHONES[3]} <= set(found)


def test_every_corner_of_a_pdf_is_looked_into():
    found = places("a.pdf", make_pdf())
    assert found[PHONES[0]] == "第1页"
    assert found[PHONES[1]] == found[PHONES[2]] == "第1页的批注或表单"
    assert found[PHONES[3]] == "文件属性"
    assert found[PHONES[4]] == "内嵌文件“名单.txt”第1行"


def test_numbers_kept_as_floats_are_found():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = 1.1010519491231002e17, 13800138000.0, 1.10105e17
    kinds = {one.where[-2:]: one.kind for one in find_in_file("a.xlsx", save(book))}
    assert kinds == {"A1": Kind.IDENTITY, "A2": Kind.MOBILE}
    (one,) = find_in_file("a.csv", "姓名,证件\n张三,1.10105194912310E+17\n".encode("gb18030"))
    assert (one.kind, one.where) == (Kind.IDENTITY, "第2行第2列")


def test_heads_of_columns_say_what_numbers_are():
    rows = "姓名,凭证号,卡号,病种,年龄\n王小明,13800138000,6228480402564890019,肾病,9\n"
    found = find_in_file("a.csv", rows.encode())
    assert [(one.kind, one.text) for one in found] == [
        (Kind.BANK_CARD, "6228480402564890019"), (Kind.ILLNESS, "肾病"), (Kind.MINOR, "王小明"),
    ]  # fmt: skip
    lines = rows.replace(",", "\t").encode()
    assert {(one.kind, one.where) for one in find_in_file("a.txt", lines)} == {
        (Kind.BANK_CARD, "第2行"), (Kind.ILLNESS, "第2行"), (Kind.MINOR, "第2行"),
    }  # fmt: skip


def test_a_word_in_a_row_does_not_become_a_head():
    rows = "姓名,性别,身份,健康状况\n王小明,男,学生,残疾\n李红,女,学生,健康\n".encode()
    found = [(one.kind, one.text) for one in find_in_file("a.csv", rows)]
    assert found == [(Kind.ILLNESS, "残疾"), (Kind.MINOR, "王小明"), (Kind.MINOR, "李红")]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_any_coding(coding):
    found = places("说明.txt", f"第一行\r\n电话{PHONES[0]}".encode(coding))
    assert found == {PHONES[0]: "第2行"}


def test_names_of_files_are_looked_at_and_offices_stay():
    assert places(f"张三_{PHONES[0]}.txt", b"x") == {PHONES[0]: "文件名"}
    assert places(f"{PHONES[0]}.txt", PHONES[0].encode(), kept=frozenset({PHONES[0]})) == {}
    picture = b"\x89PNG\r\n\x1a\n" + b"\x00" * 30
    assert places(f"{PHONES[0]}.png", picture) == {PHONES[0]: "文件名"}


def test_files_inside_files_are_looked_into():
    data = with_part(make_docx(), "word/embeddings/表.xlsx", make_xlsx())
    assert places("a.docx", data)[ID] == "内嵌文件“表.xlsx”工作表“Sheet2”（隐藏）B7"
    for _ in range(3):
        data = with_part(make_docx(), "word/embeddings/表.docx", data)
    assert refusal("表.docx", data) == "privacy_unsafe"


@pytest.mark.parametrize("make", [make_xlsx, make_docx])
def test_dangerous_packages_are_refused(make):
    data = make()
    main = "xl/workbook.xml" if make is make_xlsx else "word/document.xml"
    folder = main.partition("/")[0]
    assert refusal("a.b", with_part(data, f"{folder}/vbaProject.bin", b"x")) == "privacy_macro"
    assert refusal("a.b", with_part(data, f"{folder}/activeX/a.xml", b"<a/>")) == "privacy_macro"
    assert refusal("a.b", with_part(data, main, BOMB)) == "privacy_unsafe"
    assert refusal("a.b", with_part(data, "x.vml", BOMB)) == "privacy_unsafe"
    assert refusal("a.b", with_part(data, f"{folder}/../../x.xml", b"<a/>")) == "privacy_unsafe"
    assert refusal("a.b", with_part(data, "/etc/x.xml", b"<a/>")) == "privacy_unsafe"
    assert refusal("a.b", with_part(data, main, b"<a")) == "privacy_broken"
    assert refusal("a.b", data[: len(data) // 2]) == "privacy_broken"


def test_zip_bombs_are_refused_before_they_are_unpacked():
    dense = with_part(make_xlsx(), "xl/media/a.bin", b"\x00" * 30_000_000)
    assert refusal("a.xlsx", dense) == "privacy_bomb"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"{number}.xml", b"<a/>")
    assert refusal("a.xlsx", out.getvalue()) == "privacy_bomb"


def test_locked_and_unknown_files_are_refused_in_plain_words():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert refusal("a.pdf", make_pdf(encrypted=True)) == "privacy_locked"
    assert refusal("a.xlsx", ole + "EncryptedPackage".encode("utf-16-le")) == "privacy_locked"
    assert refusal("a.doc", ole + b"x") == "privacy_old"
    assert refusal("a.pdf", b"%PDF-1.7\nbroken") == "privacy_broken"
    assert refusal("a.bin", b"\x00\x01\x02\x03") == "privacy_kind"
    assert refusal("a.zip", with_part(b"PK\x05\x06" + b"\x00" * 18, "a.txt", b"a")) in (
        "privacy_kind",
        "privacy_broken",
    )


def test_deep_and_looping_pdfs_come_to_an_end():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    first = pdf.make_indirect(pikepdf.Dictionary(Title=PHONES[0]))
    first.Next = first
    pdf.Root.Outlines = pikepdf.Dictionary(First=first)
    assert places("a.pdf", save(pdf)) == {PHONES[0]: "书签"}
