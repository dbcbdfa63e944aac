"""Counting the faults of a township's year by tenant, and listing the rows behind a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, func, literal, null, select
from sqlalchemy.orm import Session, aliased

from ogi.audits.indicators.conditions import (
    duties,
    gone,
    late_postings,
    of_tenant,
    on_board,
    postings,
    questions,
)
from ogi.audits.indicators.functions import day_before
from ogi.audits.indicators.measures import MEASURES, Kind, Measure
from ogi.audits.indicators.rules import Frame
from ogi.audits.indicators.runs import blank_months, bursts
from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.platform.clock import SHANGHAI
from ogi.postings.models import Posting
from ogi.postings.queries.measuring import is_unmeasured
from ogi.postings.questions.models import Question
from ogi.postings.rules.periods import period_words
from ogi.tenants.models import Tenant

LONGEST_TOLD = 40
Faults = dict[int, dict[str, int]]


def count_faults(session: Session, frame: Frame, measures: Iterable[Measure] = MEASURES) -> Faults:
    """Return by tenant how often each measure is at fault; what is never at fault is left out.

    One statement for all measures of obligations, one for all of postings, one for each other.
    """
    wanted = list(measures)
    found: Faults = {}
    for kind in Kind:
        of_kind = [measure for measure in wanted if measure.kind is kind]
        statement = counting(of_kind, frame) if of_kind else None
        if statement is None:
            continue
        for tenant_id, *numbers in session.execute(statement):
            for measure, number in zip(of_kind, numbers, strict=True):
                if number:
                    found.setdefault(tenant_id, {})[measure.key] = int(number)
    return found


def counting(measures: list[Measure], frame: Frame) -> Select[Any] | None:
    """Return the one statement that counts measures of one kind by tenant.

    None where there is nothing to count: no month of the year is over.
    """
    kind = measures[0].kind
    if kind is Kind.DUTY:
        return _summed(Obligation.tenant_id, measures, frame).where(*duties(frame))
    if kind is Kind.QUESTION:
        return _summed(Question.tenant_id, measures, frame).where(*questions(frame))
    if kind in (Kind.POSTING, Kind.GONE):
        by_tenant = _summed(Tenant.id, measures, frame).join(Posting, of_tenant())
        return by_tenant.where(*(postings if kind is Kind.POSTING else gone)(frame))
    table = {Kind.MONTH: blank_months, Kind.BURST: bursts}[kind](frame)
    if table is None:
        return None
    joined = (Tenant.id == table.c.tenant_id) & (Tenant.township_id == frame.township_id)
    counted = select(Tenant.id, func.count()).join_from(Tenant, table, joined)
    return cast("Select[Any]", counted.group_by(Tenant.id))


def _summed(tenant_id: Any, measures: list[Measure], frame: Frame) -> Select[Any]:
    sums = [func.count().filter(_condition(one, frame)) for one in measures]
    return cast("Select[Any]", select(tenant_id, *sums).group_by(tenant_id))


def _condition(measure: Measure, frame: Frame) -> ColumnElement[bool]:
    if measure.condition is None:
        raise TypeError(f"{measure.key} is no condition on one row")
    return measure.condition(frame)


def rows_of(measure: Measure, frame: Frame) -> Select[Any] | None:
    """Return the statement that lists the rows behind a figure, for paging; None for none."""
    return _LISTS[measure.kind](measure, frame)


def _list_duties(measure: Measure, frame: Frame) -> Select[Any]:
    return _of_tenant(
        Obligation.tenant_id,
        title=CatalogueItem.title,
        item_code=Obligation.item_code,
        period=Obligation.period_key,
        begins=Obligation.period_start,
        day=Obligation.due_on,
        posting_id=Obligation.posting_id,
        value=measure.figure(frame),
    ).join(
        CatalogueItem,
        (CatalogueItem.id == Obligation.item_id)
        & (CatalogueItem.township_id == Obligation.township_id),
    ).where(*duties(frame), _condition(measure, frame)).order_by(
        Obligation.due_on, Tenant.position, Tenant.id, Obligation.id
    )  # fmt: skip


def _list_postings(measure: Measure, frame: Frame) -> Select[Any]:
    return (
        _of_posting(measure.figure(frame))
        .where(*postings(frame), _condition(measure, frame))
        .order_by(Posting.counted_on, Tenant.position, Tenant.id, Posting.id)
    )


def _list_questions(measure: Measure, frame: Frame) -> Select[Any]:
    return (
        _of_tenant(
            Question.tenant_id,
            title=func.substr(Question.text, 1, LONGEST_TOLD),
            day=Question.received_on,
            value=measure.figure(frame),
        )
        .where(*questions(frame), _condition(measure, frame))
        .order_by(Question.received_on, Tenant.position, Tenant.id, Question.id)
    )


def _list_months(_measure: Measure, frame: Frame) -> Select[Any] | None:
    table = blank_months(frame)
    if table is None:
        return None
    owed = aliased(Obligation)
    due = (
        select(func.count(owed.id))
        .where(
            owed.township_id == frame.township_id,
            owed.tenant_id == table.c.tenant_id,
            owed.due_on.between(table.c.first, table.c.last),
        )
        .scalar_subquery()
    )
    return _of_tenant(table.c.tenant_id, day=table.c.first, value=due).order_by(
        table.c.first, Tenant.position, Tenant.id
    )


def _list_bursts(_measure: Measure, frame: Frame) -> Select[Any]:
    """Return each burst; its span and its due days stand beside the figure."""
    table = bursts(frame)
    return (
        _of_tenant(table.c.tenant_id, value=table.c.number)
        .add_columns(
            table.c.first_at, table.c.last_at, table.c.months, table.c.due_from, table.c.due_to
        )
        .order_by(table.c.first_at, Tenant.position, Tenant.id)
    )


_LISTS = {
    Kind.DUTY: _list_duties,
    Kind.POSTING: _list_postings,
    Kind.GONE: _list_postings,
    Kind.MONTH: _list_months,
    Kind.BURST: _list_bursts,
    Kind.QUESTION: _list_questions,
}


def _of_posting(value: ColumnElement[Any]) -> Select[Any]:
    return _of_tenant(
        Posting.tenant_id,
        title=Posting.title,
        item_code=Posting.item_code,
        period=Posting.period_label,
        day=Posting.counted_on,
        posting_id=Posting.id,
        value=value,
    )


def _of_tenant(tenant_id: Any, **columns: Any) -> Select[Any]:
    """Return a list of faults with its columns always the same, joined to the tenants."""
    blank = {"title": literal(""), "item_code": literal(""), "period": literal(""),
             "begins": null(), "day": null(), "posting_id": null()}  # fmt: skip
    named = [column.label(name) for name, column in (blank | columns).items()]
    wanted = select(
        Tenant.id.label("tenant_id"), Tenant.slug.label("slug"), Tenant.name.label("tenant"), *named
    ).join(Tenant, Tenant.id == tenant_id)
    return cast("Select[Any]", wanted)


@dataclass(frozen=True, slots=True)
class Fault:
    """One row behind a figure, in words."""

    tenant_id: int
    slug: str
    tenant: str
    title: str
    item_code: str
    period: str
    day: date | None
    posting_id: int | None
    told: str
    first_at: datetime | None = None
    last_at: datetime | None = None


def faults_of(measure: Measure, rows: Iterable[Row[Any]]) -> list[Fault]:
    """Return rows of `rows_of` in words."""
    return [_fault(measure, row._asdict()) for row in rows]


def _fault(measure: Measure, row: Mapping[str, Any]) -> Fault:
    title, period, told = row["title"], row["period"], _told(measure, row["value"])
    if measure.kind is Kind.DUTY:
        period = period_words(period, row["begins"])
    if measure.kind is Kind.MONTH:
        title, period = "整月没有公开", f"{row['day'].year}年{row['day'].month}月"
    if measure.kind is Kind.BURST:
        title = burst_name(row["first_at"], row["last_at"])
        told = f"{told}，应公开日期从{row['due_from']}到{row['due_to']}，分布在{row['months']}个月"
    return Fault(
        tenant_id=row["tenant_id"], slug=row["slug"], tenant=row["tenant"], title=title,
        item_code=row["item_code"], period=period, day=row["day"],
        posting_id=row["posting_id"], told=told,
        first_at=row.get("first_at"), last_at=row.get("last_at"),
    )  # fmt: skip


def _told(measure: Measure, value: Any) -> str:
    """Return a figure in words; a sheet may also be said to hang later than it was recorded."""
    if measure.key == "claimed_apart" and value < 0:
        return f"系统记录比张贴日期早 {-value} 天"
    return measure.told.format(value)


def burst_name(first: datetime, last: datetime) -> str:
    """Return the name of a burst: the day and the hours in which it happened."""
    begin, end = first.astimezone(SHANGHAI), last.astimezone(SHANGHAI)
    on = "" if begin.date() == end.date() else f"{end.month}月{end.day}日 "
    return f"{begin.year}年{begin.month}月{begin.day}日 {begin:%H:%M}至{on}{end:%H:%M}"


def late_postings_between(frame: Frame, first: datetime, last: datetime) -> Select[Any]:
    """Return what was published late between two moments, each with its due day as `value`."""
    due_on = day_before(Posting.counted_on, Posting.days_late)
    return (
        _of_posting(due_on)
        .add_columns(Posting.published_at.label("at"))
        .where(*late_postings(frame), Posting.published_at.between(first, last))
        .order_by(Posting.published_at, Posting.id)
    )


def count_unmeasured(session: Session, frame: Frame) -> int:
    """Count the contents on the board whose figures were not measured as they went out."""
    wanted = select(func.count(Posting.id)).where(
        *postings(frame), on_board(frame), is_unmeasured()
    )
    return session.scalar(wanted) or 0
