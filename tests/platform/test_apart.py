"""Strangers' files are opened in another process, and come back the same, or refused."""

from collections.abc import Iterator
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO

import pytest
from PIL import Image

from ogi.platform import apart
from ogi.platform.apart import clean_apart, clean_here, mask_apart
from ogi.platform.errors import RuleBroken
from ogi.platform.uploads import XLSX
from tests.support.office_files import PHONES, inside, make_docx, make_pdf, make_xlsx, with_part


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def target() -> Iterator[IO[bytes]]:
    with TemporaryFile() as file:
        yield file


def on_disk(data: bytes) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - closed by the test that asked for it
    file.write(data)
    return file


MADE = {"表.xlsx": make_xlsx, "说明.docx": make_docx, "表.pdf": make_pdf, "照片.jpg": photo}


@pytest.mark.parametrize("name", MADE)
def test_a_file_is_cleaned_apart_as_it_would_be_here(name, target):
    data = MADE[name]()
    with TemporaryFile() as here, on_disk(data) as source:
        wanted = clean_here(name, BytesIO(data), here, {PHONES[1]})
        told = clean_apart(name, source, target, {PHONES[1]})
        here.seek(0)
        target.seek(0)
        copy = target.read()
        assert copy == here.read()
    assert copy
    assert told.findings == wanted.findings
    assert (told.kind, told.name, told.media_type) == (wanted.kind, wanted.name, wanted.media_type)
    assert told.data == b""


def test_a_refusal_comes_back_in_the_same_words(target):
    macro = with_part(make_xlsx(), "xl/vbaProject.bin", b"x")
    with on_disk(macro) as source, pytest.raises(RuleBroken) as refused:
        clean_apart("账“目”{0}.xlsx", source, target, frozenset())
    assert refused.value.code == "privacy_macro"
    assert "账“目”{0}.xlsx" in refused.value.text
    target.seek(0)
    assert not target.read()


def test_a_file_that_takes_too_long_is_refused(target, monkeypatch):
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.001)
    with on_disk(photo()) as source, pytest.raises(RuleBroken, match="太复杂"):
        clean_apart("照片.jpg", source, target, frozenset())


def test_a_file_that_breaks_the_other_process_is_refused(target, monkeypatch):
    broken = (*apart.COMMAND[:1], "-c", "import os; os.abort()")
    monkeypatch.setattr(apart, "COMMAND", broken)
    with on_disk(photo()) as source, pytest.raises(RuleBroken, match="照片"):
        clean_apart("照片.jpg", source, target, frozenset())


def test_the_other_process_knows_no_secret(target, monkeypatch):
    monkeypatch.setenv("OGI_SECRET_KEY", "geheim")
    told = "import json, os, sys; sys.exit(sys.stderr.write(repr(dict(os.environ))) and 9)"
    monkeypatch.setattr(apart, "COMMAND", (*apart.COMMAND[:1], "-c", told))
    logged = []
    monkeypatch.setattr(apart.log, "error", lambda *_, **more: logged.append(more["told"]))
    with on_disk(photo()) as source, pytest.raises(RuleBroken):
        clean_apart("照片.jpg", source, target, frozenset())
    assert "LANG" in logged[0]
    assert "geheim" not in logged[0]


def test_a_document_is_masked_apart(target):
    with on_disk(make_xlsx()) as source:
        assert mask_apart(XLSX, source, target, frozenset())
    target.seek(0)
    raw = inside(target.read())
    assert b"138****8000" in raw
    assert PHONES[0].encode() not in raw


def test_nothing_to_mask_is_told(target):
    with on_disk(make_pdf()) as source:
        assert not mask_apart("application/pdf", source, target, frozenset())
