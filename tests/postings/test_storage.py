"""Files: kept under generated names, photos and documents made harmless, the rest refused."""

import os
import zipfile
import zlib
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image

from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.images import LONGEST_EDGE, reencode
from ogi.platform.storage import Storage
from ogi.platform.uploads import accept_upload, clean_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "files", most_bytes=1000)


def photo(size=(60, 40), form="JPEG", **more) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, form, **more)
    return out.getvalue()


def code_of(name: str, data: bytes) -> str:
    with pytest.raises(RuleBroken) as refused:
        accept_upload(name, data)
    assert refused.value.text
    return refused.value.code


def test_storage_gives_back_what_it_took(storage):
    kept = storage.put(b"abc")
    assert storage.read(kept.key) == b"abc"
    assert (kept.sha256, kept.size) == (sha256(b"abc").hexdigest(), 3)
    assert list(storage.list_keys()) == [kept.key]
    assert [path.name for path in storage.root.rglob("*") if path.is_file()] == [kept.key]


def test_the_same_bytes_kept_twice_are_two_files(storage):
    one, other = storage.put(b"abc"), storage.put(b"abc")
    storage.remove(one.key)
    assert storage.read(other.key) == b"abc"
    with pytest.raises(NotFound):
        storage.read(one.key)


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "/etc/passwd", "", "a" * 63, "A" * 64, "..", "a" * 64, "%2e%2e"]
)
def test_storage_reads_nothing_outside_its_folder(storage, key):
    with pytest.raises(NotFound):
        storage.read(key)


def test_storage_refuses_empty_and_large_files(storage):
    for data, code in ((b"", "file_empty"), (b"x" * 1001, "file_large")):
        with pytest.raises(RuleBroken) as refused:
            storage.put(data, name="账.pdf")
        assert refused.value.code == code


def test_storage_leaves_nothing_behind_when_the_disk_fails(storage, monkeypatch):
    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(RuleBroken) as refused:
        storage.put(b"abc")
    assert refused.value.code == "storage_full"
    assert not [path for path in storage.root.rglob("*") if path.is_file()]


def test_a_photo_loses_place_and_camera():
    exif = Image.Exif()
    exif[0x010F] = "PHONEMAKER"
    exif[0x8825] = {1: "N", 2: (30.0, 1.0, 2.0)}
    upload = accept_upload("IMG_1.JPG", photo(exif=exif))
    assert upload.kind == "photo"
    assert b"PHONEMAKER" not in upload.data
    with Image.open(BytesIO(upload.data)) as image:
        assert not image.getexif()
        assert image.size == (60, 40)


def test_a_photo_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert (reencode(photo(exif=exif)).width, reencode(photo(exif=exif)).height) == (40, 60)


def test_a_large_photo_is_scaled_down():
    assert reencode(photo((4000, 100))).width == LONGEST_EDGE


def test_what_is_hidden_behind_a_photo_is_dropped():
    upload = accept_upload("x.png", photo(form="PNG") + b"<script>alert(1)</script>")
    assert b"script" not in upload.data


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_pixel_flood_is_refused_before_it_is_decoded(form, monkeypatch):
    monkeypatch.setattr("ogi.platform.images.MOST_PIXELS", 100)
    assert code_of("x.jpg", photo(form=form)) == "image_large"


def test_a_photo_of_a_billion_pixels_is_refused():
    head = photo(form="PNG")
    huge = head[:16] + (40_000).to_bytes(4) + (40_000).to_bytes(4) + head[24:]

    huge = huge[:29] + zlib.crc32(huge[12:29]).to_bytes(4) + huge[33:]
    assert code_of("x.png", huge) == "image_large"


def test_a_cut_off_photo_is_refused():
    whole = photo((600, 400))
    assert code_of("x.jpg", whole[: len(whole) // 2]) == "image_broken"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("x.html", b"<!doctype html><script>alert(1)</script>"),
        ("x.pdf", b"<html>%PDF-1.7"),
        ("x.exe", b"MZ" + b"\0" * 200),
        ("x.gif", b"GIF89a" + b"\0" * 50),
        ("x.txt", "正文".encode()),
    ],
)
def test_unwanted_kinds_are_refused_whatever_their_name(name, data):
    assert code_of(name, data) == "file_kind"


def test_old_and_locked_office_files_are_refused():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert code_of("x.doc", old) == "privacy_old"
    assert code_of("x.xlsx", old + "EncryptedPackage".encode("utf-16-le")) == "privacy_locked"


def test_a_broken_pdf_is_refused():
    assert code_of("a.pdf", PDF) == "privacy_broken"


def workbook(creator="张会计") -> bytes:
    book = Workbook()
    book.properties.creator = creator
    book["Sheet"]["A1"] = "金额"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_loses_its_authors_name():
    upload = accept_upload("明细.xlsx", workbook())
    with zipfile.ZipFile(BytesIO(upload.data)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("docProps")]
        assert archive.testzip() is None
    assert upload.name == "明细.xlsx"
    assert upload.kind == "file"


def packed(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def test_macros_bombs_and_bare_archives_are_refused():
    with zipfile.ZipFile(BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**parts, "xl/vbaProject.bin": b"x"}.items():
            archive.writestr(name, data)
    assert code_of("a.xlsx", out.getvalue()) == "privacy_macro"
    assert code_of("a.xlsx", packed(word__document_xml=b"\0" * 30_000_000)) == "privacy_bomb"
    assert code_of("a.zip", packed(a_xml=b"<a/>")) == "file_kind"
    assert code_of("a.docx", workbook()[:300]) == "privacy_broken"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/账目.pdf", "账目.pdf"),
        ("C:\\村\\公示表.xlsx", "公示表.xlsx"),
        ("a\u202egpj.exe", "agpj.exe"),
        ('<b>"x"</b>.pdf', "b.pdf"),
        ("\x00\x1f", "附件"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
    ],
)
def test_a_files_name_is_only_for_showing(given, shown):
    assert clean_name(given) == shown


def test_the_ending_follows_the_content():
    assert accept_upload("表.docx", workbook()).name == "表.xlsx"
    assert accept_upload("照片.png", photo()).name == "照片.jpg"


def test_document_with_any_damaged_byte_is_refused_in_words():
    made = BytesIO()
    book = Workbook()
    for number in range(40):
        book.active.append([f"第{number}行", number * 7.5])
    book.save(made)
    sound = made.getvalue()
    start = sound.index(b"xl/worksheets")
    for place in range(start, start + 400):
        broken = bytearray(sound)
        broken[place] ^= 0x55
        with suppress(RuleBroken):  # any other failure would be a fault
            accept_upload("账.xlsx", bytes(broken))
