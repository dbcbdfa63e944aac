"""Lists: counted as a reader sees them, and so that no number ever changes.

Word and WPS write list entries as paragraphs with their sign in front. Bullets and 1, 2, 3 in
a row become lists; a sign that no list here can show (一、, （二）, a., or a number out of turn)
stays in front of its paragraph as text.
"""

import re
from dataclasses import dataclass

from ogi.platform.richtext.model import MOST_LEVELS, Block, Line, Run

START = re.compile(r"\d{1,4}")
COUNTED_SIGN = re.compile(r"(\d{1,4})[.．、)）]?")
NUMERALS = frozenset("一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩")


@dataclass(slots=True)
class Counted:
    """One list element while it is open."""

    ordered: bool
    start: str = ""
    entries: int = 0

    def count(self, line: Line, level: int) -> None:
        """Give an entry of this list its number."""
        self.entries += 1
        line.level, line.opens = level, self.entries == 1
        if self.ordered:
            line.number = self._first() + self.entries - 1

    def sign(self) -> str:
        """Return what stands before the next entry, where only words can stand."""
        self.entries += 1
        return f"{self._first() + self.entries - 1}. " if self.ordered else "· "

    def _first(self) -> int:
        return int(self.start) if START.fullmatch(self.start) else 1


def word_entry(line: Line, level: int, marker: str) -> Line:
    """Return a paragraph of Word with its sign: as an entry, or with the sign as text."""
    sign = "".join(marker.split())
    level = max(level, 1)
    if not sign:
        return line
    if found := COUNTED_SIGN.fullmatch(sign):
        number = int(found[1])
        return Line("li", line.runs, level=level, number=number, opens=number == 1)
    if len(sign) == 1 and sign not in NUMERALS:
        return Line("li", line.runs, level=level)
    line.runs = [Run(sign), *line.runs]
    line.runs = _joined(line.runs)
    return line


def settle(blocks: list[Block]) -> list[Block]:
    """Return blocks in which every entry's level and number are what a reader will see."""
    open_lists: list[list[int]] = []
    settled: list[Block] = []
    for block in blocks:
        if isinstance(block, Line) and block.kind == "li":
            settled.append(_settle_entry(block, open_lists))
        else:
            open_lists.clear()
            settled.append(block)
    return settled


def _settle_entry(line: Line, open_lists: list[list[int]]) -> Line:
    """Place an entry; `open_lists` has [is it ordered, entries so far] for each level."""
    ordered = int(line.number > 0)
    line.level = min(line.level, len(open_lists) + 1, MOST_LEVELS)
    del open_lists[line.level :]
    continues = len(open_lists) == line.level
    if continues and (line.opens or open_lists[-1][0] != ordered):
        open_lists.pop()
        continues = False
    line.opens = not continues
    if line.opens:
        open_lists.append([ordered, 0])
    open_lists[-1][1] += 1
    if ordered and line.number != open_lists[-1][1]:
        open_lists.clear()
        return Line("p", _joined([Run(f"{line.number}. "), *line.runs]))
    return line


def _joined(runs: list[Run]) -> list[Run]:
    if len(runs) > 1 and runs[0].is_like(runs[1]):
        return [Run(runs[0].text + runs[1].text), *runs[2:]]
    return runs
