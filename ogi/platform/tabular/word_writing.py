"""Rows as a Word file to print and to hand round: title, line below it, a table with its head.

The rows are written straight into the package, so that memory stays flat however many there are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from itertools import islice
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ogi.platform.tabular import word_parts as parts
from ogi.platform.tabular.text import plain_text
from ogi.platform.tabular.writing import Column, Page, shown

FIGURES = frozenset({"money", "number"})
BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"'
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
HEAD_FILL = "F3E3DF"
BATCH = 200
BREAKS = re.compile(r"([\t\n])")
MARKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
PACKED_ON = (1980, 1, 1, 0, 0, 0)
# half points of the table's text: the most columns that each size still has room for
SIZES = ((8, 21), (12, 18), (99, 16))


def write_docx(title: str, lines: Sequence[str], pages: Sequence[Page], *, made_on: date) -> bytes:
    """Return a Word file with one table for each page, on A4 paper on its side.

    Heads repeat on every sheet of paper, rows stay whole, money is right-aligned. Equal rows
    give equal bytes.
    """
    out = BytesIO()
    columns = max((len(page.columns) for page in pages), default=1)
    size = next(size for most, size in SIZES if columns <= most)
    fixed = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.PACKAGE_RELATIONS,
        "docProps/core.xml": parts.core_properties(plain_text(title), made_on.isoformat()),
        "word/_rels/document.xml.rels": parts.DOCUMENT_RELATIONS,
        "word/styles.xml": parts.styles(size),
        "word/settings.xml": parts.SETTINGS,
        "word/fontTable.xml": parts.FONT_TABLE,
        "word/footer1.xml": parts.FOOTER_PART,
    }
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in fixed.items():
            archive.writestr(_member(name), text)
        with archive.open(_member("word/document.xml"), "w", force_zip64=True) as part:
            _write_body(part, title, lines, pages)
    return out.getvalue()


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, PACKED_ON)
    member.compress_type = ZIP_DEFLATED
    return member


def _write_body(part: IO[bytes], title: str, lines: Sequence[str], pages: Sequence[Page]) -> None:
    pieces = _pieces(title, lines, pages)
    while batch := "".join(islice(pieces, BATCH)):
        part.write(batch.encode())


def _pieces(title: str, lines: Sequence[str], pages: Sequence[Page]) -> Iterator[str]:
    yield (
        f'{parts.DECLARATION}<w:document xmlns:w="{parts.WORD}" xmlns:r="{parts.OFFICE}"><w:body>'
    )
    yield _paragraph(title, parts.TITLE)
    for line in lines:
        yield _paragraph(line, parts.LINE)
    for page in pages:
        if len(pages) > 1:
            yield _paragraph(page.name, parts.PART)
        yield from _table(page)
        yield _paragraph("" if len(pages) > 1 else page.note, parts.TEXT)
    yield f"{parts.SECTION}</w:body></w:document>"


def _table(page: Page) -> Iterator[str]:
    widths = list(_widths(page.columns))
    borders = "".join(f"<w:{side} {BORDER}/>" for side in SIDES)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblLook w:firstRow="1"/><w:tblCaption w:val={_quoted(page.name)}/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )
    heads = [parts.HEAD] * len(widths)
    yield _row([column.title for column in page.columns], heads, widths, is_head=True)
    kinds = [column.kind for column in page.columns]
    styles = [parts.FIGURE if kind in FIGURES else parts.TEXT for kind in kinds]
    for row in page.rows:
        texts = [shown(value, kind) for value, kind in zip(row, kinds, strict=True)]
        yield _row(texts, styles, widths)
    if page.total:
        texts = [shown(value, kind) for value, kind in zip(page.total, kinds, strict=True)]
        yield _row(texts, styles, widths, bold=True)
    yield "</w:tbl>"


def _widths(columns: Sequence[Column]) -> Iterator[int]:
    """Share the width of the paper among the columns; the last takes what is left over."""
    whole, left = sum(column.width for column in columns), parts.TEXT_WIDTH
    for column in columns[:-1]:
        width = parts.TEXT_WIDTH * column.width // whole
        left -= width
        yield width
    yield left


def _row(
    texts: Iterable[str],
    styles: Sequence[str],
    widths: Sequence[int],
    *,
    is_head: bool = False,
    bold: bool = False,
) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/>' if is_head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f"{_paragraph(text, style, bold=bold)}</w:tc>"
        for text, style, width in zip(texts, styles, widths, strict=True)
    )
    repeats = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeats}</w:trPr>{cells}</w:tr>"


def _paragraph(text: str, style: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f"<w:r>{look}{_run(plain_text(text))}</w:r>" if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _run(text: str) -> str:
    """Return text as Word has it: the ends of lines and tabs are marks of their own."""
    return "".join(
        MARKS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in BREAKS.split(text)
        if piece
    )


def _quoted(text: str) -> str:
    return quoteattr(plain_text(text))
