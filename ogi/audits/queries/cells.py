"""Counts by tenant, item and state: kept in summaries for whole years, counted for the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from ogi.audits.models import ChecklistRow
from ogi.audits.rules.tallies import Tally
from ogi.audits.rules.windows import is_whole_year
from ogi.catalogue.models import Obligation, ObligationVersion
from ogi.catalogue.queries import in_year, state_case
from ogi.catalogue.rules.frequency import Period
from ogi.catalogue.rules.states import State

Cells = dict[str, Tally]


class days_between(GenericFunction[int]):  # noqa: N801 - named as the SQL function it stands for
    """Whole days from the first date to the second, on every database."""

    type = Integer()
    inherit_cache = True


@compiles(days_between)
def _subtract_dates(element: days_between, compiler: SQLCompiler, **kw: object) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({second} - {first})"


@compiles(days_between, "sqlite")
def _subtract_days(element: days_between, compiler: SQLCompiler, **kw: object) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@dataclass(frozen=True, slots=True)
class View:
    """What a count depends on: the window, the day, and the days that 即将到期 begins before."""

    window: Period
    as_of: date
    soon_days: int

    @property
    def year(self) -> int:
        """The year of the window."""
        return self.window.start.year


def list_numbers(session: Session, township_id: int, year: int) -> dict[int, int]:
    """Return each tenant's count of changes up to a year; a tenant without one has none.

    Earlier years count too, because a year also shows what earlier years left open.
    """
    rows = session.execute(
        select(ObligationVersion.tenant_id, func.sum(ObligationVersion.number))
        .where(ObligationVersion.township_id == township_id, ObligationVersion.year <= year)
        .group_by(ObligationVersion.tenant_id)
    )
    return {tenant_id: int(number) for tenant_id, number in rows}


def within(window: Period) -> ColumnElement[bool]:
    """Return which obligations lie in a window.

    A year shows its periods, and what standing items of earlier years still owed; a shorter
    window shows the periods that end in it.
    """
    year = window.start.year
    if is_whole_year(window):
        return in_year(year)
    return and_(Obligation.year == year, Obligation.period_end.between(window.start, window.end))


def list_kept(
    session: Session, township_id: int, view: View, numbers: Mapping[int, int]
) -> dict[int, Cells]:
    """Return the kept summaries that are still good, of the tenants in `numbers`."""
    if not is_whole_year(view.window) or not numbers:
        return {}
    rows = session.execute(
        select(ChecklistRow.tenant_id, ChecklistRow.number, ChecklistRow.cells).where(
            ChecklistRow.township_id == township_id,
            ChecklistRow.year == view.year,
            ChecklistRow.as_of == view.as_of,
            ChecklistRow.soon_days == view.soon_days,
            ChecklistRow.tenant_id.in_(numbers),
        )
    )
    return {
        tenant_id: {code: Tally.from_json(stored) for code, stored in cells.items()}
        for tenant_id, number, cells in rows
        if number == numbers[tenant_id]
    }


def count_cells(
    session: Session, township_id: int, view: View, tenant_ids: Iterable[int]
) -> dict[int, Cells]:
    """Count the obligations of a window by one statement, for these tenants."""
    state = state_case(view.as_of, view.soon_days).label("state")
    counted = (
        select(
            Obligation.tenant_id,
            Obligation.item_code,
            state,
            func.count(),
            func.max(days_between(Obligation.due_on, Obligation.posted_on)),
            func.min(Obligation.due_on),
        )
        .where(
            Obligation.township_id == township_id,
            within(view.window),
            Obligation.tenant_id.in_(list(tenant_ids)),
        )
        .group_by(Obligation.tenant_id, Obligation.item_code, state)
    )
    found: dict[int, Cells] = {}
    for tenant_id, code, name, number, late_days, oldest in session.execute(counted):
        tally = found.setdefault(tenant_id, {}).setdefault(code, Tally())
        days = (view.as_of - oldest).days if name == State.MISSING else late_days or 0
        tally.add(name, number, days)
    return found
