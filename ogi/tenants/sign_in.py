"""The door: who is it, and what may they do; works before any township is known.

Everything here takes a session in the sign-in scope, which sees staff, posts and sign-ins of
all townships and nothing else.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ogi.platform.errors import RuleBroken
from ogi.tenants.models import Post, SignIn, SignInFailure, Staff, Tenant, Township
from ogi.tenants.passwords import is_password
from ogi.tenants.permissions import Permission, permissions_of
from ogi.tenants.throttling import locked_count

FREE_TRIES = 5
FREE_TRIES_PER_ADDRESS = 30
LONGEST_WAIT = timedelta(minutes=5)
FORGET_AFTER = timedelta(hours=6)
IDLE_LIMIT = timedelta(hours=12)
LONGEST_SIGN_IN = timedelta(days=7)
SEEN_STEP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person sits: one tenant, or the township (`tenant_id` None)."""

    tenant_id: int | None
    name: str
    slug: str
    kind: str
    roles: tuple[str, ...]

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the posts held in this seat allow."""
        return permissions_of(self.roles)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person found at the door, with every seat they may take today."""

    staff_id: int
    name: str
    username: str
    township_id: int
    township_slug: str
    township_name: str
    seats: tuple[Seat, ...]
    must_change_password: bool
    is_due_to_be_seen: bool = False


def hash_token(token: str) -> str:
    """Return what is kept of a browser's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_username_taken(session: Session, username: str) -> bool:
    """Tell whether any township has this username."""
    return session.scalars(select(Staff.id).where(Staff.username == username)).first() is not None


def list_taken_usernames(session: Session, usernames: set[str]) -> frozenset[str]:
    """Return those of these usernames that any township has."""
    wanted = select(Staff.username).where(Staff.username.in_(sorted(usernames)))
    return frozenset(session.scalars(wanted))


def sign_in(session: Session, *, username: str, password: str, address: str, now: datetime) -> str:
    """Check a name and password and return the browser's new token; the caller commits.

    Raises RuleBroken("wrong_sign_in") with the same answer and effort for an unknown name, a
    wrong password and a stopped account; RuleBroken("too_many_failures") while it must wait.
    The failure is counted in the session either way, so commit in both cases.
    """
    limits = {f"{username}|{address}": FREE_TRIES, address: FREE_TRIES_PER_ADDRESS}
    failures = [_take_failure(session, subject, now) for subject in sorted(limits)]
    for failure in failures:
        _check_waiting(failure, limits[failure.subject], now)
    staff = session.scalars(select(Staff).where(Staff.username == username)).one_or_none()
    fits = is_password(password, None if staff is None else staff.password_hash)
    if staff is None or not fits or not staff.active:
        for failure in failures:
            failure.count, failure.last_at = failure.count + 1, now
        raise RuleBroken("wrong_sign_in", field="password")
    for failure in failures:
        if failure.subject != address:
            session.delete(failure)
    session.execute(delete(SignInFailure).where(SignInFailure.last_at < now - FORGET_AFTER))
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            township_id=staff.township_id,
            staff_id=staff.id,
            token_hash=hash_token(token),
            created_at=now,
            seen_at=now,
        )
    )
    return token


def sign_out(session: Session, token: str, *, now: datetime) -> None:
    """End the sign-in behind a token; an unknown token changes nothing."""
    found = session.scalars(select(SignIn).where(SignIn.token_hash == hash_token(token))).first()
    if found is not None and found.ended_at is None:
        found.ended_at = now


def find_signed_in(session: Session, token: str, *, now: datetime, today: date) -> SignedIn | None:
    """Return who holds this token, or None when it is unknown, ended, idle or stopped."""
    wanted = (
        select(SignIn.seen_at, SignIn.created_at, Staff, Township.slug, Township.name)
        .join(Staff, (Staff.id == SignIn.staff_id) & (Staff.township_id == SignIn.township_id))
        .join(Township, Township.id == Staff.township_id)
        .where(SignIn.token_hash == hash_token(token), SignIn.ended_at.is_(None))
        .where(Staff.active.is_(True))
    )
    found = session.execute(wanted).one_or_none()
    if found is None or now - found[0] > IDLE_LIMIT or now - found[1] > LONGEST_SIGN_IN:
        return None
    seen_at, _, staff, slug, name = found
    return SignedIn(
        staff_id=staff.id,
        name=staff.name,
        username=staff.username,
        township_id=staff.township_id,
        township_slug=slug,
        township_name=name,
        seats=_seats(session, staff, name, slug, today),
        must_change_password=staff.must_change_password,
        is_due_to_be_seen=now - seen_at > SEEN_STEP,
    )


def see_again(session: Session, token: str, *, now: datetime) -> None:
    """Write down that the browser is still in use."""
    found = session.scalars(select(SignIn).where(SignIn.token_hash == hash_token(token))).one()
    found.seen_at = now


def _seats(
    session: Session, staff: Staff, township_name: str, township_slug: str, today: date
) -> tuple[Seat, ...]:
    wanted = (
        select(
            Post.tenant_id, Post.role, Post.since, Post.until, Tenant.name, Tenant.slug, Tenant.kind
        )
        .outerjoin(Tenant, (Tenant.id == Post.tenant_id) & (Tenant.township_id == Post.township_id))
        .where(Post.township_id == staff.township_id, Post.staff_id == staff.id)
        .order_by(Tenant.position, Post.id)
    )
    by_seat: dict[int | None, list[tuple[str, str, str, str]]] = {}
    for tenant_id, role, since, until, name, slug, kind in session.execute(wanted):
        if since <= today and (until is None or today <= until):
            seat = (role, name or township_name, slug or township_slug, kind or "township")
            by_seat.setdefault(tenant_id, []).append(seat)
    order = sorted(by_seat, key=lambda key: key is not None)
    return tuple(
        Seat(key, *by_seat[key][0][1:], roles=tuple(part[0] for part in by_seat[key]))
        for key in order
    )


def _take_failure(session: Session, subject: str, now: datetime) -> SignInFailure:
    """Return the locked count of a subject; long ago is forgotten."""
    failure = locked_count(session, subject, now)
    if now - failure.last_at > FORGET_AFTER:
        failure.count = 0
    return failure


def _check_waiting(failure: SignInFailure, free_tries: int, now: datetime) -> None:
    over = failure.count - free_tries
    if over < 0:
        return
    wait = min(timedelta(seconds=2 ** min(over + 1, 10)), LONGEST_WAIT)
    left = failure.last_at + wait - now
    if left > timedelta(0):
        raise RuleBroken("too_many_failures", seconds=int(left.total_seconds()) + 1)
