"""Slowing down whoever asks too often: counted tries by subject, in windows of time.

The subject of a person at the door is plain (see `sign_in`); what anonymous readers do is
counted under a keyed hash of their address, so that the table tells nobody who asked what.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ogi.platform.clock import SHANGHAI
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.tenants.models import SignInFailure

declare_messages({"too_many_tries": "次数太多，请在 {at} 以后再来。"})


def subject_of(secret: str, *parts: object) -> str:
    """Return what tries are counted under: a purpose in plain, the rest as a keyed hash."""
    purpose, rest = str(parts[0]), "|".join(map(str, parts))
    return f"{purpose}|{hmac.new(secret.encode(), rest.encode(), 'sha256').hexdigest()}"


def locked_count(session: Session, subject: str, now: datetime) -> SignInFailure:
    """Return the count of a subject, locked, so that attempts at once wait for one another."""
    wanted = select(SignInFailure).where(SignInFailure.subject == subject).with_for_update()
    found = session.scalars(wanted).one_or_none()
    if found is None:
        found = SignInFailure(subject=subject, count=0, last_at=now)
        try:
            with session.begin_nested():
                session.add(found)
        except IntegrityError:
            return session.scalars(wanted).one()
    return found


def check_tries(
    session: Session, limits: Mapping[str, int], *, window: timedelta, now: datetime
) -> None:
    """Raise RuleBroken("too_many_tries") where one of the subjects has used up its tries.

    A window begins with the first try; `last_at` then keeps its beginning.
    """
    for subject in sorted(limits):
        found = locked_count(session, subject, now)
        if now - found.last_at >= window:
            found.count, found.last_at = 0, now
        if found.count >= limits[subject]:
            at = (found.last_at + window).astimezone(SHANGHAI) + timedelta(minutes=1)
            raise RuleBroken("too_many_tries", at=f"{at:%H:%M}")


def count_try(session: Session, subjects: Mapping[str, int], *, now: datetime) -> None:
    """Count one try of each subject."""
    for subject in sorted(subjects):
        locked_count(session, subject, now).count += 1
