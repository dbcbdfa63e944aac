"""Personal data masked where it stands: in cells of workbooks, in paragraphs of documents."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from lxml import etree

from ogi.platform.privacy.cleaning.packing import Rewriting
from ogi.platform.privacy.files import find_in_file
from ogi.platform.privacy.packages import local, open_package
from ogi.platform.privacy.search import whole_number

OFFICE_MARK = "officedocument"
PARAGRAPHS = ("{*}p", "{*}si", "{*}is")
"""What holds one text in pieces: paragraphs of text and drawings, strings of a workbook."""
HEADERS = (
    "{*}oddHeader", "{*}oddFooter", "{*}evenHeader", "{*}evenFooter",
    "{*}firstHeader", "{*}firstFooter",
)  # fmt: skip


def mask_file(
    data: bytes, media_type: str, *, kept: AbstractSet[str] = frozenset()
) -> bytes | None:
    """Return an xlsx or docx with its personal data in the accepted forms.

    None for other kinds of files, and where nothing could be masked: such a file must be
    replaced by hand. `kept` holds the numbers that stay.
    """
    if OFFICE_MARK not in media_type:
        return None
    forms = {one.text: one.masked for one in find_in_file("", data, kept=kept)}
    forms = {text: masked for text, masked in forms.items() if text != masked}
    if not forms:
        return None
    book = Rewriting(open_package("", data))
    parts = [part for part in book.reachable() if part.endswith(".xml")]
    masked = [_mask_part(book.tree(part), forms) for part in parts]
    return book.pack() if any(masked) else None


def _mask_part(root: etree._Element, forms: Mapping[str, str]) -> bool:
    done = False
    for nodes in _texts(root):
        done |= _mask_pieces(nodes, forms)
    for cell in root.iter("{*}c"):
        done |= _mask_number(cell, forms)
    return done


def _texts(root: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the pieces of each text; a text box inside a paragraph is a text of its own."""
    for node in root.iter(*PARAGRAPHS):
        pieces = [one for one in node.iter("{*}t") if next(one.iterancestors(*PARAGRAPHS)) is node]
        if pieces:
            yield pieces
    for node in root.iter(*HEADERS):
        yield [node]


def _mask_pieces(nodes: list[etree._Element], forms: Mapping[str, str]) -> bool:
    done = False
    for text, masked in sorted(forms.items(), key=lambda form: -len(form[0])):
        at = 0
        while (start := (whole := _whole(nodes)).find(text, at)) >= 0:
            end = at = start + len(text)
            if not _is_cut(whole, start, end):
                _put(nodes, start, end, masked)
                at = start + len(masked)
                done = True
    return done


def _whole(nodes: list[etree._Element]) -> str:
    return "".join(one.text or "" for one in nodes)


def _is_cut(whole: str, start: int, end: int) -> bool:
    """Whether the place is a piece of a longer number, which is something else."""
    before, after = whole[start - 1 : start], whole[end : end + 1]
    return (before.isdigit() and whole[start].isdigit()) or (
        after.isdigit() and whole[end - 1].isdigit()
    )


def _put(nodes: list[etree._Element], start: int, end: int, words: str) -> None:
    """Put words in the place of the characters from start to end, which may span pieces."""
    at = 0
    for node in nodes:
        text = node.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            node.text = text[:first] + words + text[last:]
            words = ""
        at += len(text)


def _mask_number(cell: etree._Element, forms: Mapping[str, str]) -> bool:
    """Mask a cell whose value is a number or a formula's words: it becomes a text."""
    value = cell.find("{*}v")
    if value is None or cell.get("t") == "s":
        return False
    masked = forms.get(whole_number((value.text or "").strip()))
    if masked is None:
        return False
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    space = value.tag.removesuffix(local(value))
    holder = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
    holder.text = masked
    return True
