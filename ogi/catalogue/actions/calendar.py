"""Changing the calendar of working days, and the due days that hang on it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue import queries
from ogi.catalogue.actions.changes import obligation_changed
from ogi.catalogue.models import CalendarDay, CalendarYear, CatalogueItem, Obligation
from ogi.catalogue.rules import Period, check_day, due_on
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record
from ogi.platform.workdays import list_announced_days, list_announced_years
from ogi.tenants.models import Tenant

FIRST_CALENDAR_YEAR = 2024


def set_day(
    session: Session,
    township_id: int,
    day: date,
    works: bool | None,  # noqa: FBT001 - three answers to one question
    name: str,
    *,
    actor_id: int | None,
    now: datetime,
) -> int:
    """Say that a day works, rests, or (None) follows its weekday; return due days moved.

    Raises RuleBroken for an entry that says what the weekday says already.
    """
    check_day(day, works)
    entry = queries.find_day(session, township_id, day)
    if works is None:
        if entry is not None:
            record(session, actor_id, "calendar.day_cleared", entry, at=now, day=str(day))
            session.delete(entry)
    else:
        if entry is None:
            entry = CalendarDay(township_id=township_id, day=day)
            session.add(entry)
        entry.is_workday, entry.name = works, name.strip()
        record(session, actor_id, "calendar.day_set", entry, at=now, day=str(day), works=works)
    session.flush()
    return recompute_due(session, township_id)


def set_year(
    session: Session,
    township_id: int,
    year: int,
    *,
    announced: bool,
    actor_id: int | None,
    now: datetime,
) -> int:
    """Mark a year as announced or not; return how many due days moved or changed their mark."""
    entry = queries.find_year(session, township_id, year)
    if entry is None:
        entry = CalendarYear(township_id=township_id, year=year)
        session.add(entry)
    entry.announced = announced
    record(session, actor_id, "calendar.year_set", entry, at=now, year=year, announced=announced)
    return recompute_due(session, township_id)


def is_known_year(year: int) -> bool:
    """Tell whether the product knows the State Council's days of a year."""
    return year in list_announced_years(FIRST_CALENDAR_YEAR)


def load_year(
    session: Session, township_id: int, year: int, *, actor_id: int | None, now: datetime
) -> int:
    """Enter the State Council's days of a year that the product knows; return due days moved.

    Days entered by hand stay. Raises RuleBroken for a year not known.
    """
    if not is_known_year(year):
        raise RuleBroken("year_unknown", year=year)
    known = {entry.day for entry in queries.list_days(session, township_id, year)}
    session.add_all(
        CalendarDay(township_id=township_id, day=day.day, is_workday=day.works, name=day.name)
        for day in list_announced_days(year)
        if day.day not in known
    )
    return set_year(session, township_id, year, announced=True, actor_id=actor_id, now=now)


def recompute_due(session: Session, township_id: int) -> int:
    """Count again the due days of recorded, open obligations; return how many changed.

    Only these hang on working days; posted and declared ones keep the day they were
    judged by.
    """
    calendar = queries.load_calendar(session, township_id)
    wanted = (
        select(Obligation, CatalogueItem.due_rule, Tenant.kind)
        .join(CatalogueItem, CatalogueItem.id == Obligation.item_id)
        .join(Tenant, Tenant.id == Obligation.tenant_id)
        .where(
            Obligation.township_id == township_id,
            Obligation.posted_on.is_(None),
            Obligation.disposition.is_(None),
        )
        .where(Obligation.period_key.like("E-%") | Obligation.period_key.like("S-%"))
    )
    moved = []
    for obligation, due_rule, kind in session.execute(wanted):
        start, end = obligation.period_start, obligation.period_end
        due = due_on(due_rule, kind, Period(start, end, obligation.period_key, ""), calendar)
        if due != (obligation.due_on, obligation.due_estimated):
            obligation.due_on, obligation.due_estimated = due
            moved.append(obligation)
    session.flush()
    for obligation in moved:
        obligation_changed(session, obligation)
    return len(moved)
