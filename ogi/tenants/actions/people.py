"""Changing staff and posts; the caller commits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record
from ogi.tenants import queries
from ogi.tenants.models import Post, SignIn, Staff, Tenant
from ogi.tenants.passwords import hash_password, is_password
from ogi.tenants.rules import (
    HeldPost,
    TenantRole,
    TownshipRole,
    check_mail,
    check_name,
    check_new_post,
    check_password,
    check_post_open,
    check_seat_of_role,
    check_username,
)


def add_staff(  # noqa: PLR0913 - one argument for each column
    session: Session,
    township_id: int,
    *,
    username: str,
    name: str,
    password: str,
    now: datetime,
    phone: str = "",
    actor_id: int | None = None,
    must_change_password: bool = False,
    name_is_taken: bool = False,
) -> Staff:
    """Add a person without a post; raises RuleBroken for a bad name or password.

    `name_is_taken` is the answer of the door: usernames are unique over all townships, which
    a scoped session cannot see.
    """
    check_username(username)
    check_name(name)
    check_password(password, username=username)
    known = session.scalars(select(Staff.id).where(Staff.username == username)).first()
    if name_is_taken or known is not None:
        raise RuleBroken("username_taken", field="username", username=username)
    staff = Staff(
        township_id=township_id,
        username=username,
        name=name,
        phone=phone,
        password_hash=hash_password(password),
        must_change_password=must_change_password,
        created_at=now,
    )
    session.add(staff)
    record(session, actor_id, "staff.added", staff, at=now, username=username)
    return staff


def change_staff(
    session: Session, staff: Staff, *, name: str, phone: str, actor_id: int | None
) -> None:
    """Correct a person's name or phone; raises RuleBroken for an empty name."""
    check_name(name)
    before = staff.name
    staff.name, staff.phone = name, phone
    record(session, actor_id, "staff.changed", staff, before=before, name=name)


def give_post(  # noqa: PLR0913 - one argument for each column
    session: Session,
    staff: Staff,
    *,
    role: TenantRole | TownshipRole,
    tenant: Tenant | None,
    since: date,
    actor_id: int | None = None,
    until: date | None = None,
    now: datetime | None = None,
) -> Post:
    """Give a person a post; raises RuleBroken when it clashes with one already held."""
    tenant_id = None if tenant is None else tenant.id
    check_seat_of_role(role, tenant_id)
    others = queries.list_posts(session, staff.township_id, staff.id)
    check_new_post(
        HeldPost(role, tenant_id, since, until),
        [queries.held(post) for post in others],
        name=staff.name,
        tenant_name="" if tenant is None else tenant.name,
    )
    post = Post(
        township_id=staff.township_id,
        staff_id=staff.id,
        tenant_id=tenant_id,
        role=role,
        since=since,
        until=until,
    )
    session.add(post)
    record(session, actor_id, "post.given", post, at=now, staff=staff.name, role=str(role))
    return post


def end_post(session: Session, post: Post, *, on: date, actor_id: int | None) -> None:
    """End a post with the day before `on`; the row stays, as the history of the post.

    Raises RuleBroken("post_ended") for a post of the past, and "last_administrator" rather
    than leave a township without one.
    """
    check_post_open(queries.held(post), on)
    if post.role == TownshipRole.ADMINISTRATOR:
        _check_other_administrator(session, post.township_id, but=post.staff_id, on=on)
    post.until = max(post.since, on - timedelta(days=1))
    if post.since >= on:
        session.delete(post)
    record(session, actor_id, "post.ended", post, staff_id=post.staff_id, role=post.role)


def set_active(
    session: Session, staff: Staff, *, active: bool, actor_id: int | None, now: datetime, on: date
) -> None:
    """Stop or restore a person's access; stopping ends every open sign-in at once."""
    if not active:
        _check_other_administrator(session, staff.township_id, but=staff.id, on=on)
        end_sign_ins(session, staff, now=now)
    staff.active = active
    record(session, actor_id, "staff.restored" if active else "staff.stopped", staff)


def set_password(
    session: Session,
    staff: Staff,
    password: str,
    *,
    actor_id: int | None,
    now: datetime,
    must_change: bool,
) -> None:
    """Give a person a new password and end every open sign-in; raises RuleBroken."""
    check_password(password, username=staff.username)
    staff.password_hash = hash_password(password)
    staff.must_change_password = must_change
    end_sign_ins(session, staff, now=now)
    record(session, actor_id, "staff.password_set", staff)


def change_own_password(
    session: Session, staff: Staff, *, old: str, new: str, now: datetime
) -> None:
    """Change one's own password; raises RuleBroken("password_wrong") for a wrong old one."""
    if not is_password(old, staff.password_hash):
        raise RuleBroken("password_wrong", field="old")
    set_password(session, staff, new, actor_id=staff.id, now=now, must_change=False)


def set_mail(session: Session, staff: Staff, *, email: str, digest: bool, today: date) -> None:
    """Say where one's weekly mail goes and whether it is wanted; the first comes next Monday.

    The journal does not repeat the address. Raises RuleBroken for one that is none.
    """
    check_mail(email, digest=digest)
    if digest and not staff.digest:
        staff.digest_week = today - timedelta(days=today.weekday())
    staff.email, staff.digest = email, digest
    record(session, staff.id, "staff.digest_set", staff, wanted=digest)


def end_sign_ins(session: Session, staff: Staff, *, now: datetime) -> None:
    """Sign a person out everywhere."""
    session.execute(
        update(SignIn)
        .where(
            SignIn.township_id == staff.township_id,
            SignIn.staff_id == staff.id,
            SignIn.ended_at.is_(None),
        )
        .values(ended_at=now)
    )


def _check_other_administrator(session: Session, township_id: int, *, but: int, on: date) -> None:
    holders: Sequence[Post] = session.scalars(
        select(Post)
        .join(Post.staff)
        .where(
            Post.township_id == township_id,
            Post.role == TownshipRole.ADMINISTRATOR,
            Staff.active.is_(True),
        )
    ).all()
    on_duty = {post.staff_id for post in holders if queries.held(post).is_held_on(on)}
    if but in on_duty and on_duty == {but}:
        raise RuleBroken("last_administrator")
