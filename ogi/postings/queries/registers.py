"""The register (台账) of what was published, and its counts, for exports and reports."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from ogi.platform.db import Scope
from ogi.postings.models import Posting
from ogi.postings.queries.postings import owned_by
from ogi.postings.rules.declaring import CONTENT
from ogi.postings.rules.states import State
from ogi.tenants.models import Tenant


class RegisterRow(NamedTuple):
    """One published posting; `counted_on` is the day that yearly figures go by."""

    id: int
    tenant_id: int
    tenant: str
    tenant_kind: str
    item_code: str
    board: str
    title: str
    period: str
    counted_on: date
    published_at: datetime
    claimed_on: date | None
    days_late: int | None
    index_number: str
    report_category: str
    source: str
    state: str
    imported_from: str


def list_register(
    session: Session, scope: Scope, *, since: date, until: date, withdrawn: bool = False
) -> Iterator[RegisterRow]:
    """Yield what was published between two days, both ends included, in order of day.

    Withdrawn postings are left out unless asked for; declarations are no publications.
    """
    states = [State.PUBLISHED, State.WITHDRAWN] if withdrawn else [State.PUBLISHED]
    wanted = (
        select(
            Posting.id,
            Posting.tenant_id,
            Tenant.name,
            Tenant.kind,
            Posting.item_code,
            Posting.board,
            Posting.title,
            Posting.period_label,
            Posting.counted_on,
            Posting.published_at,
            Posting.claimed_on,
            Posting.days_late,
            Posting.index_number,
            Posting.report_category,
            Posting.source,
            Posting.state,
            Posting.imported_from,
        )
        .where(*owned_by(Posting, scope))
        .join(
            Tenant, (Tenant.id == Posting.tenant_id) & (Tenant.township_id == Posting.township_id)
        )
        .where(
            Posting.state.in_(states),
            Posting.kind == CONTENT,
            Posting.counted_on.between(since, until),
        )
        .order_by(Posting.counted_on, Posting.id)
    )
    for row in session.execute(wanted):
        yield RegisterRow._make(row)


def count_by_category(session: Session, scope: Scope, year: int) -> dict[str, int]:
    """Return how many postings each report category has in a year, withdrawn ones left out."""
    wanted = (
        select(Posting.report_category, func.count(Posting.id))
        .where(
            *owned_by(Posting, scope),
            Posting.state == State.PUBLISHED,
            Posting.kind == CONTENT,
            Posting.counted_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(Posting.report_category)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def count_by_year(session: Session, scope: Scope) -> dict[int, int]:
    """Return how many postings each year has, withdrawn ones left out."""
    year = extract("year", Posting.counted_on)
    wanted = (
        select(year, func.count(Posting.id))
        .where(*owned_by(Posting, scope), Posting.state == State.PUBLISHED, Posting.kind == CONTENT)
        .group_by(year)
    )
    return {int(number): count for number, count in session.execute(wanted)}
