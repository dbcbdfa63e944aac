"""The table of long works."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db.model import Json, Key, Model, TownshipOwned, within_township


class Job(TownshipOwned, Model):
    """One long work; `done` of `total` steps are behind it, `result_key` names its file.

    `tenant_id` is the seat it was asked from, and the wall that the work sees.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        within_township("staff", "asked_by"),
        within_township("tenants", "tenant_id"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        Index("ix_jobs_asked", "township_id", "asked_by", "asked_at"),
    )

    tenant_id: Mapped[int | None] = mapped_column(Key)
    kind: Mapped[str]
    title: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    result_key: Mapped[str | None]
    result_name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[int] = mapped_column(Key)
    asked_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
