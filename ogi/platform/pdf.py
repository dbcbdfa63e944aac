"""Printing: a template, strictly filled in, laid out by WeasyPrint without leaving the house.

The only things a document can reach are the packaged files under `static/` and the bytes that
its caller hands over; every other address, local or remote, is refused.
"""

import gc
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

PACKAGE = Path(__file__).resolve().parent.parent
PACKAGED, STORED = "packaged:", "stored:"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}

_printing = threading.Lock()


class ClosedFetcher(URLFetcher):
    """Serves `packaged:css/print.css` from the package and `stored:KEY` from given bytes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(PACKAGED[:-1], STORED[:-1]), allow_redirects=False)
        self.files = files
        self.root = (PACKAGE / "static").resolve()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - the fetcher's interface
        """Return the bytes behind an address of ours. Raises ValueError for any other."""
        if url.startswith(STORED) and (name := url.removeprefix(STORED)) in self.files:
            content = self.files[name]
        elif url.startswith(PACKAGED):
            name = url.removeprefix(PACKAGED)
            content = self._packaged(name)
        else:
            raise ValueError(f"not a packaged or stored address: {url[:80]}")
        kind = TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
        return URLFetcherResponse(url, content, {"Content-Type": kind})

    def _packaged(self, name: str) -> bytes:
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root) or not path.is_file():
            raise ValueError(f"not a packaged file: {name[:80]}")
        return path.read_bytes()


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
    held = dict(files or {})
    digest = sha256(html.encode())
    for name in sorted(held):
        digest.update(name.encode() + b"\0" + sha256(held[name]).digest())
    with _without_collector():
        document = HTML(string=html, base_url=PACKAGED, url_fetcher=ClosedFetcher(held))
        content = document.write_pdf(
            pdf_variant="pdf/ua-1", pdf_identifier=digest.digest()[:16], custom_metadata=False
        )
    return bytes(content)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hold the garbage collector while a layout's many boxes are alive: a third faster.

    One document is laid out at a time, so that the collector is never left off for long.
    """
    with _printing:
        enabled = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if enabled:
                gc.enable()
