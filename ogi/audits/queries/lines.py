"""The rows of the checklist, from what is at hand, from kept summaries, or counted anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ogi.audits.held import Held
from ogi.audits.queries.cells import Cells, View, count_cells, list_kept, list_numbers
from ogi.audits.rules.matrix import Line, Unit, line_of

HELD_LINES = 1500
"""About 20 kB each for 60 items: 30 MB at most."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows in the order of the tenants, with the versions they stand for.

    `counted` holds what had to be counted anew and is worth keeping as summaries.
    """

    lines: Sequence[Line]
    numbers: Mapping[int, int]
    counted: Mapping[int, Cells]


class LineSource:
    """Finds rows; holds on to those it has found, for one database."""

    def __init__(self) -> None:
        self.held: Held[Line] = Held(HELD_LINES)

    def list_lines(
        self, session: Session, township_id: int, view: View, units: Sequence[Unit]
    ) -> Loaded:
        """Return a row for each tenant; at most three statements, however many tenants."""
        known = list_numbers(session, township_id, view.year)
        numbers = {unit.id: known.get(unit.id, 0) for unit in units}
        found = {unit.id: self._held_line(view, unit, numbers[unit.id]) for unit in units}
        absent = {unit_id: numbers[unit_id] for unit_id, line in found.items() if line is None}
        kept = list_kept(session, township_id, view, absent)
        stale = [unit_id for unit_id in absent if unit_id not in kept]
        counted = count_cells(session, township_id, view, stale) if stale else {}
        counted = {unit_id: counted.get(unit_id, {}) for unit_id in stale}
        lines = [
            found[unit.id] or self._hold(view, unit, numbers[unit.id], kept, counted)
            for unit in units
        ]
        return Loaded(lines, numbers, counted)

    def _held_line(self, view: View, unit: Unit, number: int) -> Line | None:
        return self.held.get((unit.id, view.window.key), (number, view, unit))

    def _hold(
        self,
        view: View,
        unit: Unit,
        number: int,
        kept: Mapping[int, Cells],
        counted: Mapping[int, Cells],
    ) -> Line:
        cells = kept[unit.id] if unit.id in kept else counted[unit.id]
        return self.held.put((unit.id, view.window.key), (number, view, unit), line_of(unit, cells))
