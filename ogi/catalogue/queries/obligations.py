"""Reading obligations: one, the open ones of a tenant, and what planning needs."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from ogi.catalogue.models import CatalogueItem, Obligation, ObligationVersion
from ogi.catalogue.queries.states import standing_of
from ogi.catalogue.rules import (
    SOON_DAYS,
    Frequency,
    Owner,
    State,
    Version,
    label_period,
    state_of,
)
from ogi.platform.errors import NotFound
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class DueObligation:
    """An open obligation as the to-do page shows it; `days` counts since it was due."""

    id: int
    item_id: int
    item_code: str
    title: str
    board: str
    period_key: str
    period: str
    event_title: str
    due_on: date
    due_estimated: bool
    state: State
    days: int


def get_obligation(
    session: Session, township_id: int, tenant_id: int, obligation_id: int
) -> Obligation:
    """Return one obligation of a tenant; raises NotFound, for a foreign one too."""
    wanted = (
        select(Obligation)
        .where(
            Obligation.township_id == township_id,
            Obligation.tenant_id == tenant_id,
            Obligation.id == obligation_id,
        )
        .options(joinedload(Obligation.item), joinedload(Obligation.tenant))
    )
    obligation = session.scalars(wanted).one_or_none()
    if obligation is None:
        raise NotFound
    return obligation


def find_obligation(
    session: Session, township_id: int, tenant_id: int, item_code: str, period_key: str
) -> Obligation | None:
    """Return a tenant's obligation for an item and a period, or None."""
    wanted = select(Obligation).where(
        Obligation.township_id == township_id,
        Obligation.tenant_id == tenant_id,
        Obligation.item_code == item_code,
        Obligation.period_key == period_key,
    )
    return session.scalars(wanted).one_or_none()


def list_due(
    session: Session,
    township_id: int,
    tenant_id: int,
    as_of: date,
    *,
    soon_days: int = SOON_DAYS,
) -> list[DueObligation]:
    """Return what a tenant has still to post of periods that have begun, soonest due first."""
    wanted = (
        select(Obligation, CatalogueItem.title)
        .join(CatalogueItem, CatalogueItem.id == Obligation.item_id)
        .where(
            Obligation.township_id == township_id,
            Obligation.tenant_id == tenant_id,
            Obligation.posted_on.is_(None),
            Obligation.disposition.is_(None),
            Obligation.period_start <= as_of,
        )
        .order_by(Obligation.due_on, CatalogueItem.position, Obligation.id)
    )
    return [
        _due(obligation, title, as_of, soon_days) for obligation, title in session.execute(wanted)
    ]


def _due(obligation: Obligation, title: str, as_of: date, soon_days: int) -> DueObligation:
    state, days = state_of(standing_of(obligation), as_of, soon_days)
    return DueObligation(
        id=obligation.id,
        item_id=obligation.item_id,
        item_code=obligation.item_code,
        title=title,
        board=obligation.board,
        period_key=obligation.period_key,
        period=label_period(obligation.period_key),
        event_title=obligation.event_title,
        due_on=obligation.due_on,
        due_estimated=obligation.due_estimated,
        state=state,
        days=days,
    )


def list_obligation_numbers(session: Session, township_id: int, year: int) -> dict[int, int]:
    """Return each tenant's count of changes in a year, by tenant key."""
    rows = session.execute(
        select(ObligationVersion.tenant_id, ObligationVersion.number).where(
            ObligationVersion.township_id == township_id, ObligationVersion.year == year
        )
    )
    return dict(rows.all())


def list_planned_years(session: Session, township_id: int) -> list[int]:
    """Return the years for which obligations were made, in order."""
    wanted = (
        select(ObligationVersion.year)
        .where(ObligationVersion.township_id == township_id)
        .distinct()
        .order_by(ObligationVersion.year)
    )
    return list(session.scalars(wanted))


def load_versions(session: Session, township_id: int, *, code: str | None = None) -> list[Version]:
    """Return the items' versions as planning takes them; with a code, of one item."""
    wanted = select(CatalogueItem).where(CatalogueItem.township_id == township_id)
    if code is not None:
        wanted = wanted.where(CatalogueItem.code == code)
    return [as_version(item) for item in session.scalars(wanted)]


def as_version(item: CatalogueItem) -> Version:
    """Return an item's version as planning takes it."""
    return Version(
        id=item.id,
        code=item.code,
        board=item.board,
        tenant_kinds=tuple(item.tenant_kinds),
        frequency=Frequency(item.frequency),
        due_rule=item.due_rule,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
    )


def load_owners(session: Session, township_id: int, year: int) -> list[Owner]:
    """Return the tenants that are there at some time of a year, as planning takes them."""
    wanted = select(Tenant.id, Tenant.kind, Tenant.active_from, Tenant.active_to).where(
        Tenant.township_id == township_id,
        Tenant.active_from <= date(year, 12, 31),
        or_(Tenant.active_to.is_(None), Tenant.active_to >= date(year, 1, 1)),
    )
    return [Owner(*row) for row in session.execute(wanted)]


def list_owed(session: Session, township_id: int, year: int) -> set[tuple[int, str, str]]:
    """Return tenant, code and period of every obligation that a year has already."""
    wanted = select(Obligation.tenant_id, Obligation.item_code, Obligation.period_key).where(
        Obligation.township_id == township_id, Obligation.year == year
    )
    return {(*row,) for row in session.execute(wanted)}


def list_standing_owed(session: Session, township_id: int) -> set[tuple[int, str]]:
    """Return tenant and code of every standing obligation, whatever its year."""
    wanted = select(Obligation.tenant_id, Obligation.item_code).where(
        Obligation.township_id == township_id, Obligation.period_key.like("S-%")
    )
    return {(*row,) for row in session.execute(wanted)}


def last_recorded(
    session: Session, township_id: int, tenant_id: int, code: str, *, prefix: str
) -> int:
    """Return the highest number among a tenant's keys of an item with a prefix such as E-."""
    wanted = select(Obligation.period_key).where(
        Obligation.township_id == township_id,
        Obligation.tenant_id == tenant_id,
        Obligation.item_code == code,
        Obligation.period_key.startswith(prefix, autoescape=True),
    )
    tails = (key.removeprefix(prefix).lstrip("-") for key in session.scalars(wanted))
    return max((int(tail or 1) for tail in tails), default=0)
