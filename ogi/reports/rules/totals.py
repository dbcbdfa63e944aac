"""Totals of the typed tables, filled in from their parts."""

from collections.abc import Iterable

from ogi.reports.rules import layout as at
from ogi.reports.rules.figures import Cell, Table


def with_totals(table: Table) -> Table:
    """Copy a table with 三（七） and 总计 computed wherever their parts are all filled in.

    Blank parts leave the total as it was typed.
    """
    if table.layout is at.SECTION3:
        for kind in at.APPLICANTS:
            handled = (table.cell(label, kind) for label in at.OUTCOMES)
            table = _filled(table, at.HANDLED, kind, handled)
        return _with_row_totals(table, at.APPLICANTS)
    return _with_row_totals(table, at.RESULTS) if table.layout is at.SECTION4 else table


def _with_row_totals(table: Table, parts: tuple[str, ...]) -> Table:
    for spec in table.layout:
        cells = (table.cell(spec.label, part) for part in parts)
        table = _filled(table, spec.label, at.TOTAL, cells)
    return table


def _filled(table: Table, label: str, column: str, parts: Iterable[Cell]) -> Table:
    cells = list(parts)
    known = [cell for cell in cells if cell is not None]
    return table.with_cell(label, column, sum(known)) if len(known) == len(cells) else table
