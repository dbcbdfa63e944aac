"""Tables written as lines of text: columns parted by tabs or blanks below a line of heads."""

import re
from collections.abc import Iterator

from ogi.platform.privacy.search import Cell, is_head

FEWEST_COLUMNS = 3
BLANKS = re.compile(r"[^ \u3000\u00a0]+")
TABBED = re.compile(r"[^\t]+")
Row = tuple[int, list[tuple[int, str]]]
"""Place of the line in the text, and each cell with its place."""


def text_tables(text: str) -> Iterator[list[Row]]:
    """Yield the tables of a text, the line of heads first."""
    table: list[Row] = []
    at = 0
    for line in text.split("\n"):
        cells = _cells(line, at)
        if len(cells) >= FEWEST_COLUMNS and is_head(_plain(cells), known=bool(table)):
            if len(table) > 1:
                yield table
            table = [(at, cells)]
        elif table and len(cells) == len(table[0][1]):
            table.append((at, cells))
        at += len(line) + 1
    if len(table) > 1:
        yield table


def _cells(line: str, at: int) -> list[tuple[int, str]]:
    pattern = TABBED if "\t" in line else BLANKS
    return [(at + one.start(), one.group()) for one in pattern.finditer(line)]


def _plain(cells: list[tuple[int, str]]) -> list[Cell]:
    return [(0, "", text) for _, text in cells]
