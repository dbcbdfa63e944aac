"""Giving out index numbers (索引号)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ogi.platform.errors import RuleBroken
from ogi.postings.models import IndexCounter, Posting
from ogi.postings.rules.numbering import (
    DEFAULT_PATTERN,
    check_pattern,
    format_index,
    index_prefix,
)
from ogi.tenants.models import Township
from ogi.tenants.queries import get_tenant
from ogi.tenants.settings import settings_of


def take_index_number(session: Session, posting: Posting, *, on: date) -> str:
    """Return the next free index number of the tenant by the township's pattern.

    The counter's row is locked until the caller's transaction ends, so no number is given twice.
    """
    township = session.get_one(Township, posting.township_id)
    tenant = get_tenant(session, posting.township_id, posting.tenant_id)
    parts: dict[str, str | int] = {
        "township": township.slug,
        "tenant": tenant.slug,
        "item": posting.item_code,
        "board": posting.board,
        "year": on.year,
        "month": f"{on.month:02}",
    }
    pattern = usable_pattern(settings_of(township.settings).index_pattern)
    counter = _counter(session, posting, index_prefix(pattern, parts))
    while True:
        counter.last += 1
        number = format_index(pattern, counter.last, parts)
        taken = select(Posting.id).where(
            Posting.township_id == posting.township_id, Posting.index_number == number
        )
        if session.scalars(taken).first() is None:
            return number


def usable_pattern(pattern: str) -> str:
    """Return the pattern, or the default one where tenants would share their numbers."""
    try:
        check_pattern(pattern)
    except RuleBroken:
        return DEFAULT_PATTERN
    return pattern


def _counter(session: Session, posting: Posting, prefix: str) -> IndexCounter:
    wanted = (
        select(IndexCounter)
        .where(
            IndexCounter.township_id == posting.township_id,
            IndexCounter.tenant_id == posting.tenant_id,
            IndexCounter.prefix == prefix,
        )
        .with_for_update()
    )
    counter = session.scalars(wanted).one_or_none()
    if counter is not None:
        return counter
    counter = IndexCounter(
        township_id=posting.township_id, tenant_id=posting.tenant_id, prefix=prefix, last=0
    )
    try:
        with session.begin_nested():
            session.add(counter)
    except IntegrityError:  # another publication began the same row of numbers just now
        return session.scalars(wanted).one()
    return counter
