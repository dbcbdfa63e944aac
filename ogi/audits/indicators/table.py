"""The table of the page: a line for each tenant, in their order or the worst first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.indicators.measures import MEASURES
from ogi.audits.indicators.queries import Faults
from ogi.audits.indicators.rules import Frame
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Unit:
    """A tenant as the table names it."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A tenant's faults by measure; without a fault a measure is left out."""

    unit: Unit
    numbers: dict[str, int]

    @property
    def total(self) -> int:
        """How many faults all measures found together."""
        return sum(self.numbers.values())


def list_units(session: Session, frame: Frame, kind: str = "") -> list[Unit]:
    """Return the tenants that were active in the year, in their order."""
    wanted = (
        select(Tenant.id, Tenant.name, Tenant.kind)
        .where(
            Tenant.township_id == frame.township_id,
            Tenant.active_from <= frame.last,
            Tenant.active_to.is_(None) | (Tenant.active_to >= frame.first),
        )
        .order_by(Tenant.position, Tenant.id)
    )
    if kind:
        wanted = wanted.where(Tenant.kind == kind)
    return [Unit(*row) for row in session.execute(wanted)]


def lines_of(units: Sequence[Unit], found: Faults, *, worst: bool = False) -> list[Line]:
    """Return a line for each tenant."""
    lines = [Line(unit, found.get(unit.id, {})) for unit in units]
    return sorted(lines, key=lambda line: -line.total) if worst else lines


def totals_of(lines: Sequence[Line]) -> dict[str, int]:
    """Return the sum of each measure, in the order of the measures."""
    return {one.key: sum(line.numbers.get(one.key, 0) for line in lines) for one in MEASURES}
