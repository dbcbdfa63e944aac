"""Changing the leading group and the tenants' leaders; no term is ever deleted."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.audits.duties.models import GroupMember, TenantLeader
from ogi.audits.duties.queries import find_last_leader, list_later_heads
from ogi.audits.duties.rules import (
    check_after,
    check_last_day,
    check_only_head,
    check_person,
    last_day_before,
)
from ogi.platform.journal import record
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes a post, as it stands in the notice: name, title (职务), office phone."""

    name: str
    title: str = ""
    phone: str = ""


def appoint(  # noqa: PLR0913 - one argument for each column
    session: Session,
    township_id: int,
    person: Person,
    *,
    part: str,
    since: date,
    position: int = 0,
    actor_id: int | None,
    now: datetime | None = None,
) -> GroupMember:
    """Put somebody into the leading group or its office; raises RuleBroken for a second head.

    `now` is the moment for the journal; left out, the clock's.
    """
    check_person(person.name, person.title)
    check_only_head(part, list_later_heads(session, township_id, since))
    member = GroupMember(
        township_id=township_id,
        part=part,
        name=person.name.strip(),
        title=person.title.strip(),
        position=position,
        since=since,
    )
    session.add(member)
    record(session, actor_id, "group.appointed", member, at=now, name=member.name, part=part)
    return member


def correct(
    session: Session, member: GroupMember, person: Person, *, position: int, actor_id: int | None
) -> None:
    """Mend a wrong word in a name or title, or the order; the term stays as it is."""
    check_person(person.name, person.title)
    before = f"{member.name} {member.title}".strip()
    member.name, member.title, member.position = person.name.strip(), person.title.strip(), position
    record(session, actor_id, "group.corrected", member, before=before, name=member.name)


def dismiss(
    session: Session,
    member: GroupMember,
    *,
    last: date,
    actor_id: int | None,
    now: datetime | None = None,
) -> None:
    """End a term with its last day; the row stays. Raises RuleBroken for one that is over."""
    check_last_day(member.name, member.since, member.until, last)
    member.until = last
    told = {"name": member.name, "last_day": str(last)}
    record(session, actor_id, "group.dismissed", member, at=now, **told)


def succeed(
    session: Session,
    member: GroupMember,
    person: Person,
    *,
    since: date,
    actor_id: int | None,
    now: datetime | None = None,
) -> GroupMember:
    """End a term with the day before the next holder begins, who takes the same place."""
    check_person(person.name, person.title)
    last = last_day_before(member.name, member.since, since)
    dismiss(session, member, last=last, actor_id=actor_id, now=now)
    session.flush()
    return appoint(
        session,
        member.township_id,
        person,
        part=member.part,
        since=since,
        position=member.position,
        actor_id=actor_id,
        now=now,
    )


def name_leader(
    session: Session,
    tenant: Tenant,
    person: Person,
    *,
    since: date,
    actor_id: int | None,
    now: datetime | None = None,
) -> TenantLeader:
    """Name a tenant's leader (分管领导); the one before ends the day before, and stays."""
    check_person(person.name, person.title, person.phone)
    before = find_last_leader(session, tenant.township_id, tenant.id)
    if before is not None:
        check_after(before.name, before.until, since)
    if before is not None and before.until is None:
        before.until = last_day_before(before.name, before.since, since)
    leader = TenantLeader(
        township_id=tenant.township_id,
        tenant_id=tenant.id,
        name=person.name.strip(),
        title=person.title.strip(),
        phone=person.phone.strip(),
        since=since,
    )
    session.add(leader)
    told = "" if before is None else before.name
    record(session, actor_id, "leader.named", leader, at=now, name=leader.name, before=told)
    return leader


def end_leader(session: Session, leader: TenantLeader, *, last: date, actor_id: int | None) -> None:
    """End a leader's term with its last day, naming nobody yet; raises RuleBroken."""
    check_last_day(leader.name, leader.since, leader.until, last)
    leader.until = last
    record(session, actor_id, "leader.ended", leader, name=leader.name, last_day=str(last))
