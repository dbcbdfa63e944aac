"""Making obligations: a year's, those after a change of an item, and recorded ones."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ogi.catalogue import queries
from ogi.catalogue.actions.changes import changed_many, obligation_changed
from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.catalogue.rules import (
    Frequency,
    Owner,
    Period,
    Planned,
    Version,
    check_event,
    check_recordable,
    event_period,
    is_recorded_key,
    plan_event,
    plan_standing,
    plan_year,
    standing_period,
)
from ogi.platform.db.inserting import CHUNK, insert_missing
from ogi.platform.errors import Conflict
from ogi.platform.privacy import check_free
from ogi.tenants.models import Tenant
from ogi.tenants.queries import list_kept_numbers


def ensure_obligations(
    session: Session, township_id: int, year: int, *, code: str | None = None
) -> int:
    """Make every obligation of a year that is not there yet; return how many.

    With a code, of that item alone. Those that exist are left as they are, so it may
    run at any time: for a new year, a new tenant, a new item. The caller commits.
    """
    versions = queries.load_versions(session, township_id, code=code)
    owners = queries.load_owners(session, township_id, year)
    calendar = queries.load_calendar(session, township_id)
    owed = queries.list_standing_owed(session, township_id)
    planned = plan_year(versions, owners, year, calendar)
    planned += plan_standing(versions, owners, year, calendar, owed)
    there = queries.list_owed(session, township_id, year)
    missing = [plan for plan in planned if _key(plan) not in there]
    insert_missing(session, Obligation, [_row(township_id, plan) for plan in missing])
    changed_many(session, township_id, year, {plan.tenant_id for plan in missing})
    return len(missing)


def _key(plan: Planned) -> tuple[int, str, str]:
    return plan.tenant_id, plan.item_code, plan.period.key


def _row(township_id: int, plan: Planned) -> dict[str, Any]:
    return {
        "township_id": township_id,
        "tenant_id": plan.tenant_id,
        "item_id": plan.item_id,
        "item_code": plan.item_code,
        "board": plan.board,
        "year": plan.period.start.year,
        "period_key": plan.period.key,
        "period_start": plan.period.start,
        "period_end": plan.period.end,
        "due_on": plan.due_on,
        "due_estimated": plan.due_estimated,
        "event_title": "",
        "reason": "",
        "article": "",
    }


def replan(session: Session, township_id: int, code: str, from_day: date) -> None:
    """Bring one item's open obligations in line after its versions changed.

    Touches only periods that end on or after `from_day` and are neither posted nor
    declared: those no longer owed go, those measured otherwise move, new ones come.
    What is past, met or declared stays as it was.
    """
    versions = queries.load_versions(session, township_id, code=code)
    calendar = queries.load_calendar(session, township_id)
    for year in queries.list_planned_years(session, township_id):
        if year < from_day.year:
            continue
        owners = queries.load_owners(session, township_id, year)
        planned = plan_year(versions, owners, year, calendar)
        _align(session, township_id, (code, year, from_day), planned)
    for year in queries.list_planned_years(session, township_id):
        if year >= from_day.year:
            ensure_obligations(session, township_id, year, code=code)


def _align(
    session: Session,
    township_id: int,
    scope: tuple[str, int, date],
    planned: Iterable[Planned],
) -> None:
    code, year, from_day = scope
    wanted = {(plan.tenant_id, plan.period.key): plan for plan in planned}
    gone: list[Obligation] = []
    touched: set[int] = set()
    for obligation in _list_open(session, township_id, code, year):
        plan = wanted.get((obligation.tenant_id, obligation.period_key))
        if is_recorded_key(obligation.period_key) or obligation.period_end < from_day:
            continue
        if plan is None:
            gone.append(obligation)
        elif not _move(obligation, plan):
            continue
        touched.add(obligation.tenant_id)
    session.flush()
    _delete(session, township_id, [obligation.id for obligation in gone])
    changed_many(session, township_id, year, touched)


def _list_open(session: Session, township_id: int, code: str, year: int) -> Sequence[Obligation]:
    wanted = select(Obligation).where(
        Obligation.township_id == township_id,
        Obligation.item_code == code,
        Obligation.year == year,
        Obligation.posted_on.is_(None),
        Obligation.disposition.is_(None),
    )
    return session.scalars(wanted).all()


def _move(obligation: Obligation, plan: Planned) -> bool:
    found = (obligation.item_id, obligation.board, obligation.due_on, obligation.due_estimated)
    planned = (plan.item_id, plan.board, plan.due_on, plan.due_estimated)
    obligation.item_id, obligation.board = plan.item_id, plan.board
    obligation.due_on, obligation.due_estimated = plan.due_on, plan.due_estimated
    return found != planned


def _delete(session: Session, township_id: int, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        session.execute(
            delete(Obligation)
            .where(Obligation.township_id == township_id, Obligation.id.in_(part))
            .execution_options(synchronize_session=False)
        )


def end_obligations(session: Session, township_id: int) -> int:
    """Drop what closed tenants no longer owe; return how many. The caller commits.

    An open obligation goes when its period ends after the tenant's last day; what was posted
    or declared stays.
    """
    wanted = (
        select(Obligation.id, Obligation.tenant_id, Obligation.year)
        .join(Tenant, Tenant.id == Obligation.tenant_id)
        .where(
            Obligation.township_id == township_id,
            Obligation.posted_on.is_(None),
            Obligation.disposition.is_(None),
            Obligation.period_end > Tenant.active_to,
        )
    )
    rows = session.execute(wanted).all()
    _delete(session, township_id, [row.id for row in rows])
    for year in {row.year for row in rows}:
        tenants = {row.tenant_id for row in rows if row.year == year}
        changed_many(session, township_id, year, tenants)
    return len(rows)


def record_event(
    session: Session,
    tenant: Tenant,
    item: CatalogueItem,
    event_on: date,
    title: str,
    *,
    today: date,
) -> Obligation:
    """Record an event of a 及时 item, or a change of a 长期 one; return its obligation.

    The item's version in force on that day measures it. Raises RuleBroken for a day to
    come, a missing title or one with personal data, or an item that does not oblige this
    tenant on that day, and Conflict when another event took the same number at the same
    moment.
    """
    check_event(title, event_on, today)
    check_free(title, kept=list_kept_numbers(session, tenant.township_id), field="title")
    then = queries.find_item(session, tenant.township_id, item.code, event_on)
    version = queries.as_version(then or item)
    check_recordable(version, tenant.kind, event_on)
    period = _next_period(session, tenant, version, event_on)
    calendar = queries.load_calendar(session, tenant.township_id)
    owner = Owner(tenant.id, tenant.kind, tenant.active_from, tenant.active_to)
    plan = plan_event(version, owner, period, calendar)
    obligation = Obligation(**_row(tenant.township_id, plan) | {"event_title": title.strip()})
    session.add(obligation)
    try:
        session.flush()
    except IntegrityError as taken:
        raise Conflict from taken
    obligation_changed(session, obligation)
    return obligation


def _next_period(session: Session, tenant: Tenant, version: Version, on: date) -> Period:
    prefix = "E-" if version.frequency is Frequency.EVENT else f"S-{on.year:04}"
    last = queries.last_recorded(
        session, tenant.township_id, tenant.id, version.code, prefix=prefix
    )
    if version.frequency is Frequency.EVENT:
        return event_period(last + 1, on)
    return standing_period(on, last)
