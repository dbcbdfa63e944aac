"""Giving a township the default catalogue, the legal texts and the calendar."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue import queries
from ogi.catalogue.actions.calendar import FIRST_CALENDAR_YEAR
from ogi.catalogue.actions.items import make_item
from ogi.catalogue.defaults import default_bases, default_items
from ogi.catalogue.models import CalendarDay, CalendarYear, LegalBasis
from ogi.platform.workdays import list_announced_days, list_announced_years


def seed_catalogue(session: Session, township_id: int, from_day: date) -> None:
    """Add the 77 default items from a day on, the legal texts, and the calendar known.

    What is already there stays, so a second call adds only what newer versions of the
    product bring. The caller commits.
    """
    known = queries.list_codes(session, township_id)
    session.add_all(
        make_item(township_id, code, values, from_day, position=position)
        for position, (code, values) in enumerate(default_items(), start=1)
        if code not in known
    )
    _seed_bases(session, township_id)
    _seed_calendar(session, township_id)
    session.flush()


def _seed_bases(session: Session, township_id: int) -> None:
    there = select(LegalBasis.code, LegalBasis.valid_from).where(
        LegalBasis.township_id == township_id
    )
    known = set(session.execute(there))
    session.add_all(
        LegalBasis(township_id=township_id, **basis)
        for basis in default_bases()
        if (basis["code"], basis["valid_from"]) not in known
    )


def _seed_calendar(session: Session, township_id: int) -> None:
    there = select(CalendarYear.year).where(CalendarYear.township_id == township_id)
    known = set(session.scalars(there))
    for year in list_announced_years(FIRST_CALENDAR_YEAR):
        if year in known:
            continue
        session.add(CalendarYear(township_id=township_id, year=year, announced=True))
        session.add_all(
            CalendarDay(township_id=township_id, day=day.day, is_workday=day.works, name=day.name)
            for day in list_announced_days(year)
        )
