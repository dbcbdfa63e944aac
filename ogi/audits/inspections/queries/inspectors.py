"""Who may inspect: persons with a township's inspecting post, and where each holds posts."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ogi.audits.inspections.models import Inspection, Visit
from ogi.audits.inspections.rules.inspectors import check_inspector
from ogi.platform.errors import NotFound
from ogi.tenants.models import Post, Staff, Tenant
from ogi.tenants.queries import get_tenant, held, list_posts
from ogi.tenants.rules import TownshipRole

INSPECTING = (str(TownshipRole.INSPECTOR), str(TownshipRole.SUPERVISOR))


def list_inspectors(session: Session, township_id: int, on: date) -> Sequence[Staff]:
    """Return the active persons who hold a township's inspecting post on a day."""
    holders = select(Post.staff_id).where(
        Post.township_id == township_id,
        Post.tenant_id.is_(None),
        Post.role.in_(INSPECTING),
        Post.since <= on,
        or_(Post.until.is_(None), Post.until >= on),
    )
    wanted = select(Staff).where(
        Staff.township_id == township_id, Staff.active.is_(True), Staff.id.in_(holders)
    )
    return session.scalars(wanted.order_by(Staff.id)).all()


def list_barred(
    session: Session, township_id: int, staff_ids: Iterable[int], days: tuple[date, date]
) -> dict[int, frozenset[int]]:
    """Return in which tenants each person holds a post on a day of an inspection."""
    wanted = select(Post.staff_id, Post.tenant_id).where(
        Post.township_id == township_id,
        Post.staff_id.in_(list(staff_ids)),
        Post.tenant_id.is_not(None),
        Post.since <= days[1],
        or_(Post.until.is_(None), Post.until >= days[0]),
    )
    found: dict[int, set[int]] = {}
    for staff_id, tenant_id in session.execute(wanted):
        if tenant_id is not None:
            found.setdefault(staff_id, set()).add(tenant_id)
    return {staff_id: frozenset(tenants) for staff_id, tenants in found.items()}


def check_may_inspect(
    session: Session, staff_id: int, tenant: Tenant, *, days: tuple[date, date]
) -> None:
    """Raise RuleBroken("inspector_holds_post") for who holds a post in the tenant then.

    `days` are the first and last day that count: of the inspection, or twice the day on which
    something is recorded. Raises NotFound for a person of another township.
    """
    name = session.scalars(
        select(Staff.name).where(Staff.township_id == tenant.township_id, Staff.id == staff_id)
    ).one_or_none()
    if name is None:
        raise NotFound
    posts = [held(post) for post in list_posts(session, tenant.township_id, staff_id)]
    check_inspector(posts, tenant.id, days=days, name=name, tenant=tenant.name)


def check_visitor(session: Session, visit: Visit, staff_id: int, *, today: date) -> None:
    """Raise RuleBroken("inspector_holds_post") unless a person may record this visit today.

    The days of the inspection count, and the present one.
    """
    days = session.execute(
        select(Inspection.starts_on, Inspection.ends_on).where(
            Inspection.township_id == visit.township_id, Inspection.id == visit.inspection_id
        )
    ).one()
    tenant = get_tenant(session, visit.township_id, visit.tenant_id)
    first, last = min(days.starts_on, today), max(days.ends_on, today)
    check_may_inspect(session, staff_id, tenant, days=(first, last))
