"""The checklist as plain values: items across, tenants down, totals on both sides."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from ogi.audits.rules.tallies import Tally, total_of
from ogi.catalogue.rules.frequency import Period
from ogi.catalogue.rules.states import State

BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
BLOCK = 20
"""Rows that are added up together, and kept so."""
BOARDS = ("party", "affairs", "finance")


@dataclass(frozen=True, slots=True)
class Column:
    """A required item; `in_force` tells whether the window falls into its validity.

    `kinds` are the kinds of tenant that have to post it, by any of its versions.
    """

    code: str
    board: str
    title: str
    in_force: bool = True
    kinds: frozenset[str] = frozenset()

    @property
    def short(self) -> str:
        """The title for a narrow column: without what stands in brackets."""
        return BRACKETS.sub("", self.title) or self.title


@dataclass(frozen=True, slots=True)
class Unit:
    """A tenant as the checklist names it."""

    id: int
    slug: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A tenant's row: a tally for each item that was due, and their sum.

    Two rows are the same when they are one object: so sums and markup made from a row can be
    kept as long as the row is.
    """

    unit: Unit
    cells: Mapping[str, Tally]
    total: Tally


@dataclass(frozen=True, slots=True)
class Filters:
    """Which obligations are wanted; blank wants all. Text is sought in tenant and item names."""

    kind: str = ""
    board: str = ""
    state: str = ""
    text: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is left out."""
        return not (self.kind or self.board or self.state or self.text)


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """The whole checklist: columns grouped by board, rows in order, totals over all rows.

    As with rows, two are the same when they are one object.
    """

    window: Period
    as_of: date
    columns: Sequence[Column]
    lines: Sequence[Line]
    by_item: Mapping[str, Tally]
    by_board: Mapping[str, Tally]
    total: Tally
    filters: Filters = field(default_factory=Filters)
    blank_columns: int = 0


def line_of(unit: Unit, cells: Mapping[str, Tally]) -> Line:
    """Return a tenant's row with its sum."""
    return Line(unit, cells, total_of(cells.values()))


def build_matrix(
    lines: Iterable[Line],
    columns: Iterable[Column],
    window: Period,
    as_of: date,
    filters: Filters = Filters(),
    *,
    keep_blank: bool = False,
) -> Matrix:
    """Return the matrix of what the filters leave, without columns in which nothing was due.

    With a filter by state or text, tenants without a match are left out too.
    """
    by_code = {column.code: column for column in columns}
    wanted = [line for line in lines if not filters.kind or line.unit.kind == filters.kind]
    if filters.board or filters.state or filters.text:
        wanted = [_narrowed(line, by_code, filters) for line in wanted]
    if filters.state or filters.text:
        wanted = [line for line in wanted if line.cells]
    by_item = _sums(wanted)
    kinds = {line.unit.kind for line in wanted}
    blank = {
        column.code
        for column in by_code.values()
        if column.code not in by_item
        and column.in_force
        and column.kinds & kinds
        and (not filters.board or column.board == filters.board)
    }
    codes = by_item.keys() | (blank if keep_blank else set())
    shown = [column for code, column in by_code.items() if code in codes]
    shown.sort(key=lambda column: BOARDS.index(column.board))
    return Matrix(
        window=window,
        as_of=as_of,
        columns=_same(tuple(shown)),
        lines=wanted,
        by_item=by_item,
        by_board=_by_board(by_item, by_code),
        total=total_of(line.total for line in wanted),
        filters=filters,
        blank_columns=len(blank),
    )


def _narrowed(line: Line, columns: Mapping[str, Column], filters: Filters) -> Line:
    named = filters.text in line.unit.name
    cells = {}
    for code, tally in line.cells.items():
        column = columns[code]
        if filters.board and column.board != filters.board:
            continue
        if filters.text and not (named or is_titled(column, filters.text)):
            continue
        kept = tally.only(filters.state) if filters.state else tally
        if kept.counts:
            cells[code] = kept
    return line_of(line.unit, cells)


def is_titled(column: Column, text: str) -> bool:
    """Tell whether an item is meant by a sought text: part of its title, or its code."""
    return text in column.title or text.upper() == column.code.upper()


def _sums(lines: Sequence[Line]) -> dict[str, Tally]:
    """Return the sum of each item; blocks of rows that have not changed are not added anew."""
    sums: dict[str, Tally] = {}
    for start in range(0, len(lines), BLOCK):
        _add(sums, _block_sums(tuple(lines[start : start + BLOCK])))
    return sums


@lru_cache(maxsize=64)
def _block_sums(lines: tuple[Line, ...]) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for line in lines:
        _add(sums, line.cells)
    return sums


def _add(sums: dict[str, Tally], cells: Mapping[str, Tally]) -> None:
    for code, tally in cells.items():
        known = sums.get(code)
        if known is None:
            known = sums[code] = Tally()
        known.absorb(tally)


@lru_cache(maxsize=64)
def _same(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return one and the same tuple for equal columns, which are then compared at once."""
    return columns


def _by_board(by_item: Mapping[str, Tally], columns: Mapping[str, Column]) -> dict[str, Tally]:
    boards = {board: Tally() for board in BOARDS}
    for code, tally in by_item.items():
        boards[columns[code].board].absorb(tally)
    return boards


def worst_first(lines: Iterable[Line]) -> list[Line]:
    """Return the rows ordered by what is missing, then late, then due soon."""
    return sorted(
        lines,
        key=lambda line: (
            -line.total.count(State.MISSING),
            -line.total.count(State.LATE),
            -line.total.count(State.DUE_SOON),
        ),
    )
