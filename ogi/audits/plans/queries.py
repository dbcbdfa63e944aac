"""Reading the plans, their tasks, and how far each tenant's share is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, or_, select
from sqlalchemy.orm import Session

from ogi.audits.plans.models import PlanTask, TaskShare, WorkPlan
from ogi.audits.plans.rules import ShareState, days_over, state_of
from ogi.catalogue.models import CatalogueItem
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.postings.models import Posting
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Share:
    """One tenant's share of a task as pages show it; `finished` is the day it was done.

    Where the task is a posting, that is the day on which the tenant first published the item
    since the plan was issued.
    """

    share: TaskShare
    task: PlanTask
    tenant: str
    posted_on: date | None

    @property
    def finished(self) -> date | None:
        """The day on which it was done, or None."""
        return self.posted_on if self.task.item_code else self.share.done_on

    @property
    def progress(self) -> int:
        """How far it is, in per cent."""
        if self.task.item_code:
            return 100 if self.posted_on else 0
        return self.share.progress

    def state(self, today: date) -> ShareState:
        """How it stands on a day."""
        return state_of(self.finished, self.share.due_on, today)

    def days_late(self, today: date) -> int:
        """By how many days it was or is late."""
        return days_over(self.finished, self.share.due_on, today)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of shares is narrowed to."""

    state: str = ""
    tenant_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many shares a plan has, and how they stand."""

    total: int = 0
    done: int = 0
    overdue: int = 0

    @property
    def going(self) -> int:
        """Those that are neither done nor overdue."""
        return self.total - self.done - self.overdue


def get_plan(session: Session, scope: Scope, year: int) -> WorkPlan:
    """Return a year's plan; raises NotFound, for tenants also while it is not issued."""
    wanted = select(WorkPlan).where(WorkPlan.township_id == scope.township_id)
    plan = session.scalars(wanted.where(WorkPlan.year == year, *_shown_to(scope))).one_or_none()
    if plan is None:
        raise NotFound
    return plan


def find_plan(session: Session, township_id: int, year: int) -> WorkPlan | None:
    """Return a year's plan if there is one."""
    wanted = select(WorkPlan).where(WorkPlan.township_id == township_id, WorkPlan.year == year)
    return session.scalars(wanted).one_or_none()


def list_plans(session: Session, scope: Scope) -> Sequence[WorkPlan]:
    """Return the plans, latest year first; tenants see those that are issued."""
    wanted = select(WorkPlan).where(WorkPlan.township_id == scope.township_id, *_shown_to(scope))
    return session.scalars(wanted.order_by(WorkPlan.year.desc())).all()


def _shown_to(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return () if scope.tenant_id is None else (WorkPlan.issued_on.is_not(None),)


def list_tasks(session: Session, plan: WorkPlan) -> Sequence[PlanTask]:
    """Return a plan's tasks in their order."""
    wanted = select(PlanTask).where(
        PlanTask.township_id == plan.township_id, PlanTask.plan_id == plan.id
    )
    return session.scalars(wanted.order_by(PlanTask.position, PlanTask.id)).all()


def get_task(session: Session, township_id: int, task_id: int) -> tuple[PlanTask, WorkPlan]:
    """Return a task with its plan; raises NotFound."""
    wanted = (
        select(PlanTask, WorkPlan)
        .join(WorkPlan, _plan_of_task())
        .where(PlanTask.township_id == township_id, PlanTask.id == task_id)
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def list_task_shares(session: Session, task: PlanTask) -> list[Share]:
    """Return who has a share of a task."""
    wanted = shares_statement(task.township_id).where(TaskShare.task_id == task.id)
    return shares_of(session.execute(wanted))


def get_share(session: Session, scope: Scope, share_id: int) -> tuple[Share, WorkPlan]:
    """Return one share with its plan; raises NotFound, for tenants also before the issue."""
    wanted = shares_statement(scope.township_id or 0).add_columns(WorkPlan)
    row = session.execute(wanted.where(TaskShare.id == share_id, *_shown_to(scope))).one_or_none()
    if row is None:
        raise NotFound
    return Share(*row[:4]), row[4]


def shares_statement(
    township_id: int,
    year: int | None = None,
    asked: Asked | None = None,
    *,
    today: date | None = None,
) -> Select[*tuple[Any, ...]]:
    """Return the statement of shares with task, tenant and day of posting, for paging."""
    wanted = (
        select(TaskShare, PlanTask, Tenant.name, _posted_on())
        .join(PlanTask, (PlanTask.id == TaskShare.task_id)
              & (PlanTask.township_id == TaskShare.township_id))
        .join(WorkPlan, _plan_of_task())
        .join(Tenant, (Tenant.id == TaskShare.tenant_id)
              & (Tenant.township_id == TaskShare.township_id))
        .where(TaskShare.township_id == township_id)
        .order_by(PlanTask.position, PlanTask.id, Tenant.position, TaskShare.id)
    )  # fmt: skip
    if year is not None:
        wanted = wanted.where(WorkPlan.year == year)
    if asked is None:
        return wanted
    if asked.tenant_id is not None:
        wanted = wanted.where(TaskShare.tenant_id == asked.tenant_id)
    if asked.text:
        wanted = wanted.where(PlanTask.title.contains(asked.text, autoescape=True))
    if asked.state and today is not None:
        wanted = wanted.where(_stands(asked.state, today))
    return wanted


def overdue_first(statement: Select[*tuple[Any, ...]], today: date) -> Select[*tuple[Any, ...]]:
    """Return a statement of shares with those that are overdue before the others."""
    late = case((_stands(ShareState.OVERDUE, today), 0), else_=1)
    return statement.order_by(None).order_by(
        late, PlanTask.position, PlanTask.id, Tenant.position, TaskShare.id
    )


def going_statement(township_id: int) -> Select[*tuple[Any, ...]]:
    """Return the statement of the shares that are not done, the earliest due first."""
    wanted = shares_statement(township_id).where(~_done())
    return wanted.order_by(None).order_by(TaskShare.due_on, TaskShare.id)


def shares_of(rows: Iterable[Any]) -> list[Share]:
    """Return a statement's rows as shares."""
    return [Share(*row[:4]) for row in rows]


def tally(session: Session, township_id: int, year: int, today: date) -> Tally:
    """Return how a year's shares stand, in one statement; of a tenant's seat its own."""
    rows = session.execute(shares_statement(township_id, year))
    states = [share.state(today) for share in shares_of(rows)]
    return Tally(len(states), states.count(ShareState.DONE), states.count(ShareState.OVERDUE))


def item_titles(session: Session, township_id: int) -> dict[str, str]:
    """Return the catalogue's items by code, each as its latest version names it."""
    wanted = select(CatalogueItem.code, CatalogueItem.title).where(
        CatalogueItem.township_id == township_id
    )
    ordered = wanted.order_by(CatalogueItem.code, CatalogueItem.valid_from)
    return {code: title for code, title in session.execute(ordered)}  # noqa: C416 - rows, not pairs


def _plan_of_task() -> ColumnElement[bool]:
    return (WorkPlan.id == PlanTask.plan_id) & (WorkPlan.township_id == PlanTask.township_id)


def _posted_on() -> ScalarSelect[date | None]:
    """Return the first day since the issue on which the tenant published the task's item."""
    return (
        select(func.min(Posting.counted_on))
        .where(
            Posting.township_id == TaskShare.township_id,
            Posting.tenant_id == TaskShare.tenant_id,
            Posting.item_code == PlanTask.item_code,
            PlanTask.item_code != "",
            Posting.kind == "content",
            Posting.state == "published",
            Posting.imported_from == "",
            Posting.counted_on >= WorkPlan.issued_on,
        )
        .correlate(TaskShare, PlanTask, WorkPlan)
        .scalar_subquery()
    )


def _stands(state: str, today: date) -> ColumnElement[bool]:
    if state == ShareState.DONE:
        return _done()
    late = TaskShare.due_on < today
    return ~_done() & (late if state == ShareState.OVERDUE else ~late)


def _done() -> ColumnElement[bool]:
    return or_(
        (PlanTask.item_code == "") & TaskShare.done_on.is_not(None), _posted_on().is_not(None)
    )
