"""The obligations behind a figure, each with its state on the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from ogi.audits.queries.cells import View, within
from ogi.audits.rules.selection import Selection
from ogi.audits.rules.tallies import Tally
from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.catalogue.queries import state_case
from ogi.catalogue.rules.states import Standing, State, state_of
from ogi.platform.clock import local_date
from ogi.platform.errors import NotFound
from ogi.postings.rules.periods import period_words
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation as the lists show it; `days` is how late it is or was."""

    id: int
    tenant_id: int
    tenant_slug: str
    tenant_name: str
    tenant_kind: str
    item_code: str
    item_title: str
    item_position: int
    board: str
    year: int
    period: str
    event_title: str
    due_on: date
    due_estimated: bool
    posted_on: date | None
    posting_id: int | None
    state: State
    days: int
    disposition: str | None
    reason: str
    article: str
    declared_by: int | None
    declared_at: datetime | None


def duties_statement(township_id: int, view: View, selection: Selection) -> Select[Any]:
    """Return the statement that lists what a selection holds, in the order of due days."""
    wanted = _duties(township_id).where(*_within(view, selection))
    if selection.state:
        wanted = wanted.where(state_case(view.as_of, view.soon_days) == selection.state)
    return wanted.order_by(
        Obligation.due_on, Tenant.position, Tenant.id, CatalogueItem.position, Obligation.id
    )


def count_duties(session: Session, township_id: int, view: View, selection: Selection) -> Tally:
    """Count what a selection holds by state, whatever state it asks for."""
    state = state_case(view.as_of, view.soon_days).label("state")
    counted = (
        select(state, func.count(), func.min(Obligation.due_on))
        .where(Obligation.township_id == township_id, *_within(view, selection))
        .group_by(state)
    )
    tally = Tally()
    for name, number, oldest in session.execute(counted):
        tally.add(name, number, (view.as_of - oldest).days if name == State.MISSING else 0)
    return tally


def _within(view: View, selection: Selection) -> list[ColumnElement[bool]]:
    conditions = [
        within(view.window),
        Obligation.tenant_id.in_(selection.unit_ids),
        Obligation.item_code.in_(selection.codes),
    ]
    if selection.named is not None and selection.titled is not None:
        conditions.append(
            or_(
                Obligation.tenant_id.in_(selection.named),
                Obligation.item_code.in_(selection.titled),
            )
        )
    return conditions


def list_duties(session: Session, township_id: int, view: View, selection: Selection) -> list[Duty]:
    """Return every obligation of a selection."""
    statement = duties_statement(township_id, view, selection)
    return duties_of(session.execute(statement).all(), view)


def duties_of(rows: Iterable[Row[Any]], view: View) -> list[Duty]:
    """Return rows of `duties_statement` with their state on the view's day."""
    return [_duty(row, view) for row in rows]


def get_duty(session: Session, township_id: int, view: View, obligation_id: int) -> Duty:
    """Return one obligation with its state; raises NotFound, for a foreign one too."""
    wanted = _duties(township_id).where(Obligation.id == obligation_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    return _duty(row, view)


def _duties(township_id: int) -> Select[Any]:
    duties = (
        select(
            Obligation.id,
            Obligation.tenant_id,
            Tenant.slug,
            Tenant.name,
            Tenant.kind,
            Obligation.item_code,
            CatalogueItem.title,
            CatalogueItem.position,
            Obligation.board,
            Obligation.year,
            Obligation.period_key,
            Obligation.period_start,
            Obligation.event_title,
            Obligation.due_on,
            Obligation.due_estimated,
            Obligation.posted_on,
            Obligation.posting_id,
            Obligation.disposition,
            Obligation.reason,
            Obligation.article,
            Obligation.declared_by,
            Obligation.declared_at,
        )
        .join(Tenant, Tenant.id == Obligation.tenant_id)
        .join(CatalogueItem, CatalogueItem.id == Obligation.item_id)
        .where(Obligation.township_id == township_id)
    )
    return cast("Select[Any]", duties)


def _duty(row: Row[Any], view: View) -> Duty:
    declared_on = None if row.declared_at is None else local_date(row.declared_at)
    standing = Standing(row.due_on, row.posted_on, row.disposition, declared_on)
    state, days = state_of(standing, view.as_of, view.soon_days)
    return Duty(
        id=row.id,
        tenant_id=row.tenant_id,
        tenant_slug=row.slug,
        tenant_name=row.name,
        tenant_kind=row.kind,
        item_code=row.item_code,
        item_title=row.title,
        item_position=row.position,
        board=row.board,
        year=row.year,
        period=period_words(row.period_key, row.period_start),
        event_title=row.event_title,
        due_on=row.due_on,
        due_estimated=row.due_estimated,
        posted_on=row.posted_on,
        posting_id=row.posting_id,
        state=state,
        days=days,
        disposition=row.disposition,
        reason=row.reason,
        article=row.article,
        declared_by=row.declared_by,
        declared_at=row.declared_at,
    )
