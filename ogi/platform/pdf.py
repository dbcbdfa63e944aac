"""Printing: a template, strictly filled in, laid out by WeasyPrint without leaving the house.

The only things a document can reach are the packaged files under `static/` and the bytes that
its caller hands over; every other address, local or remote, is refused.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from ogi.platform.pdf_layout import Part

PACKAGE = Path(__file__).resolve().parent.parent


def packaged_text(name: str) -> str:
    """Return a packaged text file under `static/`."""
    return (PACKAGE / "static" / name).read_text(encoding="utf-8")


def print_environment() -> Environment:
    """Return the environment of the printed templates: escaping on, unknown names are errors."""
    return Environment(
        loader=FileSystemLoader(PACKAGE / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_print(template: str, **values: Any) -> str:
    """Fill in a template under `print/`. Raises UndefinedError for a name without a value."""
    return print_environment().get_template(f"print/{template}").render(**values)


def print_pdf(html: str, *, files: Mapping[str, bytes] | None = None) -> bytes:
    """Lay out a document as a tagged PDF/UA-1; equal input gives equal bytes.

    `files` are reached as `stored:KEY`. The identifier is made from the content, and dates come
    only from the document's own `dcterms` metadata.
    """
    from ogi.platform.pdf_layout import lay_out  # noqa: PLC0415 - 24 MB that few processes need

    held = dict(files or {})
    digest = sha256(html.encode())
    for name in sorted(held):
        digest.update(name.encode() + b"\0" + sha256(held[name]).digest())
    return lay_out(html, held, digest.digest()[:16])


def lay_out_part(html: str, files: Mapping[str, bytes]) -> "Part":
    """Lay out one document of several, to be measured and then bound with others."""
    from ogi.platform import pdf_layout  # noqa: PLC0415 - 24 MB that few processes need

    return pdf_layout.lay_out_part(html, files)


def bind(parts: Sequence["Part"], *, told: str, dpi: int | None = None) -> bytes:
    """Write parts as one tagged PDF/UA-1; `told` names it, equal names give equal identifiers."""
    from ogi.platform import pdf_layout  # noqa: PLC0415 - the same

    return pdf_layout.bind(parts, sha256(told.encode()).digest()[:16], dpi)
