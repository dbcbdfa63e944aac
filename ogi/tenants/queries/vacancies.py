"""Posts: who holds one, and which are needed and held by nobody."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from ogi.tenants.models import Post, Staff, Tenant, Township
from ogi.tenants.queries.places import list_tenants
from ogi.tenants.rules import TenantKind, TenantRole, TownshipRole
from ogi.tenants.settings import TownshipSettings, settings_of

Filled = frozenset[tuple[int | None, str]]
ALWAYS = (TenantRole.DRAFTER, TenantRole.REVIEWER, TenantRole.PUBLISHER)


def list_filled(session: Session, township_id: int, on: date) -> Filled:
    """Return (tenant or None, role) of every post that is held on a day.

    A post counts while its holder's account works.
    """
    wanted = (
        select(Post.tenant_id, Post.role)
        .join(Staff, (Staff.id == Post.staff_id) & (Staff.township_id == Post.township_id))
        .where(Post.township_id == township_id, *_held_on(on))
    )
    return frozenset((tenant_id, role) for tenant_id, role in session.execute(wanted))


def holds_post(session: Session, tenant_id: int, staff_id: int, role: str, *, on: date) -> bool:
    """Tell whether a person whose account works holds a tenant's post on a day."""
    wanted = (
        select(Post.id)
        .join(Staff, (Staff.id == Post.staff_id) & (Staff.township_id == Post.township_id))
        .where(Post.tenant_id == tenant_id, Post.staff_id == staff_id, Post.role == str(role))
        .where(*_held_on(on))
        .limit(1)
    )
    return session.scalars(wanted).first() is not None


def _held_on(day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Post.since <= day,
        or_(Post.until.is_(None), Post.until >= day),
        Staff.active.is_(True),
    )


def list_vacancies(
    session: Session, township_id: int, on: date
) -> list[tuple[Tenant, list[TenantRole]]]:
    """Return the tenants that lack someone whom their boards' chains need, and for which posts.

    Whoever reviews for secrecy in the whole township stands in for each tenant's own.
    """
    chosen = settings_of(session.get_one(Township, township_id).settings)
    filled = list_filled(session, township_id, on)
    lacking = [
        (tenant, lacking_roles(filled, tenant, _every_step(chosen)))
        for tenant in list_tenants(session, township_id, on=on)
    ]
    return [(tenant, roles) for tenant, roles in lacking if roles]


def lacking_roles(filled: Filled, tenant: Tenant, steps: Iterable[str]) -> list[TenantRole]:
    """Return the posts that a tenant's chain of steps needs and that nobody holds."""
    needed, steps = list(ALWAYS), set(steps)
    if "secrecy" in steps and (None, TownshipRole.SECRECY_OFFICER) not in filled:
        needed.append(TenantRole.SECRECY)
    if "committee" in steps and tenant.kind == TenantKind.VILLAGE:
        needed.append(TenantRole.COMMITTEE)
    return [role for role in needed if (tenant.id, role) not in filled]


def _every_step(chosen: TownshipSettings) -> set[str]:
    boards = ("party", "affairs", "finance")
    return {step for board in boards for step in chosen.chain_of(board).split(",")}
