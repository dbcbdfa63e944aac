"""Showing where words were found: a text in marked and plain pieces, or the part around them."""

from collections.abc import Sequence
from typing import NamedTuple

from ogi.platform.search.folding import composed, fold_placed

BEFORE, LONGEST = 24, 96
"""Letters shown before the first place that was found, and in all."""
CUT = "…"
Span = tuple[int, int]


class Piece(NamedTuple):
    """A piece of a text; `found` when it is one of the words."""

    text: str
    found: bool


def mark(text: str, words: Sequence[str]) -> list[Piece]:
    """Return a text in pieces, the folded words in it marked."""
    text = composed(text)
    return _pieces(text, _spans(text, words))


def snippet(text: str, words: Sequence[str]) -> list[Piece]:
    """Return the part of a text around the first of the words, marked; nothing where none is."""
    text = composed(text)
    spans = _spans(text, words)
    if not spans:
        return []
    first = max(spans[0][0] - BEFORE, 0)
    last = min(max(first + LONGEST, spans[0][1]), len(text))
    inside = [(start - first, end - first) for start, end in spans if end <= last]
    pieces = _pieces(text[first:last], inside)
    before = [Piece(CUT, found=False)] if first else []
    after = [Piece(CUT, found=False)] if last < len(text) else []
    return [*before, *pieces, *after]


def _spans(text: str, words: Sequence[str]) -> list[Span]:
    """Return where the words stand, from left to right; what touches is one."""
    folded = fold_placed(text)
    found: list[Span] = []
    for word in words:
        at = folded.text.find(word)
        while at >= 0:
            end = at + len(word)
            found.append((folded.places[at], folded.places[end - 1] + 1))
            at = folded.text.find(word, end)
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        if at < start:
            pieces.append(Piece(text[at:start], found=False))
        pieces.append(Piece(text[start:end], found=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:], found=False))
    return pieces
