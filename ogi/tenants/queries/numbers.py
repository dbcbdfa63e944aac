"""Telephone numbers of offices, which are no one's personal data."""

from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from ogi.tenants.models import Tenant, Township
from ogi.tenants.queries.places import get_township_by_id
from ogi.tenants.settings import settings_of

HELD = "kept_numbers"
"""Under which word a session holds them; every word of a posting is compared with them."""


def list_kept_numbers(session: Session, township_id: int) -> frozenset[str]:
    """Return the numbers that stay: the township's list, its hotline, its tenants' hotlines."""
    held: dict[int, frozenset[str]] = session.info.setdefault(HELD, {})
    if township_id not in held:
        held[township_id] = _ask(session, township_id)
    return held[township_id]


def _ask(session: Session, township_id: int) -> frozenset[str]:
    chosen = settings_of(get_township_by_id(session, township_id).settings)
    hotlines = session.scalars(select(Tenant.hotline).where(Tenant.township_id == township_id))
    numbers = (chosen.hotline, *chosen.kept_phones.splitlines(), *hotlines)
    return frozenset(number.strip() for number in numbers if number.strip())


def _forget(session: Session, *_more: Any) -> None:
    """Ask again in the next transaction: others may have changed them meanwhile."""
    session.info.pop(HELD, None)


def _forget_changed(session: Session, *_more: Any) -> None:
    """Ask again where this session changed a township or a tenant itself."""
    if HELD in session.info:
        changed = (*session.new, *session.dirty, *session.deleted)
        if any(isinstance(one, (Township, Tenant)) for one in changed):
            _forget(session)


event.listen(Session, "after_flush", _forget_changed)
event.listen(Session, "after_commit", _forget)
event.listen(Session, "after_rollback", _forget)
