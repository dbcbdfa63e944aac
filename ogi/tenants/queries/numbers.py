"""Telephone numbers of offices, which are no one's personal data."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.tenants.models import Tenant
from ogi.tenants.queries.places import get_township_by_id
from ogi.tenants.settings import settings_of


def list_kept_numbers(session: Session, township_id: int) -> frozenset[str]:
    """Return the numbers that stay: the township's list, its hotline, its tenants' hotlines."""
    chosen = settings_of(get_township_by_id(session, township_id).settings)
    hotlines = session.scalars(select(Tenant.hotline).where(Tenant.township_id == township_id))
    numbers = (chosen.hotline, *chosen.kept_phones.splitlines(), *hotlines)
    return frozenset(number.strip() for number in numbers if number.strip())
