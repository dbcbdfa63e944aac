"""Reading the calendar of working days."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CalendarDay, CalendarYear
from ogi.platform.workdays import Calendar


def load_calendar(session: Session, township_id: int) -> Calendar:
    """Return a township's calendar as plain values for counting."""
    days = session.execute(
        select(CalendarDay.day, CalendarDay.is_workday).where(
            CalendarDay.township_id == township_id
        )
    )
    years = session.scalars(
        select(CalendarYear.year).where(
            CalendarYear.township_id == township_id, CalendarYear.announced.is_(True)
        )
    )
    return Calendar(dict(days.all()), frozenset(years))


def list_days(session: Session, township_id: int, year: int) -> Sequence[CalendarDay]:
    """Return the days of a year that differ from their weekday, in order."""
    wanted = (
        select(CalendarDay)
        .where(
            CalendarDay.township_id == township_id,
            CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(CalendarDay.day)
    )
    return session.scalars(wanted).all()


def find_day(session: Session, township_id: int, day: date) -> CalendarDay | None:
    """Return the entry of an exceptional day, or None for a day like its weekday."""
    wanted = select(CalendarDay).where(
        CalendarDay.township_id == township_id, CalendarDay.day == day
    )
    return session.scalars(wanted).one_or_none()


def find_year(session: Session, township_id: int, year: int) -> CalendarYear | None:
    """Return the entry of a year, or None for one that nobody has entered."""
    wanted = select(CalendarYear).where(
        CalendarYear.township_id == township_id, CalendarYear.year == year
    )
    return session.scalars(wanted).one_or_none()
