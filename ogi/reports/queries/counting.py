"""Counting a year from its rows: postings by the day they count on, obligations by the year."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, extract, func, or_, select
from sqlalchemy.orm import Session

from ogi.audits.indicators.measures import measure_of
from ogi.audits.indicators.queries import burst_name, rows_of
from ogi.audits.indicators.rules import Frame
from ogi.catalogue.models import Obligation
from ogi.catalogue.queries import in_year, state_case
from ogi.catalogue.rules import REPORT_CATEGORIES, State, board_name
from ogi.postings.models import Posting
from ogi.postings.reach.queries import count_openings
from ogi.reports.queries.supervising import count_supervision
from ogi.reports.queries.trend import count_published, list_history, of_year
from ogi.reports.rules import BurstCount, RegisterRow, TenantCount, Timeliness, YearCounts
from ogi.tenants.models import Tenant

MONTHS = range(1, 13)
UNCATEGORISED = "未分类"
PENDING = (State.NOT_DUE, State.DUE_SOON)
FATES = ("in_time", "late", "missing", "nothing", "withheld", "waived", "pending")


class _Group(NamedTuple):
    """How many published postings share tenant, board, category and month."""

    tenant_id: int
    board: str
    category: str
    month: int
    published: int


def count_year(session: Session, township_id: int, year: int, *, today: date) -> YearCounts:
    """Count one year of a township; obligations are judged as of `today`."""
    groups = _published_groups(session, township_id, year)
    fates = _fates(session, township_id, year, today)
    frame = Frame(township_id, year, today)
    units = _tenants_of_year(session, township_id, year, {group.tenant_id for group in groups})
    total = sum(group.published for group in groups)
    kinds = {unit.id: unit.kind for unit in units}
    boards: Counter[str] = Counter()
    months: Counter[int] = Counter()
    for group in groups:
        boards[board_name(group.board, kinds[group.tenant_id])] += group.published
        months[group.month] += group.published
    return YearCounts(
        categories=_categories(groups),
        boards=tuple(
            (name, boards[name]) for name in ("党务", "村务", "政务", "财务") if boards[name]
        ),
        months=tuple((month, months[month]) for month in MONTHS) if total else (),
        tenants=_tenant_counts(units, groups, fates),
        timeliness=_timeliness(fates),
        withdrawn=count_published(session, township_id, year, state="withdrawn"),
        history=list_history(session, township_id, year, total=total),
        bursts=_list_bursts(session, frame),
        supervision=count_supervision(session, frame),
        opened=count_openings(session, township_id, year),
    )


def _list_bursts(session: Session, frame: Frame) -> tuple[BurstCount, ...]:
    """Return the year's bursts of catch-up posting, as the indicators find them."""
    rows = rows_of(measure_of("burst"), frame)
    if rows is None:
        return ()
    return tuple(
        BurstCount(
            when=burst_name(row.first_at, row.last_at),
            tenant=row.tenant,
            number=row.value,
            due_from=row.due_from,
            due_to=row.due_to,
        )
        for row in session.execute(rows)
    )


def _published_groups(session: Session, township_id: int, year: int) -> list[_Group]:
    month = extract("month", Posting.counted_on)
    keys = (Posting.tenant_id, Posting.board, Posting.report_category, month)
    rows = session.execute(
        select(*keys, func.count()).where(of_year(township_id, year)).group_by(*keys)
    )
    return [
        _Group(tenant_id, board, category, int(number), count)
        for tenant_id, board, category, number, count in rows
    ]


def _fates(session: Session, township_id: int, year: int, today: date) -> dict[int, dict[str, int]]:
    """Count each tenant's obligations of the year by state, as the checklist tells them."""
    state = state_case(today)
    rows = session.execute(
        select(Obligation.tenant_id, state, func.count())
        .where(Obligation.township_id == township_id, in_year(year))
        .group_by(Obligation.tenant_id, state)
    )
    found: dict[int, dict[str, int]] = {}
    for tenant_id, name, count in rows:
        fate = "pending" if name in PENDING else name
        counts = found.setdefault(tenant_id, dict.fromkeys(FATES, 0))
        counts[fate] += count
    return found


def _tenants_of_year(
    session: Session, township_id: int, year: int, counted: set[int]
) -> Sequence[Any]:
    """Return the tenants at work in the year, and any other that published in it."""
    at_work = and_(
        Tenant.active_from <= date(year, 12, 31),
        or_(Tenant.active_to.is_(None), Tenant.active_to >= date(year, 1, 1)),
    )
    wanted = (
        select(Tenant.id, Tenant.name, Tenant.kind)
        .where(Tenant.township_id == township_id, or_(at_work, Tenant.id.in_(counted)))
        .order_by(Tenant.position, Tenant.id)
    )
    return session.execute(wanted).all()


def _categories(groups: list[_Group]) -> tuple[tuple[str, int], ...]:
    """Add up by category, in the catalogue's order; unknown ones follow."""
    counts: Counter[str] = Counter()
    for group in groups:
        counts[group.category or UNCATEGORISED] += group.published
    others = sorted(set(counts) - set(REPORT_CATEGORIES))
    return tuple((name, counts[name]) for name in (*REPORT_CATEGORIES, *others) if counts[name])


def _tenant_counts(
    units: Sequence[Any], groups: list[_Group], fates: dict[int, dict[str, int]]
) -> tuple[TenantCount, ...]:
    published: Counter[int] = Counter()
    for group in groups:
        published[group.tenant_id] += group.published
    counts = []
    for unit in units:
        fate = fates.get(unit.id, dict.fromkeys(FATES, 0))
        due = fate["in_time"] + fate["late"] + fate["missing"]
        counts.append(
            TenantCount(
                unit.name, unit.kind, published[unit.id], due, fate["late"], fate["missing"]
            )
        )
    return tuple(counts)


def _timeliness(fates: dict[int, dict[str, int]]) -> Timeliness:
    return Timeliness(**{name: sum(fate[name] for fate in fates.values()) for name in FATES})


def list_register(session: Session, township_id: int, year: int) -> tuple[RegisterRow, ...]:
    """Return every published posting of the year in the order of days."""
    wanted = (
        select(
            Posting.counted_on,
            Tenant.name,
            Tenant.kind,
            Posting.board,
            Posting.title,
            Posting.index_number,
            Posting.days_late,
        )
        .join(
            Tenant, and_(Tenant.township_id == Posting.township_id, Tenant.id == Posting.tenant_id)
        )
        .where(of_year(township_id, year))
        .order_by(Posting.counted_on, Posting.id)
    )
    return tuple(
        RegisterRow(on, name, board_name(board, kind), title, number or "", late)
        for on, name, kind, board, title, number, late in session.execute(wanted)
        if on is not None
    )
