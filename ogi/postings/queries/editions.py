"""The editions of a posting: what a correction followed, and what followed it."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem
from ogi.platform.db import Scope
from ogi.postings.models import Posting
from ogi.postings.queries.postings import owned_by
from ogi.postings.rules.declaring import CONTENT
from ogi.postings.rules.states import State
from ogi.tenants.models import Tenant

UNDER_WAY = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED)


def get_earlier_edition(session: Session, posting: Posting) -> Posting | None:
    """Return the edition that a correction is to follow, or None for a first one."""
    if posting.corrects_id is None:
        return None
    wanted = select(Posting).where(
        Posting.township_id == posting.township_id,
        Posting.tenant_id == posting.tenant_id,
        Posting.id == posting.corrects_id,
    )
    return session.scalars(wanted).one()


def list_lineage(session: Session, posting: Posting) -> list[Posting]:
    """Return every edition that was published, the posting itself included, the first one first."""
    editions = [posting]
    while (earlier := get_earlier_edition(session, editions[0])) is not None:
        editions.insert(0, earlier)
    while editions[-1].superseded_by_id is not None:
        wanted = select(Posting).where(
            Posting.township_id == posting.township_id,
            Posting.tenant_id == posting.tenant_id,
            Posting.id == editions[-1].superseded_by_id,
        )
        editions.append(session.scalars(wanted).one())
    return editions


def find_correction_under_way(session: Session, posting: Posting) -> Posting | None:
    """Return the correction of a posting that somebody has begun, or None."""
    wanted = (
        select(Posting)
        .where(
            Posting.township_id == posting.township_id,
            Posting.tenant_id == posting.tenant_id,
            Posting.corrects_id == posting.id,
            Posting.state.in_(UNDER_WAY),
        )
        .order_by(Posting.id.desc())
    )
    return session.scalars(wanted).first()


def display_days(posting: Posting) -> int | None:
    """Return how many days a posting has to hang, None where its item asks for none."""
    asked = posting.kind == CONTENT and not posting.imported_from
    return posting.item.min_display_days if asked else None


def stays_until(posting: Posting) -> date | None:
    """Return the day from which a posting may be withdrawn, None where any day will do."""
    days = display_days(posting)
    if not days or posting.counted_on is None:
        return None
    return posting.counted_on + timedelta(days=days)


class TakenDown(NamedTuple):
    """A posting that was taken down for a leak, as the township is told of it."""

    id: int
    tenant: str
    item: str
    index_number: str
    reason: str
    at: datetime


def list_taken_down(session: Session, scope: Scope, *, since: datetime) -> list[TakenDown]:
    """Return what was taken down since a moment, the latest first, each lineage once."""
    wanted = (
        select(
            Posting.id,
            Tenant.name,
            CatalogueItem.title,
            Posting.index_number,
            Posting.withdrawal_reason,
            Posting.taken_down_at,
        )
        .join(
            Tenant, (Tenant.id == Posting.tenant_id) & (Tenant.township_id == Posting.township_id)
        )
        .join(
            CatalogueItem,
            (CatalogueItem.id == Posting.item_id)
            & (CatalogueItem.township_id == Posting.township_id),
        )
        .where(*owned_by(Posting, scope), Posting.state == State.WITHDRAWN)
        .where(Posting.superseded_by_id.is_(None), Posting.taken_down_at >= since)
        .order_by(Posting.taken_down_at.desc(), Posting.id.desc())
    )
    return [
        TakenDown(key, tenant, item, number or "", reason, at)
        for key, tenant, item, number, reason, at in session.execute(wanted)
        if at is not None
    ]
