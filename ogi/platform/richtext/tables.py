"""Tables being read: one level of rows and cells; a table inside a cell becomes its words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ogi.platform.richtext import words
from ogi.platform.richtext.model import Cell, Row, Run, Table

MOST_COLUMNS, MOST_SPANNED = 60, 1_000
NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass
class TableReader:
    """The outermost table while it is open; `depth` counts the tables around what is read."""

    depth: int = 1
    rows: list[Row] = field(default_factory=list)
    cell: Cell | None = None
    in_head: bool = False
    parted: bool = False

    def open(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Take an opening tag of a table's part."""
        if tag == "table":
            self.depth += 1
        if self.depth > 1:
            self._open_inner(tag)
        elif tag in ("thead", "tbody", "tfoot"):
            self.in_head = tag == "thead"
        elif tag == "tr":
            self.rows.append(Row(self.in_head))
        else:
            self._open_cell(tag, attrs)

    def _open_inner(self, tag: str) -> None:
        if tag in ("table", "tr"):
            self.part()
        elif tag in ("td", "th"):
            self.put(Run(" "))

    def _open_cell(self, tag: str, attrs: Mapping[str, str]) -> None:
        if not self.rows:
            self.rows.append(Row(self.in_head))
        columns, rows = _span(attrs, "colspan", MOST_COLUMNS), _span(attrs, "rowspan", MOST_SPANNED)
        self.cell = Cell(tag, columns, rows)
        self.rows[-1].cells.append(self.cell)
        self.parted = False

    def put(self, run: Run, align: str = "") -> None:
        """Take text or a picture of the open cell, which stands as its first words do."""
        if self.cell is None or (run.is_blank() and (self.parted or not self.cell.runs)):
            return
        if not self.cell.runs:
            self.cell.align = align
        if self.parted and self.cell.runs:
            self.cell.runs.append(Run(words.BREAK))
        self.parted = False
        self.cell.runs.append(run)

    def part(self) -> None:
        """Let what follows in the cell begin on a line of its own."""
        self.parted = True

    def close(self, tag: str) -> bool:
        """Take a closing tag; returns whether the outermost table is over."""
        if tag == "table":
            self.depth -= 1
            self.parted = True
        elif tag in ("td", "th", "tr") and self.depth == 1:
            self.cell = None
        return self.depth == 0

    def made(self) -> Table | None:
        """Return the table, without rows that no cell begins in; None for an empty one."""
        for row in self.rows:
            for cell in row.cells:
                cell.runs = words.fold(cell.runs)
        if not any(cell.runs for row in self.rows for cell in row.cells):
            return None
        _drop_empty_rows(self.rows)
        kept = [row for row in self.rows if row.cells]
        heads = 0
        while heads < len(kept) and _is_head(kept[heads], heads):
            heads += 1
        if heads == len(kept):
            heads = min(heads - 1, 1)
        for place, row in enumerate(kept):
            row.head = place < heads
        _bound_rows(kept, heads)
        return Table(kept)


def _span(attrs: Mapping[str, str], name: str, most: int) -> int:
    given = attrs.get(name, "").strip()
    return min(max(int(given), 1), most) if NUMBER.fullmatch(given) else 1


def _is_head(row: Row, place: int) -> bool:
    return row.head or (place == 0 and all(cell.tag == "th" for cell in row.cells))


def _drop_empty_rows(rows: list[Row]) -> None:
    """Let no cell reach over rows that are left out because no cell begins in them."""
    before = [0]
    for row in rows:
        before.append(before[-1] + bool(row.cells))
    for place, row in enumerate(rows):
        for cell in row.cells:
            end = min(place + cell.rows, len(rows))
            cell.rows = max(before[end] - before[place], 1)


def _bound_rows(rows: list[Row], heads: int) -> None:
    """Let no cell of the head reach into the body, none of either beyond its end."""
    for place, row in enumerate(rows):
        end = heads if place < heads else len(rows)
        for cell in row.cells:
            cell.rows = min(cell.rows, end - place)
