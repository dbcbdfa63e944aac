"""PDF to be published: the pages as they print, and nothing else."""

from collections.abc import Iterable
from io import BytesIO

import pikepdf

from ogi.platform.errors import RuleBroken
from ogi.platform.privacy.reading.pdfs import check_pdf

PRINTED_NOTES = frozenset({"/Widget", "/Stamp"})
"""Filled-in fields and seals show on paper; other annotations are remarks."""
CATALOG_KEPT = frozenset({"/Type", "/Pages", "/Lang", "/PageLabels", "/OCProperties"})
PAGE_GONE = (
    "/Annots",
    "/AA",
    "/Metadata",
    "/PieceInfo",
    "/B",
    "/LastModified",
    "/Thumb",
    "/StructParents",
    "/Tabs",
)
ANYWHERE_GONE = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/OPI",
    "/AF",
    "/StructParent",
    "/StructParents",
)
HIDDEN_FLAGS = 0b100011
"""Invisible, hidden, not shown (bits 1, 2, 6). Source: ISO 32000-1, table 165."""


def clean_pdf(name: str, data: bytes) -> bytes:
    """Return the pages alone: no metadata, files, scripts, remarks, bookmarks or tags.

    Raises RuleBroken ("privacy_locked", "privacy_broken", "privacy_bomb").
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            check_pdf(name, locked=pdf.is_encrypted, pages=len(pdf.pages))
            return _pages_alone(pdf)
    except pikepdf.PasswordError as locked:
        raise RuleBroken("privacy_locked", name=name) from locked
    except RuleBroken:
        raise
    except (
        pikepdf.PdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RuntimeError,
    ) as broken:
        raise RuleBroken("privacy_broken", name=name) from broken


def _pages_alone(pdf: pikepdf.Pdf) -> bytes:
    for page in pdf.pages:
        _drop_remarks(page)
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    for key in [one for one in pdf.Root.keys() if one not in CATALOG_KEPT]:  # noqa: SIM118 -- pikepdf
        del pdf.Root[key]
    for page in pdf.pages:
        _drop(page.obj, PAGE_GONE)
    for one in pdf.objects:
        if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            _drop(one, ANYWHERE_GONE)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    out = BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _drop(one: pikepdf.Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in one:
            del one[key]


def _drop_remarks(page: pikepdf.Page) -> None:
    notes = page.obj.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [one for one in notes if _is_printed(one)]
    page.obj["/Annots"] = pikepdf.Array(kept)


def _is_printed(note: pikepdf.Object) -> bool:
    if not isinstance(note, pikepdf.Dictionary) or str(note.get("/Subtype")) not in PRINTED_NOTES:
        return False
    return not int(note.get("/F", 0)) & HIDDEN_FLAGS
