"""States told by the database: the same table of decisions as `rules.state_of`."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, or_

from ogi.catalogue.models import Obligation
from ogi.catalogue.rules import SOON_DAYS, Standing, State
from ogi.platform.clock import SHANGHAI, local_date

ONE_DAY = timedelta(days=1)
STANDING_KEYS = "S-%"


def state_case(as_of: date, soon_days: int = SOON_DAYS) -> ColumnElement[str]:
    """Return each obligation's state on a day, as an expression of the database."""
    return case(
        (
            Obligation.posted_on <= as_of,
            case(
                (Obligation.posted_on > Obligation.due_on, State.LATE.value),
                else_=State.IN_TIME.value,
            ),
        ),
        (declared_by_end_of(as_of), Obligation.disposition),
        (Obligation.due_on < as_of, State.MISSING.value),
        (Obligation.due_on <= as_of + timedelta(days=soon_days), State.DUE_SOON.value),
        else_=State.NOT_DUE.value,
    )


def declared_by_end_of(day: date) -> ColumnElement[bool]:
    """Return whether something was declared up to the end of a day in China."""
    next_day = datetime.combine(day + ONE_DAY, time(), SHANGHAI)
    return and_(
        Obligation.disposition.is_not(None),
        or_(Obligation.declared_at.is_(None), Obligation.declared_at < next_day),
    )


def in_year(year: int) -> ColumnElement[bool]:
    """Return which obligations a year's checklist shows.

    Those of the year's periods; and of the standing items (长期) also those of earlier
    years that were still to be met when the year began, so that a gap stays in sight.
    """
    first = date(year, 1, 1)
    begin = datetime.combine(first, time(), SHANGHAI)
    return or_(
        Obligation.year == year,
        and_(
            Obligation.year < year,
            Obligation.period_key.like(STANDING_KEYS),
            or_(Obligation.posted_on.is_(None), Obligation.posted_on >= first),
            or_(Obligation.disposition.is_(None), Obligation.declared_at >= begin),
        ),
    )


def standing_of(obligation: Obligation) -> Standing:
    """Return what an obligation's state depends on, as plain values for `rules.state_of`."""
    declared_at = obligation.declared_at
    return Standing(
        due_on=obligation.due_on,
        posted_on=obligation.posted_on,
        disposition=obligation.disposition,
        declared_on=None if declared_at is None else local_date(declared_at),
    )
