"""Looking through a PDF: text of the pages, notes and fields, metadata, attached files."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from ogi.platform.errors import RuleBroken
from ogi.platform.privacy.kinds import Finding
from ogi.platform.privacy.reading.plain import decode, find_in_lines
from ogi.platform.privacy.search import Search

MOST_PAGES = 2_000
MOST_FIELDS = 5_000
FAULTS = (
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OSError,
    RuntimeError,
    AssertionError,
    ArithmeticError,
)
"""What pypdf raises for files that others have broken."""
NOTE_KEYS = ("/Contents", "/T", "/Subj", "/RC", "/V", "/DV", "/TU", "/NM")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def find_in_pdf(name: str, data: bytes, search: Search) -> list[Finding]:
    """Return the personal data of a PDF with the page of each.

    Raises RuleBroken for a locked, broken or overlong file.
    """
    try:
        reader = PdfReader(BytesIO(data))
        check_pdf(name, locked=reader.is_encrypted)
        check_pdf(name, pages=len(reader.pages))
        found: list[Finding] = []
        for where, text in _texts(reader):
            found += find_in_lines(text, where, search)
    except RuleBroken:
        raise
    except FAULTS as broken:
        raise RuleBroken("privacy_broken", name=name) from broken
    return found


def check_pdf(name: str, *, locked: bool = False, pages: int = 0) -> None:
    """Raise RuleBroken ("privacy_locked", "privacy_bomb") for a PDF that is not looked at."""
    if locked:
        raise RuleBroken("privacy_locked", name=name)
    if pages > MOST_PAGES:
        raise RuleBroken("privacy_bomb", name=name)


def attached_files(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """Return the files that a PDF carries. Raises RuleBroken for a broken file."""
    try:
        files = PdfReader(BytesIO(data)).attachments
        return [(title, one) for title, contents in files.items() for one in contents]
    except FAULTS as broken:
        raise RuleBroken("privacy_broken", name=name) from broken


def _texts(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for number, page in enumerate(reader.pages, 1):
        yield f"第{number}页", page.extract_text()
        for text in _notes(page):
            yield f"第{number}页的批注或表单", text
    for value in (reader.metadata or {}).values():
        yield "文件属性", str(value)
    catalog = reader.root_object
    xmp = _plain(catalog.get("/Metadata"))
    if isinstance(xmp, StreamObject):
        yield "文件属性", decode(xmp.get_data())
    for text in _strings(catalog.get("/Outlines")):
        yield "书签", text
    for text in _strings(catalog.get("/AcroForm")):
        yield "表单", text


def _notes(page: PageObject) -> Iterator[str]:
    notes = _plain(page.get("/Annots"))
    if not isinstance(notes, ArrayObject):
        return
    for one in notes[:MOST_FIELDS]:
        note = _plain(one)
        if isinstance(note, DictionaryObject):
            yield from (str(_plain(note[key])) for key in NOTE_KEYS if key in note)
            yield from _strings(note.get("/A"))


def _strings(root: Any) -> Iterator[str]:
    """Yield the strings below an object, leaving alone pages and what was seen before."""
    waiting, seen = [root], set[int]()
    while waiting and len(seen) < MOST_FIELDS:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = _plain(one)
        if isinstance(one, DictionaryObject):
            if one.get("/Type") != "/Page":
                waiting += [
                    v for k, v in one.items() if k not in ("/Parent", "/P", "/Prev", "/Dest")
                ]
        elif isinstance(one, ArrayObject):
            waiting += list(one)
        elif isinstance(one, (str, bytes)) and not str(one).startswith("/"):
            yield str(one)


def _plain(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value
