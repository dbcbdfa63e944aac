"""Taking over sound rows of tenants and people; the caller commits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from sqlalchemy.orm import Session

from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record
from ogi.platform.tabular import Checked, read_book
from ogi.tenants.actions import add_staff, add_tenant, give_post
from ogi.tenants.importing.queries import load_staff, load_tenants
from ogi.tenants.importing.rules import (
    StaffRow,
    TenantRow,
    check_staff,
    check_tenants,
)
from ogi.tenants.models import Staff, Township
from ogi.tenants.passwords import make_password
from ogi.tenants.queries import get_staff_by_username, get_tenant
from ogi.tenants.rules import TenantRole, TownshipRole

Row = TypeVar("Row")
Taken = Callable[[set[str]], frozenset[str]]
"""Answers at the door which of these usernames anybody has: a scoped session cannot see."""


@dataclass(frozen=True, slots=True)
class Account:
    """A new account with its password, which is shown once and kept nowhere."""

    name: str
    username: str
    password: str = field(repr=False)


def look_at_tenants(
    session: Session, township_id: int, data: bytes, *, now: datetime
) -> Checked[TenantRow]:
    """Check a table of tenants; nothing is changed. Raises RuleBroken for what is no table."""
    known = load_tenants(session, township_id)
    return check_tenants(read_book(data), known, today=local_date(now))


def import_tenants(
    session: Session,
    township_id: int,
    data: bytes,
    *,
    file_name: str,
    sound_only: bool,
    actor_id: int | None,
    now: datetime,
) -> int:
    """Check a table again and add its tenants; returns how many. Raises RuleBroken."""
    township = _lock(session, township_id)
    rows = _sound(look_at_tenants(session, township_id, data, now=now), sound_only=sound_only)
    for row in rows:
        add_tenant(
            session,
            township_id,
            slug=row.slug,
            name=row.name,
            kind=row.kind,
            active_from=row.active_from,
            actor_id=actor_id,
            position=row.position,
            hotline=row.hotline,
            now=now,
        )
    told = {"file": file_name, "sha256": sha256(data).hexdigest(), "rows": len(rows)}
    record(session, actor_id, "tenants.imported", township, at=now, **told)
    return len(rows)


def look_at_staff(
    session: Session, township_id: int, data: bytes, taken: Taken, *, now: datetime
) -> Checked[StaffRow]:
    """Check a table of people; nothing is changed. Raises RuleBroken for what is no table."""
    today = local_date(now)
    known = load_staff(session, township_id, today)
    return check_staff(read_book(data), taken, known, today=today)


def import_staff(  # noqa: PLR0913 - one argument for each thing the journal tells
    session: Session,
    township_id: int,
    data: bytes,
    taken: Taken,
    *,
    file_name: str,
    sound_only: bool,
    actor_id: int | None,
    now: datetime,
) -> list[Account]:
    """Check a table again, add its people and give their posts.

    Returns the new accounts, each with a password that its owner must change at first sign-in.
    Raises RuleBroken and changes nothing.
    """
    township = _lock(session, township_id)
    checked = look_at_staff(session, township_id, data, taken, now=now)
    rows = _sound(checked, sound_only=sound_only)
    accounts = [_add_account(session, township_id, row, actor_id, now) for row in rows]
    told = {"file": file_name, "sha256": sha256(data).hexdigest(), "rows": len(rows)}
    record(session, actor_id, "staff.imported", township, at=now, **told)
    return [account for account in accounts if account is not None]


def _add_account(
    session: Session, township_id: int, row: StaffRow, actor_id: int | None, now: datetime
) -> Account | None:
    account = None
    if row.is_new:
        account = Account(row.name, row.username, make_password())
        add_staff(
            session,
            township_id,
            username=row.username,
            name=row.name,
            password=account.password,
            phone=row.phone,
            must_change_password=True,
            actor_id=actor_id,
            now=now,
        )
    if row.post is not None:
        person = get_staff_by_username(session, township_id, row.username)
        _give(session, person, row, actor_id, now)
    return account


def _give(
    session: Session, person: Staff, row: StaffRow, actor_id: int | None, now: datetime
) -> None:
    post = row.post
    if post is None:
        return
    tenant = None
    if post.tenant_id is not None:
        tenant = get_tenant(session, person.township_id, post.tenant_id)
    kind = TownshipRole if tenant is None else TenantRole
    give_post(
        session,
        person,
        role=kind(post.role),
        tenant=tenant,
        since=post.since,
        until=post.until,
        actor_id=actor_id,
        now=now,
    )


def _sound(checked: Checked[Row], *, sound_only: bool) -> list[Row]:
    if checked.errors and not (sound_only and checked.whole):
        raise RuleBroken("tenants_import_faulty", count=len(checked.errors))
    if not checked.rows:
        raise RuleBroken("tenants_import_nothing")
    return checked.rows


def _lock(session: Session, township_id: int) -> Township:
    """Let imports of a township wait for one another: one sent twice sees its own rows."""
    one_at_a_time = {"key_share": True}  # rows of other tables may still point to it
    return session.get_one(Township, township_id, with_for_update=one_at_a_time)
