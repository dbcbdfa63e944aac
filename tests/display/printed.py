"""Reading printed boards back: their codes, their type, their words."""

import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import zxingcpp
from PIL import Image
from pypdf import PdfReader

SCAN_DPI = 150


def codes_of(pdf: bytes, folder: Path, page: int) -> list[str]:
    """Return what the QR codes of a page say, read from its picture at 150 dpi."""
    source, target = folder / "paper.pdf", folder / f"page-{page}"
    source.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(SCAN_DPI), "-f", str(page), "-l", str(page), "-singlefile",
         "-png", str(source), str(target)],
        check=True,
    )  # fmt: skip
    with Image.open(target.with_suffix(".png")) as picture:
        found = zxingcpp.read_barcodes(picture)
    return sorted(one.text for one in found)


def texts_of(pdf: bytes) -> list[str]:
    """Return each page's words, without blanks."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def sizes_of(pdf: bytes, page: int = 0) -> dict[float, int]:
    """Return how many characters of each type size, in points, stand on a page."""
    found: dict[float, int] = {}

    def visit(text, _matrix, text_matrix, _font, size):
        shown = "".join(text.split())
        if shown:
            points = round(abs(size * text_matrix[3] * _matrix[3]), 1)
            found[points] = found.get(points, 0) + len(shown)

    PdfReader(BytesIO(pdf)).pages[page].extract_text(visitor_text=visit)
    return found


def paper_mm(pdf: bytes) -> Iterator[tuple[int, int]]:
    """Yield each page's sides in millimetres."""
    for page in PdfReader(BytesIO(pdf)).pages:
        yield (
            round(float(page.mediabox.width) / 72 * 25.4),
            round(float(page.mediabox.height) / 72 * 25.4),
        )


def is_tagged(pdf: bytes) -> bool:
    """Tell whether a PDF says what its parts are, and says that it does."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        marked = opened.Root.get("/MarkInfo", {}).get("/Marked", False)
        return bool(marked) and "/StructTreeRoot" in opened.Root
