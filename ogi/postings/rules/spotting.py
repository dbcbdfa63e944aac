"""Finding personal data in what a posting says, and saying it in the accepted forms."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from ogi.platform.privacy import Finding, Kind
from ogi.platform.privacy.folding import fold
from ogi.platform.privacy.labels import Label, label_before, label_of
from ogi.platform.privacy.search import Search
from ogi.postings.rules.content import FieldSpec
from ogi.postings.rules.passages import (
    Edit,
    Passage,
    Path,
    Written,
    list_blocks,
    list_passages,
    list_rows,
    rewrite,
)

IDENTITY_DIGITS, MOBILE_DIGITS = 18, 11
TAIL, START = re.compile(r"[0-9]{1,17}\Z"), re.compile(r"[0-9]{1,17}[Xx]?(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Sighting:
    """Personal data in one passage; `by_hand` where no single passage holds all of it."""

    passage: Passage
    finding: Finding
    by_hand: bool = False


def list_sightings(
    specs: Sequence[FieldSpec], written: Written, kept: AbstractSet[str]
) -> list[Sighting]:
    """Return the personal data in a posting's words, in the order of its form.

    `kept` holds the phone numbers of offices.
    """
    search = Search(kept)
    found: list[Sighting] = []
    for passage in list_passages(specs, written):
        found += _in_passage(search, passage)
    for blocks in list_blocks(written):
        alone = len(blocks) == 1 and not blocks[0].head
        found += _in_passage(search, blocks[0]) if alone else _in_row(search, blocks)
    if written.content.get("html"):
        whole = Passage(("body",), "body", "“正文”", written.content["body"])
        found += [replace(one, by_hand=True) for one in _cut_by_lines(search, whole)]
    for cells in list_rows(specs, written):
        found += _in_row(search, cells)
    return found


def masked(
    written: Written, sightings: Sequence[Sighting], wanted: Callable[[Finding], bool]
) -> tuple[Written, int]:
    """Return a posting's words with the wanted findings masked, and how many places that were."""
    edits: dict[Path, list[Edit]] = defaultdict(list)
    for one in sightings:
        if not one.by_hand and wanted(one.finding):
            found = one.finding
            edits[one.passage.path].append((found.start, found.end, found.masked))
    return rewrite(written, edits), sum(map(len, edits.values()))


def _in_passage(search: Search, passage: Passage) -> list[Sighting]:
    found = [
        Sighting(passage, one) for one in search.text(passage.text, passage.place, passage.head)
    ]
    return found + _more_by_lines(search, passage, found)


def _more_by_lines(search: Search, passage: Passage, found: Sequence[Sighting]) -> list[Sighting]:
    known = {one.finding.start for one in found}
    return [one for one in _cut_by_lines(search, passage) if one.finding.start not in known]


def _cut_by_lines(search: Search, passage: Passage) -> Iterator[Sighting]:
    """Yield the numbers that a line break cuts in two.

    Two amounts on two lines look like a telephone number, so one needs its label.
    """
    text = passage.text
    if "\n" not in text:
        return
    joined = text.replace("\n", " ")
    for one in search.text(joined, passage.place, passage.head):
        cut = "\n" in text[one.start : one.end]
        if cut and (one.kind is not Kind.MOBILE or _is_labelled(joined, one, passage.head)):
            yield Sighting(passage, replace(one, text=text[one.start : one.end]))


def _is_labelled(text: str, found: Finding, head: str) -> bool:
    return label_before(fold(text), found.start, head) is Label.MOBILE


def _in_row(search: Search, cells: Sequence[Passage]) -> list[Sighting]:
    heads = {number: cell.head for number, cell in enumerate(cells)}
    row = [(number, str(number), cell.text) for number, cell in enumerate(cells)]
    found = [
        Sighting(cells[int(one.where)], replace(one, where=cells[int(one.where)].place))
        for one in search.row(row, heads)
    ]
    for cell in cells:
        found += _more_by_lines(search, cell, [one for one in found if one.passage is cell])
    return found + [one for pair in pairwise(cells) for one in _over_border(search, *pair)]


def _over_border(search: Search, left: Passage, right: Passage) -> Iterator[Sighting]:
    """Yield an identity or labelled phone number whose digits stand in two neighbouring cells."""
    tail, start = TAIL.search(fold(left.text)), START.match(fold(right.text))
    if tail is None or start is None:
        return
    digits = tail.group() + start.group()
    phone = Label.MOBILE in (label_of(left.head), label_of(right.head))
    if len(digits) != IDENTITY_DIGITS and not (phone and len(digits) == MOBILE_DIGITS):
        return
    place = f"{left.place}和它右边一格"
    for one in search.text(digits, place, left.head if phone else ""):
        if one.kind in (Kind.IDENTITY, Kind.MOBILE) and len(one.text) == len(digits):
            yield Sighting(left, one, by_hand=True)
