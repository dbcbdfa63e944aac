"""The words of a file as plain text, for the search: pages, paragraphs, cells, a line each."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from python_calamine import CalamineWorkbook

from ogi.platform.privacy.packages import open_package
from ogi.platform.privacy.search import whole_number

MOST_LETTERS = 100_000
"""Kept of one file; what comes after is not searched."""
PDF, DOCX, XLSX = "pdf", "wordprocessingml", "spreadsheetml"
STORIES = ("word/header", "word/footer", "word/footnotes", "word/endnotes")


def words_in(media_type: str, data: bytes, most: int = MOST_LETTERS) -> str:
    """Return the text of a PDF, docx or xlsx; of other files, and of broken ones, nothing."""
    try:
        return _collect(_pieces(media_type, data), most)
    except Exception:  # noqa: BLE001 - whatever a broken file raises: it has no words then
        return ""


def _pieces(media_type: str, data: bytes) -> Iterable[str]:
    if PDF in media_type:
        return _pages(data)
    if DOCX in media_type:
        return _paragraphs(data)
    return _cells(data) if XLSX in media_type else ()


def _collect(pieces: Iterable[str], most: int) -> str:
    kept: list[str] = []
    letters = 0
    for piece in pieces:
        sound = piece.replace("\x00", "").encode("utf-8", "ignore").decode()
        line = " ".join(sound.split())
        if not line:
            continue
        kept.append(line[: most - letters])
        letters += len(line) + 1
        if letters >= most:
            break
    return "\n".join(kept)


def _pages(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader  # noqa: PLC0415 - 10 MB that the web processes do not need

    return (page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def _paragraphs(data: bytes) -> Iterator[str]:
    package = open_package("", data)
    main = package.main_part()
    others = sorted(part for part in package.parts if part.startswith(STORIES))
    for part in (main, *(one for one in others if one.endswith(".xml"))):
        for paragraph in package.tree(part).iter("{*}p"):
            texts = paragraph.iter("{*}t", "{*}tab", "{*}br")
            yield "".join(node.text or " " for node in texts)


def _cells(data: bytes) -> Iterator[str]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).iter_rows():
            yield from (_told(cell) for cell in row)


def _told(cell: object) -> str:
    if isinstance(cell, float):
        return whole_number(str(cell))
    return str(cell).removesuffix(" 00:00:00")
