"""Tables of the year's plan (工作要点), its tasks and each tenant's share (任务分工)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import (
    Key,
    Model,
    TenantOwned,
    TownshipOwned,
    referable,
    within_township,
)


class WorkPlan(TownshipOwned, Model):
    """A year's plan of open government; issued once `issued_on` is set."""

    __tablename__ = "work_plans"
    __table_args__ = (referable(), UniqueConstraint("township_id", "year"))

    year: Mapped[int]
    title: Mapped[str]
    document_number: Mapped[str] = mapped_column(default="")
    key_points: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class PlanTask(TownshipOwned, Model):
    """A task of a plan; `item_code` names the catalogue item where the task is a posting."""

    __tablename__ = "plan_tasks"
    __table_args__ = (
        referable(),
        within_township("work_plans", "plan_id"),
        Index("ix_plan_tasks_plan", "township_id", "plan_id", "position"),
    )

    plan_id: Mapped[int] = mapped_column(Key)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    item_code: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class TaskShare(TenantOwned, Model):
    """What one tenant does of a task, and how far it is; `progress` is per cent."""

    __tablename__ = "task_shares"
    __table_args__ = (
        within_township("tenants", "tenant_id"),
        within_township("plan_tasks", "task_id"),
        within_township("staff", "reported_by"),
        UniqueConstraint("township_id", "task_id", "tenant_id"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        Index("ix_task_shares_tenant", "township_id", "tenant_id", "due_on"),
    )

    task_id: Mapped[int] = mapped_column(Key)
    owner_name: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    progress: Mapped[int] = mapped_column(default=0)
    report: Mapped[str] = mapped_column(default="")
    reported_by: Mapped[int | None] = mapped_column(Key)
    reported_at: Mapped[datetime | None]
    done_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface
