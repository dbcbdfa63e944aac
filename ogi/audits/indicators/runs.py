"""The measures that look at several rows at once: blank months and bursts."""

from sqlalchemy import (
    ScalarSelect,
    Select,
    Subquery,
    and_,
    case,
    extract,
    func,
    literal,
    select,
    true,
)
from sqlalchemy import union_all as together

from ogi.audits.indicators.conditions import late_postings, of_tenant
from ogi.audits.indicators.functions import day_before, minutes_between
from ogi.audits.indicators.rules import (
    BURST_MONTHS,
    BURST_PAUSE_MINUTES,
    BURST_POSTINGS,
    Frame,
)
from ogi.catalogue.models import Obligation
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.tenants.models import Tenant

MONTHS_A_YEAR = 12


def blank_months(frame: Frame) -> Subquery | None:
    """Return tenant, first and last day of each month with something due and nothing published.

    None while no month of the year is over.
    """
    over = [
        select(literal(first).label("first"), literal(last).label("last"))
        for first, last in frame.months()
    ]
    if not over:
        return None
    month = together(*over).subquery("months")
    owed = _any(
        select(Obligation.id).where(
            Obligation.township_id == frame.township_id,
            Obligation.tenant_id == Tenant.id,
            Obligation.due_on.between(month.c.first, month.c.last),
        )
    )
    done = _any(
        select(Posting.id).where(
            Posting.township_id == frame.township_id,
            Posting.tenant_id == Tenant.id,
            Posting.counted_on.between(month.c.first, month.c.last),
            Posting.state.in_(PUBLIC_STATES),
        )
    )
    wanted = (
        select(Tenant.id.label("tenant_id"), month.c.first, month.c.last)
        .join_from(Tenant, month, true())
        .where(Tenant.township_id == frame.township_id, owed.is_not(None), done.is_(None))
    )
    if frame.tenant_id is not None:
        wanted = wanted.where(Tenant.id == frame.tenant_id)
    return wanted.subquery("blank_months")


def _any(rows: Select[int]) -> ScalarSelect[int]:
    """Return one of the rows, looked up in an index for each month instead of joined."""
    return rows.correlate_except(Obligation, Posting).limit(1).scalar_subquery()


def _long_runs(frame: Frame) -> Subquery:
    """Return tenant, first and last moment of each run of late publications that is long enough."""
    order = (Posting.published_at, Posting.id)
    before = func.lag(Posting.published_at).over(partition_by=Posting.tenant_id, order_by=order)
    late = (
        select(
            Posting.id.label("posting_id"),
            Posting.tenant_id,
            Posting.published_at,
            minutes_between(before, Posting.published_at).label("pause"),
        )
        .join_from(Tenant, Posting, of_tenant())
        .where(Tenant.township_id == frame.township_id, *late_postings(frame))
        .subquery("late")
    )
    begins = case((late.c.pause > BURST_PAUSE_MINUTES, 1), else_=0)
    run = func.sum(begins).over(
        partition_by=late.c.tenant_id, order_by=(late.c.published_at, late.c.posting_id)
    )
    runs = select(late.c.tenant_id, late.c.published_at, run.label("run")).subquery("runs")
    return (
        select(
            runs.c.tenant_id,
            func.min(runs.c.published_at).label("first_at"),
            func.max(runs.c.published_at).label("last_at"),
        )
        .group_by(runs.c.tenant_id, runs.c.run)
        .having(func.count() >= BURST_POSTINGS)
        .subquery("long_runs")
    )


def bursts(frame: Frame) -> Subquery:
    """Return the bursts of catch-up posting (突击补录), each with its span and its due days."""
    runs = _long_runs(frame)
    due_on = day_before(Posting.counted_on, Posting.days_late)
    month = extract("year", due_on) * MONTHS_A_YEAR + extract("month", due_on)
    months = func.count(month.distinct())
    of_run = and_(
        Posting.tenant_id == runs.c.tenant_id,
        Posting.published_at.between(runs.c.first_at, runs.c.last_at),
    )
    return (
        select(
            runs.c.tenant_id,
            runs.c.first_at,
            runs.c.last_at,
            func.count().label("number"),
            months.label("months"),
            func.min(due_on).label("due_from"),
            func.max(due_on).label("due_to"),
        )
        .join_from(runs, Posting, of_run)
        .where(*late_postings(frame))
        .group_by(runs.c.tenant_id, runs.c.first_at, runs.c.last_at)
        .having(months >= BURST_MONTHS)
        .subquery("bursts")
    )
