"""How timeliness goes, who is overdue with tasks and orders, and which visits come next."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ogi.audits.home.rules import NEXT_DAYS, Counts, months_back
from ogi.audits.inspections.models import Inspection, Visit
from ogi.audits.orders.models import Order
from ogi.audits.orders.queries.orders import due_now
from ogi.audits.orders.rules import WAITING
from ogi.audits.plans.models import TaskShare, WorkPlan
from ogi.audits.plans.queries import going_statement
from ogi.catalogue.models import Obligation
from ogi.catalogue.queries import state_case
from ogi.tenants.models import Staff, Tenant


class Behind(NamedTuple):
    """How many tasks and answers of a tenant are overdue; `year` is the plan's."""

    tenant_id: int
    tenant: str
    tasks: int
    orders: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.tasks + self.orders


class Coming(NamedTuple):
    """A visit that is not finished."""

    visit_id: int
    inspection_id: int
    title: str
    kind: str
    starts_on: date
    ends_on: date
    tenant: str
    inspector_id: int
    inspector: str


def count_months(
    session: Session, township_id: int, today: date, tenant_ids: Collection[int]
) -> dict[int, Counts]:
    """Return each tenant's obligations of the last twelve months by month and state.

    In one pass, by the day on which periods end, of which a year has few, and added up here.
    """
    months = months_back(today)
    after = (months[-1] + timedelta(days=31)).replace(day=1)
    state = state_case(today).label("state")
    counted = (
        select(Obligation.tenant_id, Obligation.period_end, state, func.count())
        .where(
            Obligation.township_id == township_id,
            Obligation.year.in_({first.year for first in months}),
            Obligation.tenant_id.in_(list(tenant_ids)),
            Obligation.period_end >= months[0],
            Obligation.period_end < after,
        )
        .group_by(Obligation.tenant_id, Obligation.period_end, state)
    )
    found: dict[int, Counts] = {tenant_id: {} for tenant_id in tenant_ids}
    for tenant_id, ended, name, number in session.execute(counted):
        by_state = found[tenant_id].setdefault(ended.replace(day=1), Counter())
        by_state[name] += number
    return found


def list_behind(session: Session, township_id: int, today: date) -> list[Behind]:
    """Return the tenants with overdue tasks of this year's plan or answers, most first."""
    tasks: dict[int, int] = dict(session.execute(_overdue_tasks(township_id, today)).all())
    late = (
        select(Order.tenant_id, func.count(Order.id))
        .where(Order.township_id == township_id, Order.state.in_(WAITING), due_now() < today)
        .group_by(Order.tenant_id)
    )
    orders = dict(session.execute(late).all())
    names = select(Tenant.id, Tenant.name).where(
        Tenant.township_id == township_id, Tenant.id.in_({*tasks, *orders})
    )
    found = [
        Behind(key, name, tasks.get(key, 0), orders.get(key, 0))
        for key, name in session.execute(names.order_by(Tenant.position, Tenant.id))
    ]
    return sorted(found, key=lambda one: -one.total)


def _overdue_tasks(township_id: int, today: date) -> Select[int, int]:
    going = going_statement(township_id).where(
        WorkPlan.year == today.year, WorkPlan.issued_on.is_not(None), TaskShare.due_on < today
    )
    counted = going.order_by(None).with_only_columns(TaskShare.tenant_id, func.count(TaskShare.id))
    return counted.group_by(TaskShare.tenant_id)


def list_coming(session: Session, township_id: int, today: date) -> Sequence[Coming]:
    """Return the visits of the next fourteen days that are not finished, overdue ones first."""
    of = Visit.township_id
    wanted = (
        select(
            Visit.id,
            Visit.inspection_id,
            Inspection.title,
            Inspection.kind,
            Inspection.starts_on,
            Inspection.ends_on,
            Tenant.name,
            Visit.inspector_id,
            Staff.name,
        )
        .join(Inspection, (Inspection.id == Visit.inspection_id) & (Inspection.township_id == of))
        .join(Tenant, (Tenant.id == Visit.tenant_id) & (Tenant.township_id == of))
        .join(Staff, (Staff.id == Visit.inspector_id) & (Staff.township_id == of))
        .where(
            of == township_id,
            Visit.state != "done",
            Inspection.state.in_(("planned", "open")),
            Inspection.starts_on <= today + timedelta(days=NEXT_DAYS),
        )
        .order_by(Inspection.ends_on, Inspection.id, Tenant.position, Visit.id)
    )
    return [Coming(*row) for row in session.execute(wanted)]
