"""Printing: closed to the outside, strict about names, equal bytes for equal input."""

import io
import re

import pytest
from jinja2 import UndefinedError
from PIL import Image
from pypdf import PdfReader

from ogi.platform.pdf import print_environment, print_pdf
from ogi.platform.pdf_layout import ClosedFetcher

PAGE = '<!DOCTYPE html><html lang="zh-CN"><title>样张</title><body><p>{}</p></body></html>'


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(held, "PNG")
    return held.getvalue()


@pytest.mark.parametrize("address", [
    "file:///etc/passwd", "http://127.0.0.1/x.png", "https://example.org/x.png",
    "ftp://example.org/x", "data:image/png;base64,AAAA", "stored:absent",
    "packaged:../__init__.py", "packaged:/etc/passwd", "packaged:css/absent.css",
    "packaged:css/../../factory.py", "PACKAGED:css/print.css",
])  # fmt: skip
def test_document_reaches_nothing_but_packaged_and_given_bytes(address):
    with pytest.raises(ValueError, match="not a packaged"):
        ClosedFetcher({"photo": b""}).fetch(address)


def test_document_reaches_packaged_styles_and_given_pictures():
    fetcher = ClosedFetcher({"photo.png": picture()})
    assert fetcher.fetch("packaged:css/report-paper.css").content_type == "text/css"
    assert fetcher.fetch("stored:photo.png").content_type == "image/png"


def test_stranger_in_the_text_opens_no_file(caplog):
    inside = (
        '<img src="file:///etc/hostname" alt="x"><img src="/etc/hostname" alt="x">'
        '<a rel="attachment" href="file:///etc/passwd">x</a>'
        '<style>@import "file:///etc/passwd"; p { background: url(http://127.0.0.1:9/x) }</style>'
    )
    reader = PdfReader(io.BytesIO(print_pdf(PAGE.format(inside))))
    assert not reader.attachments
    assert not reader.pages[0].images
    assert "not a packaged" in caplog.text


def test_given_picture_is_printed():
    page = PAGE.format('<img src="stored:photo.png" alt="公示照片">')
    content = print_pdf(page, files={"photo.png": picture()})
    assert len(PdfReader(io.BytesIO(content)).pages[0].images) == 1


def test_equal_input_gives_equal_bytes_and_another_text_another_identifier():
    page = PAGE.format("堃玥喆珺镕赟㎡")
    first, second = print_pdf(page), print_pdf(page)
    assert first == second
    other = print_pdf(PAGE.format("别的"))
    identifiers = {
        re.search(rb"/ID ?\[ ?(.*?)\]", one, re.DOTALL).group(1) for one in (first, other)
    }
    assert len(identifiers) == 2


def test_pdf_says_it_is_tagged_and_chinese():
    root = PdfReader(io.BytesIO(print_pdf(PAGE.format("正文")))).trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_template_with_an_unknown_name_is_refused():
    with pytest.raises(UndefinedError):
        print_environment().from_string("{{ nobody }}").render()


def test_template_escapes_what_people_typed():
    assert print_environment().from_string("{{ a }}").render(a="<b>") == "&lt;b&gt;"
