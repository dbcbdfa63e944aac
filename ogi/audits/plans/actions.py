"""Making, issuing and following the plan of the year; the caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.audits.plans import queries
from ogi.audits.plans.models import PlanTask, TaskShare, WorkPlan
from ogi.audits.plans.queries import Share
from ogi.audits.plans.rules import (
    LONGEST_OWNER,
    LONGEST_TEXT,
    WHOLE,
    check_due,
    check_plan,
    check_report,
    check_title,
)
from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken, check_seen
from ogi.platform.journal import record
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan as it is typed."""

    title: str
    document_number: str = ""
    key_points: str = ""


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task as it is typed; `item_code` where it is done by a posting."""

    title: str
    due_on: date
    detail: str = ""
    item_code: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What a tenant tells of its share: how far it is in per cent, in words, and who does it.

    `seen` is the version of the share that it looked at.
    """

    percent: int
    words: str
    owner: str = ""
    seen: int | None = None


def add_plan(
    session: Session,
    township_id: int,
    year: int,
    text: PlanText,
    *,
    actor_id: int | None,
    now: datetime | None = None,
) -> WorkPlan:
    """Begin a year's plan; raises RuleBroken("plan_year") where there is one already.

    `now` is the moment for the journal; left out, the clock's.
    """
    check_plan(year, text.title, text.key_points)
    if queries.find_plan(session, township_id, year) is not None:
        raise RuleBroken("plan_year", field="year", year=year)
    plan = WorkPlan(township_id=township_id, year=year)
    _write(plan, text)
    session.add(plan)
    record(session, actor_id, "plan.added", plan, at=now, year=year)
    return plan


def change_plan(
    session: Session,
    plan: WorkPlan,
    text: PlanText,
    *,
    actor_id: int | None,
    seen: int | None = None,
) -> None:
    """Change title, number and key points; raises Conflict where `seen` is an older version."""
    check_seen(plan.version, seen)
    check_plan(plan.year, text.title, text.key_points)
    _write(plan, text)
    record(session, actor_id, "plan.changed", plan, year=plan.year)


def _write(plan: WorkPlan, text: PlanText) -> None:
    plan.title, plan.key_points = text.title.strip(), text.key_points.strip()
    plan.document_number = text.document_number.strip()


def issue_plan(
    session: Session,
    plan: WorkPlan,
    *,
    on: date,
    actor_id: int | None,
    now: datetime | None = None,
) -> None:
    """Issue a plan: tenants see it from now on, and postings count from that day.

    Raises RuleBroken for one that is issued, has no shares, or a deadline before that day.
    """
    if plan.issued_on is not None:
        raise RuleBroken("plan_issued", on=plan.issued_on)
    if not queries.tally(session, plan.township_id, plan.year, on).total:
        raise RuleBroken("plan_empty")
    for task in queries.list_tasks(session, plan):
        _check_due(task.due_on, plan, on)
    plan.issued_on = on
    record(session, actor_id, "plan.issued", plan, at=now, year=plan.year, day=str(on))


def _check_due(due_on: date, plan: WorkPlan, issued_on: date | None) -> None:
    try:
        check_due(due_on, plan.year, issued_on)
    except RuleBroken as refusal:
        field = "due_on" if issued_on == plan.issued_on else "issued_on"
        raise RuleBroken(refusal.code, field=field, **refusal.values) from None


def add_task(
    session: Session,
    plan: WorkPlan,
    text: TaskText,
    tenants: Sequence[Tenant],
    *,
    actor_id: int | None,
    now: datetime | None = None,
) -> PlanTask:
    """Add a task and give each tenant its share; raises RuleBroken without a tenant."""
    task = PlanTask(township_id=plan.township_id, plan_id=plan.id)
    _write_task(task, plan, text)
    if not tenants:
        raise RuleBroken("plan_nobody", field="tenants")
    session.add(task)
    session.flush()
    session.add_all(_share(task, tenant) for tenant in tenants)
    record(session, actor_id, "plan.task_added", task, at=now, name=task.title)
    return task


def change_task(
    session: Session,
    task: PlanTask,
    plan: WorkPlan,
    text: TaskText,
    tenants: Sequence[Tenant],
    *,
    actor_id: int | None,
    seen: int | None = None,
) -> None:
    """Change a task and who shares in it; a share that was begun stays.

    A share keeps a deadline of its own; the others follow the task's. Raises Conflict where
    `seen` is an older version of the task.
    """
    check_seen(task.version, seen)
    before, shares = task.due_on, queries.list_task_shares(session, task)
    if not tenants:
        raise RuleBroken("plan_nobody", field="tenants")
    _drop(session, shares, {tenant.id for tenant in tenants})
    _write_task(task, plan, text)
    for one in shares:
        if one.share.due_on == before:
            one.share.due_on = task.due_on
    known = {one.share.tenant_id for one in shares}
    session.add_all(_share(task, tenant) for tenant in tenants if tenant.id not in known)
    record(session, actor_id, "plan.task_changed", task, name=task.title)


def _drop(session: Session, shares: list[Share], kept: set[int]) -> None:
    gone = [one for one in shares if one.share.tenant_id not in kept]
    for code, begun in (
        ("plan_reported", [one.tenant for one in gone if one.share.reported_at]),
        ("plan_posted", [one.tenant for one in gone if one.posted_on]),
    ):
        if begun:
            raise RuleBroken(code, field="tenants", names="、".join(begun))
    for one in gone:
        session.delete(one.share)
        shares.remove(one)


def _share(task: PlanTask, tenant: Tenant) -> TaskShare:
    return TaskShare(
        township_id=task.township_id, task_id=task.id, tenant_id=tenant.id, due_on=task.due_on
    )


def _write_task(task: PlanTask, plan: WorkPlan, text: TaskText) -> None:
    check_title(text.title)
    _check_due(text.due_on, plan, plan.issued_on)
    if len(text.detail) > LONGEST_TEXT:
        raise RuleBroken("plan_long", field="detail", longest=LONGEST_TEXT)
    task.title, task.detail = text.title.strip(), text.detail.strip()
    task.item_code, task.due_on, task.position = text.item_code, text.due_on, text.position


def change_share(
    session: Session,
    share: TaskShare,
    plan: WorkPlan,
    *,
    owner: str,
    due_on: date,
    actor_id: int | None,
    seen: int | None = None,
) -> None:
    """Name a share's owner (责任人), or give it a deadline of its own."""
    check_seen(share.version, seen)
    _check_due(due_on, plan, plan.issued_on)
    share.owner_name, share.due_on = _owner(owner), due_on
    record(session, actor_id, "plan.task_changed", share, name=share.owner_name, day=str(due_on))


def report(
    session: Session,
    share: TaskShare,
    plan: WorkPlan,
    told: Progress,
    *,
    item: str,
    actor_id: int,
    now: datetime,
) -> None:
    """Take a tenant's report; at 100 per cent the share is done on that day.

    `item` names the catalogue item of a task that is a posting: such a one is not reported.
    """
    check_seen(share.version, told.seen)
    check_report(told.percent, told.words, plan.issued_on, item)
    share.progress, share.report = told.percent, told.words.strip()
    share.owner_name = _owner(told.owner)
    share.reported_by, share.reported_at = actor_id, now
    share.done_on = (share.done_on or local_date(now)) if told.percent == WHOLE else None
    record(
        session,
        actor_id,
        "plan.reported",
        share,
        at=now,
        progress=told.percent,
        remark=share.report,
    )


def _owner(owner: str) -> str:
    if len(owner) > LONGEST_OWNER:
        raise RuleBroken("plan_long", field="owner", longest=LONGEST_OWNER)
    return owner.strip()
