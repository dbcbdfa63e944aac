"""WeasyPrint, closed in: loaded by the process that prints, reaching only what it is handed."""

import gc
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from weasyprint import HTML, Document
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parent.parent / "static"
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
        self.root = STATIC

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


class Part:
    """A document that is laid out: how many pages it takes, and where its named places stand."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.document.pages)

    def places(self, page: int = 0) -> dict[str, tuple[float, float]]:
        """Return where each element with an id begins on a page, in CSS pixels (1/96 inch)."""
        return {name: (x, y) for name, (x, y, *_) in self.document.pages[page].anchors.items()}


def lay_out_part(html: str, files: Mapping[str, bytes]) -> Part:
    """Lay out a document that is measured, or bound with others."""
    with _without_collector():
        source = HTML(string=html, base_url=PACKAGED, url_fetcher=ClosedFetcher(files))
        return Part(source.render(pdf_variant="pdf/ua-1"))


def bind(parts: Sequence[Part], identifier: bytes, dpi: int | None = None) -> bytes:
    """Write parts one after another as one tagged PDF/UA-1, named as the first is.

    Pictures finer than `dpi` dots an inch are made coarser.
    """
    with _without_collector():
        pages = [page for part in parts for page in part.document.pages]
        content = (
            parts[0]
            .document.copy(pages)
            .write_pdf(
                pdf_variant="pdf/ua-1", pdf_identifier=identifier, custom_metadata=False, dpi=dpi
            )
        )
    return bytes(content)


def lay_out(html: str, files: Mapping[str, bytes], identifier: bytes) -> bytes:
    """Lay out a document as a tagged PDF/UA-1 with this identifier."""
    with _without_collector():
        document = HTML(string=html, base_url=PACKAGED, url_fetcher=ClosedFetcher(files))
        content = document.write_pdf(
            pdf_variant="pdf/ua-1", pdf_identifier=identifier, custom_metadata=False
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
