"""The figures of one yearly report as plain frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ogi.reports.rules.layout import FORMAT_2021, Layout

Cell = int | Decimal | None
"""A count, an amount in 万元, or None for "left blank", which is not 0."""


@dataclass(frozen=True)
class Table:
    """A statutory table: one tuple of cells for each row of its layout."""

    layout: Layout
    cells: tuple[tuple[Cell, ...], ...]

    @classmethod
    def filled(cls, layout: Layout, value: Cell) -> Table:
        """Make a table with the same value in every cell."""
        return cls(layout, tuple((value,) * len(row.columns) for row in layout))

    def cell(self, label: str, column: str) -> Cell:
        """Read one cell. Raises KeyError for a label or column the table does not print."""
        row, at = self._place(label, column)
        return self.cells[row][at]

    def with_cell(self, label: str, column: str, value: Cell) -> Table:
        """Copy the table with one cell changed."""
        row, at = self._place(label, column)
        cells = (*self.cells[row][:at], value, *self.cells[row][at + 1 :])
        return replace(self, cells=(*self.cells[:row], cells, *self.cells[row + 1 :]))

    def rows(self) -> Iterable[tuple[str, dict[str, Cell]]]:
        """Go through the rows as (label, cells by column)."""
        for spec, cells in zip(self.layout, self.cells, strict=True):
            yield spec.label, dict(zip(spec.columns, cells, strict=True))

    def _place(self, label: str, column: str) -> tuple[int, int]:
        for number, spec in enumerate(self.layout):
            if spec.label == label and column in spec.columns:
                return number, spec.columns.index(column)
        raise KeyError((label, column))


@dataclass(frozen=True)
class Claim:
    """Parts by name and the total that a text claims for them."""

    parts: tuple[tuple[str, int | None], ...]
    claimed_total: int | None

    @property
    def total(self) -> int | None:
        """Add up the parts; None while one of them is blank, or all of them are."""
        counts = [count for _, count in self.parts if count is not None]
        return sum(counts) if counts and len(counts) == len(self.parts) else None


@dataclass(frozen=True)
class Figures:
    """Everything that `ogi report figures` prints for one unit and year."""

    unit: str
    year: int
    format: str = FORMAT_2021
    published_on: date | None = None
    section2: Table | None = None
    section3: Table | None = None
    section4: Table | None = None
    history: Claim | None = None
    categories: Claim | None = None


def figures_to_plain(figures: Figures) -> dict[str, Any]:
    """Turn figures into the JSON shape that `ogi report check` reads; amounts become numbers."""
    plain: dict[str, Any] = {
        "unit": figures.unit,
        "year": figures.year,
        "format": figures.format,
        "published_on": figures.published_on.isoformat() if figures.published_on else None,
    }
    for name in ("section2", "section3", "section4"):
        table: Table | None = getattr(figures, name)
        plain[name] = None if table is None else table_to_plain(table)
    for name, key in (("history", "years"), ("categories", "parts")):
        claim: Claim | None = getattr(figures, name)
        if claim is not None:
            plain[name] = {"claimed_total": claim.claimed_total, key: dict(claim.parts)}
    return plain


def table_to_plain(table: Table) -> dict[str, Any]:
    """Turn a table into the shape of the figures file: labels, columns, cells."""
    plain: dict[str, Any] = {}
    for spec, cells in zip(table.layout, table.cells, strict=True):
        place = plain
        for label in spec.path:
            place = place.setdefault(label, {})
        for column, cell in zip(spec.columns, cells, strict=True):
            place[column] = _number(cell)
    return plain


def _number(cell: Cell) -> int | float | None:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell
