"""Comparing two texts: pieces that stayed, went and came, in reading order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, COME = "same", "gone", "come"
TOKEN = re.compile(r"[0-9]+(?:[,.:][0-9]+)*|[A-Za-z]+|\s+|.", re.DOTALL)
SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?", re.DOTALL)
MOST_TOKENS = 1_500
"""Longer stretches without a common sentence are shown as replaced whole."""
SHORTEST_COMMON = 2
"""Fewer common signs between two changes are read as part of the change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed ("same"), went ("gone") or came ("come")."""

    kind: str
    text: str


def whole_change(before: str, after: str) -> tuple[Piece, ...]:
    """Return the change of a value that is read as one: an amount, a day."""
    return tuple(Piece(kind, text) for kind, text in ((GONE, before), (COME, after)) if text)


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from one text to the other: sentences first, then words."""
    pieces: list[Piece] = []
    first, second = SENTENCE.findall(before), SENTENCE.findall(after)
    for same, old, new in _blocks(first, second):
        left, right = "".join(old), "".join(new)
        pieces += [Piece(SAME, left)] if same else _compare_tokens(left, right)
    return tuple(_joined(pieces))


def _compare_tokens(before: str, after: str) -> list[Piece]:
    first, second = TOKEN.findall(before), TOKEN.findall(after)
    if max(len(first), len(second)) > MOST_TOKENS:
        return list(whole_change(before, after))
    pieces: list[Piece] = []
    for same, old, new in _blocks(first, second):
        if same and len("".join(old)) >= SHORTEST_COMMON:
            pieces.append(Piece(SAME, "".join(old)))
        else:
            pieces += [Piece(GONE, "".join(old)), Piece(COME, "".join(new))]
    return pieces


def _blocks(
    first: Sequence[str], second: Sequence[str]
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Yield stretches of both lists, equal or not; common ends are found without searching."""
    start, end = _common_ends(first, second)
    if start:
        yield True, first[:start], second[:start]
    inner = first[start : len(first) - end], second[start : len(second) - end]
    for tag, a_from, a_to, b_from, b_to in SequenceMatcher(None, *inner).get_opcodes():
        yield tag == "equal", inner[0][a_from:a_to], inner[1][b_from:b_to]
    if end:
        yield True, first[len(first) - end :], second[len(second) - end :]


def _common_ends(first: Sequence[str], second: Sequence[str]) -> tuple[int, int]:
    shorter = min(len(first), len(second))
    start = 0
    while start < shorter and first[start] == second[start]:
        start += 1
    end = 0
    while end < shorter - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return start, end


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces with neighbours of a kind joined; of one change, what went comes first."""
    same = ""
    for piece in _trimmed(pieces):
        if piece.kind == SAME:
            same += piece.text
            continue
        if same:
            yield Piece(SAME, same)
            same = ""
        yield piece
    if same:
        yield Piece(SAME, same)


def _trimmed(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield changes joined, without the words that both of their sides begin or end with."""
    gone, come = "", ""
    for piece in (*pieces, Piece(SAME, "")):
        if piece.kind == SAME:
            yield from _change(gone, come)
            gone = come = ""
            yield piece
        else:
            gone += piece.text if piece.kind == GONE else ""
            come += piece.text if piece.kind == COME else ""


def _change(gone: str, come: str) -> Iterator[Piece]:
    first, second = TOKEN.findall(gone), TOKEN.findall(come)
    start, end = _common_ends(first, second)
    yield Piece(SAME, "".join(first[:start]))
    inner = first[start : len(first) - end], second[start : len(second) - end]
    yield from whole_change("".join(inner[0]), "".join(inner[1]))
    yield Piece(SAME, "".join(first[len(first) - end :]))
