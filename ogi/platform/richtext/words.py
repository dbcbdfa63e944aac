"""Text inside a line: blanks folded as a browser does, and what stands at its ends."""

import re
from collections.abc import Iterator
from itertools import groupby

from ogi.platform.richtext.model import Run

BREAK = "\x1e"
"""Stands for a line break until blanks are folded."""
PIECE = re.compile(r"\x1e|[ \t\n\r\f\xa0]+|[^ \t\n\r\f\xa0\x1e]+")
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
WIDE_FROM = "\u2e80"
WIDE_MARKS = frozenset("—‘’“”…·")
INDENT_WIDE, INDENT_NARROW = 2, 4
LEADING_RUNS = 8
CALLED = ("tel:", "mailto:")
NOT_SAID = re.compile(r"[^0-9A-Za-z@.]")
EDGE = "\u3000\n "
PLAIN = Run("")
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def without_unseen(text: str) -> str:
    """Return text without control and invisible signs."""
    return UNSEEN.sub("", text)


def begins_indented(runs: list[Run]) -> bool:
    """Return whether a line begins with the blanks that people type to indent it."""
    text = "".join("x" if run.picture else run.text for run in runs[:LEADING_RUNS])
    lead = text[: len(text) - len(text.lstrip())]
    return lead.count("\u3000") >= INDENT_WIDE or lead.count("\xa0") >= INDENT_NARROW


def fold(runs: list[Run]) -> list[Run]:
    """Return runs with blanks folded, like ones joined, nothing blank at either end."""
    folder = _Folder()
    for run in _said_openly(runs):
        if run.picture:
            folder.take_picture(run)
            continue
        for piece in PIECE.findall(run.text):
            folder.take(piece, run)
    return trim(folder.runs())


def _said_openly(runs: list[Run]) -> Iterator[Run]:
    """Yield runs; a number or address that is called stays a link only where its text shows it.

    So nothing is hidden in a link, and once its text is masked, the link is gone as well.
    """
    for href, same in groupby(runs, key=lambda run: run.href):
        group = list(same)
        if href.lower().startswith(CALLED):
            shown = _bare("".join(run.text for run in group))
            if shown != _bare(href.partition(":")[2]):
                group = [Run(run.text, run.marks, picture=run.picture) for run in group]
        yield from group


def _bare(text: str) -> str:
    return NOT_SAID.sub("", text).lower()


def trim(runs: list[Run]) -> list[Run]:
    """Return runs without blanks and breaks at either end."""
    start, end = 0, len(runs)
    while start < end and not runs[start].picture:
        runs[start].text = runs[start].text.lstrip(EDGE)
        if runs[start].text:
            break
        start += 1
    while end > start and not runs[end - 1].picture:
        runs[end - 1].text = runs[end - 1].text.rstrip(EDGE)
        if runs[end - 1].text:
            break
        end -= 1
    return runs[start:end]


class _Folder:
    """Takes pieces of text one by one; a blank is written only between two words."""

    def __init__(self) -> None:
        self.made: list[tuple[Run, list[str]]] = []
        self.gap: list[str] = []
        self.gap_run = PLAIN
        self.last = ""

    def runs(self) -> list[Run]:
        for run, parts in self.made:
            if not run.picture:
                run.text = "".join(parts)
        return [run for run, _ in self.made]

    def take(self, piece: str, run: Run) -> None:
        if piece == BREAK:
            self.gap = []
            if self.last:
                self._put("\n", self.made[-1][0])
                self.last = "\n"
        elif piece[0] in " \t\n\r\f\xa0":
            if not self.gap:
                self.gap_run = run
            self.gap.append(piece)
        else:
            self._put_gap(piece[0], run)
            self._put(piece, run)
            self.last = piece[-1]

    def take_picture(self, run: Run) -> None:
        self._put_gap("x", PLAIN)
        self.made.append((run, []))
        self.last = "x"

    def _put_gap(self, following: str, run: Run) -> None:
        """Write a blank with the word before it, or with the one after if it stood there."""
        gap, self.gap = "".join(self.gap), []
        if not gap or self.last in ("", "\n"):
            return
        wrapped = "\n" in gap and "\xa0" not in gap
        if not (wrapped and (_is_wide(self.last) or _is_wide(following))):
            self._put(" ", run if self.gap_run.is_like(run) else self.made[-1][0])

    def _put(self, text: str, like: Run) -> None:
        like = PLAIN if like.picture else like
        if self.made and self.made[-1][0].is_like(like):
            self.made[-1][1].append(text)
        else:
            self.made.append((Run("", like.marks, like.href), [text]))


def _is_wide(sign: str) -> bool:
    return sign >= WIDE_FROM or sign in WIDE_MARKS
