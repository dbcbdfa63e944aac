"""Reading the leading group, the tenants' leaders, and the duty roster of a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import Session

from ogi.audits.duties.models import GroupMember, TenantLeader
from ogi.audits.duties.rules import ROSTER_ROLES, Part
from ogi.platform.errors import NotFound
from ogi.tenants.models import Post, Staff, Tenant
from ogi.tenants.queries import list_tenants, list_vacancies
from ogi.tenants.rules import TenantRole

PARTS = list(Part)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post on the roster's day; `stopped` where the person's account is closed."""

    staff_id: int
    name: str
    since: date
    until: date | None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One tenant's named persons on a day; `lacking` are the posts its boards' chains miss."""

    tenant: Tenant
    leader: TenantLeader | None
    holders: dict[str, tuple[Holder, ...]]
    lacking: tuple[TenantRole, ...]

    @property
    def is_complete(self) -> bool:
        """Tell whether there is a leader, and somebody in every post that is needed."""
        return self.leader is not None and not self.lacking


def on_duty(model: type[GroupMember | TenantLeader], day: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a term that holds on a day; both ends count."""
    return (model.since <= day, or_(model.until.is_(None), model.until >= day))


def list_members(session: Session, township_id: int, on: date) -> Sequence[GroupMember]:
    """Return the group of a day: head, deputies, members, office."""
    wanted = select(GroupMember).where(
        GroupMember.township_id == township_id, *on_duty(GroupMember, on)
    )
    return session.scalars(wanted.order_by(_rank(), GroupMember.position, GroupMember.id)).all()


def _rank() -> ColumnElement[int]:
    places = {str(part): place for place, part in enumerate(PARTS)}
    return case(places, value=GroupMember.part, else_=len(places))


def list_later_heads(session: Session, township_id: int, since: date) -> list[tuple[str, date]]:
    """Return the heads, with their first day, whose terms reach a day or lie after it."""
    wanted = select(GroupMember.name, GroupMember.since).where(
        GroupMember.township_id == township_id,
        GroupMember.part == str(Part.HEAD),
        or_(GroupMember.until.is_(None), GroupMember.until >= since),
    )
    return [(name, day) for name, day in session.execute(wanted)]


def has_past(session: Session, township_id: int, on: date) -> bool:
    """Tell whether somebody had left the group before a day."""
    wanted = select(GroupMember.id).where(
        GroupMember.township_id == township_id, GroupMember.until < on
    )
    return session.scalars(wanted.limit(1)).first() is not None


def members_statement(township_id: int) -> Select[*tuple[Any, ...]]:
    """Return the statement of everyone who was ever in the group, latest first."""
    wanted = select(GroupMember).where(GroupMember.township_id == township_id)
    return wanted.order_by(GroupMember.since.desc(), _rank(), GroupMember.id.desc())


def leaders_statement(township_id: int) -> Select[*tuple[Any, ...]]:
    """Return the statement of every leader with the tenant's name, latest first."""
    wanted = select(TenantLeader, Tenant.name).join(
        Tenant,
        (Tenant.id == TenantLeader.tenant_id) & (Tenant.township_id == TenantLeader.township_id),
    )
    wanted = wanted.where(TenantLeader.township_id == township_id)
    return wanted.order_by(TenantLeader.since.desc(), Tenant.position, TenantLeader.id.desc())


def get_member(session: Session, township_id: int, member_id: int) -> GroupMember:
    """Return one term in the group; raises NotFound."""
    wanted = select(GroupMember).where(
        GroupMember.township_id == township_id, GroupMember.id == member_id
    )
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_leader(session: Session, township_id: int, tenant_id: int) -> TenantLeader | None:
    """Return a tenant's leader whose term has no end yet, if there is one."""
    wanted = select(TenantLeader).where(
        TenantLeader.township_id == township_id,
        TenantLeader.tenant_id == tenant_id,
        TenantLeader.until.is_(None),
    )
    return session.scalars(wanted.order_by(TenantLeader.since.desc()).limit(1)).first()


def find_last_leader(session: Session, township_id: int, tenant_id: int) -> TenantLeader | None:
    """Return the leader of a tenant who was named last, whether or not the term is over."""
    wanted = select(TenantLeader).where(
        TenantLeader.township_id == township_id, TenantLeader.tenant_id == tenant_id
    )
    latest = wanted.order_by(TenantLeader.since.desc(), TenantLeader.id.desc())
    return session.scalars(latest.limit(1)).first()


def list_roster(
    session: Session, township_id: int, on: date, *, text: str = "", lacking: bool = False
) -> list[RosterLine]:
    """Return the roster of a day, in the order of the tenants, by four statements.

    `text` narrows it to tenants, `lacking` to those with a gap.
    """
    leaders = _leaders(session, township_id, on)
    holders = _holders(session, township_id, on)
    gaps = {tenant.id: tuple(roles) for tenant, roles in list_vacancies(session, township_id, on)}
    lines = [
        RosterLine(
            tenant,
            leaders.get(tenant.id),
            {str(role): tuple(holders.get((tenant.id, str(role)), ())) for role in ROSTER_ROLES},
            gaps.get(tenant.id, ()),
        )
        for tenant in list_tenants(session, township_id, text=text, on=on)
    ]
    return [line for line in lines if not (lacking and line.is_complete)]


def list_public_roster(
    session: Session, township_id: int, on: date
) -> list[tuple[Tenant, TenantLeader | None]]:
    """Return the tenants of a day with their leaders: all of the roster that anybody may read."""
    leaders = _leaders(session, township_id, on)
    return [
        (tenant, leaders.get(tenant.id)) for tenant in list_tenants(session, township_id, on=on)
    ]


def list_gaps(session: Session, township_id: int, on: date) -> list[RosterLine]:
    """Return the tenants with a gap; a leader counts once the township names leaders at all."""
    lines = list_roster(session, township_id, on, lacking=True)
    if _names_leaders(session, township_id):
        return lines
    return [line for line in lines if line.lacking]


def _names_leaders(session: Session, township_id: int) -> bool:
    wanted = select(TenantLeader.id).where(TenantLeader.township_id == township_id).limit(1)
    return session.scalars(wanted).first() is not None


def _leaders(session: Session, township_id: int, on: date) -> dict[int, TenantLeader]:
    wanted = select(TenantLeader).where(
        TenantLeader.township_id == township_id, *on_duty(TenantLeader, on)
    )
    return {one.tenant_id: one for one in session.scalars(wanted.order_by(TenantLeader.since))}


def _holders(session: Session, township_id: int, on: date) -> dict[tuple[int, str], list[Holder]]:
    wanted = (
        select(Post.tenant_id, Post.role, Staff.id, Staff.name, Post.since, Post.until,
               Staff.active)
        .join(Staff, (Staff.id == Post.staff_id) & (Staff.township_id == Post.township_id))
        .where(
            Post.township_id == township_id,
            Post.tenant_id.is_not(None),
            Post.since <= on,
            or_(Post.until.is_(None), Post.until >= on),
        )
        .order_by(Post.since, Post.id)
    )  # fmt: skip
    found: dict[tuple[int, str], list[Holder]] = {}
    for tenant_id, role, staff_id, name, since, until, active in session.execute(wanted):
        holder = Holder(staff_id, name, since, until, stopped=not active)
        found.setdefault((tenant_id or 0, role), []).append(holder)
    return found


def by_part(members: Iterable[GroupMember]) -> dict[str, list[GroupMember]]:
    """Return the group by its parts, each in order."""
    found: dict[str, list[GroupMember]] = {str(part): [] for part in Part}
    for member in members:
        found[member.part].append(member)
    return found
