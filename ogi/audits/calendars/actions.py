"""Making and revoking the private address of a calendar; the caller commits."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from ogi.audits.calendars.models import CalendarFeed
from ogi.audits.calendars.queries import hash_token, list_feeds
from ogi.audits.calendars.rules import SECRET_BYTES, check_subscribes
from ogi.platform.journal import record
from ogi.tenants.due import Desk


def make_feed(session: Session, desk: Desk, *, now: datetime) -> str:
    """Make a seat's address anew and return its secret, which is kept nowhere.

    An address that was in use stops working. Raises RuleBroken for a person without a post.
    """
    check_subscribes(desk)
    _end(session, desk, now)
    token = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed(
        township_id=desk.township_id,
        tenant_id=desk.tenant_id,
        staff_id=desk.staff_id,
        token_hash=hash_token(token),
        created_at=now,
    )
    session.add(feed)
    record(session, desk.staff_id, "calendar.feed_made", feed, at=now)
    return token


def revoke_feed(session: Session, desk: Desk, *, now: datetime) -> None:
    """Stop a seat's address from working; without one nothing changes."""
    feed = _end(session, desk, now)
    if feed is not None:
        record(session, desk.staff_id, "calendar.feed_revoked", feed, at=now)


def _end(session: Session, desk: Desk, now: datetime) -> CalendarFeed | None:
    """Stop all that the seat has: of two made at the same moment neither goes on."""
    feeds = list_feeds(session, desk)
    for feed in feeds:
        feed.revoked_at = now
    return feeds[0] if feeds else None
