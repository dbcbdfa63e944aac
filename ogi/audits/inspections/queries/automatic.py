"""What the system counts of the visited tenants, for the automatic indicators of a checklist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from ogi.audits.indicators.measures import BY_KEY, Measure
from ogi.audits.indicators.models import Indicator
from ogi.audits.indicators.queries import count_faults
from ogi.audits.indicators.rules import Frame
from ogi.audits.indicators.sets.rules import deduct
from ogi.audits.inspections.models import Inspection
from ogi.audits.inspections.queries.inspections import VisitLine
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Counted:
    """A tenant's faults by one indicator, and the points they cost."""

    tenant: Tenant
    faults: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class AutomaticLine:
    """An automatic indicator with what it counts of each visited tenant that is at fault."""

    indicator: Indicator
    measure: Measure
    year: int
    counted: tuple[Counted, ...]

    @property
    def faults(self) -> int:
        """The faults of all visited tenants."""
        return sum(one.faults for one in self.counted)


def frame_of(one: Inspection, today: date) -> Frame:
    """Return the year that is counted: that of the last day, as its rows stand today."""
    return Frame(one.township_id, one.ends_on.year, today)


def list_automatic(
    session: Session,
    one: Inspection,
    indicators: Iterable[Indicator],
    visits: Sequence[VisitLine],
    today: date,
) -> list[AutomaticLine]:
    """Return the automatic indicators with the faults of the visited tenants of the year."""
    wanted = [row for row in indicators if row.measure in BY_KEY]
    if not wanted:
        return []
    frame = frame_of(one, today)
    found = count_faults(session, frame, [BY_KEY[key] for key in {row.measure for row in wanted}])
    return [
        AutomaticLine(
            row,
            BY_KEY[row.measure],
            frame.year,
            tuple(
                Counted(line.tenant, number, deduct(number, row.deduction, row.cap))
                for line in visits
                if (number := found.get(line.tenant.id, {}).get(row.measure, 0))
            ),
        )
        for row in wanted
    ]
