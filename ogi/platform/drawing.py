"""One long page as a picture, for sending on from phone to phone."""

import threading
from collections.abc import Mapping
from io import BytesIO

from ogi.platform.pdf import bind, lay_out_part

END = "end"
"""The id of the element at which the picture stops."""
POINTS_PER_PIXEL = 0.75
COLOURS = 128
"""Enough for text on plain grounds, at a third of the bytes."""

_drawing = threading.Lock()


def draw_page(html: str, files: Mapping[str, bytes], *, pixels: int, margin: int) -> bytes:
    """Return the first page of a document as a PNG of a width in pixels.

    The picture stops `margin` CSS pixels below the element called "end".
    """
    part = lay_out_part(html, files)
    bottom = part.places()[END][1] + margin
    content = bind([part], told="picture")
    return _drawn(content, bottom * POINTS_PER_PIXEL, pixels)


def _drawn(content: bytes, used: float, pixels: int) -> bytes:
    """Draw the upper `used` points of a PDF's first page; the library draws one at a time."""
    import pypdfium2  # noqa: PLC0415 - 7 MB that few processes need

    with _drawing:
        document = pypdfium2.PdfDocument(content)
        try:
            page = document[0]
            width, height = page.get_size()
            below = max(0.0, height - used)
            drawn = page.render(scale=pixels / width, crop=(0, below, 0, 0)).to_pil()
            page.close()
        finally:
            document.close()
    out = BytesIO()
    drawn.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
