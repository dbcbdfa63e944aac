"""Reading private addresses of calendars, and whose they are."""

import hashlib
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ogi.audits.calendars.models import CalendarFeed
from ogi.tenants.due import Desk
from ogi.tenants.models import Post, Staff
from ogi.tenants.permissions import Permission, permissions_of


def hash_token(token: str) -> str:
    """Return what is kept of an address's secret; the secret has 256 bits, so no salt is wanted."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_feed(session: Session, desk: Desk) -> CalendarFeed | None:
    """Return the feed in use of a person's seat, if there is one."""
    return next(iter(list_feeds(session, desk)), None)


def list_feeds(session: Session, desk: Desk) -> Sequence[CalendarFeed]:
    """Return the feeds in use of a person's seat, the latest first; as a rule there is one."""
    wanted = select(CalendarFeed).where(
        CalendarFeed.township_id == desk.township_id,
        CalendarFeed.staff_id == desk.staff_id,
        CalendarFeed.tenant_id == desk.tenant_id,
        CalendarFeed.revoked_at.is_(None),
    )
    return session.scalars(wanted.order_by(CalendarFeed.id.desc())).all()


def find_desk(door: Session, token: str, today: date) -> Desk | None:
    """Return whose calendar a secret opens; the session is that of the door.

    None for an unknown or revoked secret, a stopped account, and a seat without a post today.
    """
    wanted = (
        select(CalendarFeed)
        .join(
            Staff,
            (Staff.id == CalendarFeed.staff_id) & (Staff.township_id == CalendarFeed.township_id),
        )
        .where(
            CalendarFeed.token_hash == hash_token(token),
            CalendarFeed.revoked_at.is_(None),
            Staff.active.is_(True),
        )
    )
    feed = door.scalars(wanted).one_or_none()
    if feed is None:
        return None
    seats = permissions_by_seat(door, feed.township_id, feed.staff_id, today)
    held = seats.get(feed.tenant_id)
    return None if held is None else Desk(feed.township_id, feed.tenant_id, feed.staff_id, held)


def permissions_by_seat(
    session: Session, township_id: int, staff_id: int, today: date
) -> dict[int | None, frozenset[Permission]]:
    """Return the seats that a person holds on a day, with what each allows."""
    wanted = select(Post.tenant_id, Post.role).where(
        Post.township_id == township_id,
        Post.staff_id == staff_id,
        Post.since <= today,
        or_(Post.until.is_(None), Post.until >= today),
    )
    roles: dict[int | None, list[str]] = {}
    for tenant_id, role in session.execute(wanted.order_by(Post.id)):
        roles.setdefault(tenant_id, []).append(role)
    return {tenant_id: permissions_of(held) for tenant_id, held in roles.items()}
