"""What an import has to know of the township, as plain values."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem
from ogi.postings.importing.rules import Known, KnownItem, KnownTenant
from ogi.postings.models import Posting
from ogi.postings.rules.states import State
from ogi.tenants.models import Tenant
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.settings import settings_of


def load_known(session: Session, township_id: int) -> Known:
    """Return tenants, items and what was published of a township."""
    return Known(
        tenants=_tenants(session, township_id),
        items=_items(session, township_id),
        index_numbers=_index_numbers(session, township_id),
        posted=_posted(session, township_id),
        kept=_kept(session, township_id),
    )


def _tenants(session: Session, township_id: int) -> dict[str, KnownTenant]:
    wanted = select(Tenant.id, Tenant.name, Tenant.kind, Tenant.slug).where(
        Tenant.township_id == township_id
    )
    found: dict[str, KnownTenant] = {}
    for key, name, kind, slug in session.execute(wanted):
        tenant = KnownTenant(key, name, kind)
        found[name] = tenant
        found.setdefault(slug, tenant)
    return found


def _items(session: Session, township_id: int) -> dict[str, list[KnownItem]]:
    wanted = (
        select(CatalogueItem)
        .where(CatalogueItem.township_id == township_id)
        .order_by(CatalogueItem.code, CatalogueItem.valid_from)
    )
    found: dict[str, list[KnownItem]] = {}
    for item in session.scalars(wanted):
        known = KnownItem(
            id=item.id,
            code=item.code,
            title=item.title,
            board=item.board,
            tenant_kinds=tuple(item.tenant_kinds),
            frequency=item.frequency,
            report_category=item.report_category,
            valid_from=item.valid_from,
        )
        found.setdefault(item.code.upper(), []).append(known)
    return found


def _index_numbers(session: Session, township_id: int) -> frozenset[str]:
    wanted = select(Posting.index_number).where(
        Posting.township_id == township_id, Posting.index_number.is_not(None)
    )
    return frozenset(number for number in session.scalars(wanted) if number)


def _posted(session: Session, township_id: int) -> frozenset[tuple[int, str, date]]:
    wanted = select(Posting.tenant_id, Posting.title, Posting.counted_on).where(
        Posting.township_id == township_id, Posting.state == State.PUBLISHED
    )
    return frozenset((row[0], row[1], row[2]) for row in session.execute(wanted) if row[2])


def _kept(session: Session, township_id: int) -> frozenset[str]:
    """Return the phone numbers of offices, which an import may tell."""
    chosen = settings_of(get_township_by_id(session, township_id).settings)
    hotlines = session.scalars(select(Tenant.hotline).where(Tenant.township_id == township_id))
    numbers = (chosen.hotline, *chosen.kept_phones.splitlines(), *hotlines)
    return frozenset(number.strip() for number in numbers if number.strip())
