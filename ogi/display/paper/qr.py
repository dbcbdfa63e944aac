"""QR codes as drawings."""

import io

import segno


def qr_svg(text: str) -> bytes:
    """Return a QR code of medium strength as an SVG that fills its frame, with a quiet zone."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", border=3, dark="#000", light="#fff", omitsize=True, xmldecl=False)
    return out.getvalue()
