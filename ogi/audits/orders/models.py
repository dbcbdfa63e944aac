"""Tables of findings (问题), orders to put right (整改通知书), and what followed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import (
    Json,
    Key,
    Model,
    TenantOwned,
    referable_in_tenant,
    within_tenant,
    within_township,
)


class AuditFinding(TenantOwned, Model):
    """A fault found at a tenant; `faults` is how often.

    It comes from an inspection's entry, from a row of an automatic `measure`, or from hand.
    The tenant sees it once `shown_at` is set, everybody once `published_at` is.
    """

    __tablename__ = "audit_findings"
    __table_args__ = (
        referable_in_tenant(),
        within_township("tenants", "tenant_id"),
        within_tenant("visit_entries", "entry_id"),
        within_township("indicators", "indicator_id"),
        within_township("staff", "created_by"),
        UniqueConstraint("township_id", "entry_id"),
        CheckConstraint("state IN ('open', 'ordered', 'cured', 'dismissed')", name="state"),
        CheckConstraint(
            "published_at IS NULL OR (shown_at IS NOT NULL AND state <> 'dismissed')",
            name="published",
        ),
        CheckConstraint("faults >= 1", name="faults"),
        Index("ix_audit_findings_tenant", "township_id", "tenant_id", "state"),
    )

    entry_id: Mapped[int | None] = mapped_column(Key)
    indicator_id: Mapped[int | None] = mapped_column(Key)
    measure: Mapped[str] = mapped_column(default="")
    topic: Mapped[str]
    board: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    basis: Mapped[str] = mapped_column(default="")
    faults: Mapped[int] = mapped_column(default=1)
    found_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="open")
    dismissal: Mapped[str] = mapped_column(default="")
    shown_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    created_by: Mapped[int] = mapped_column(Key)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface

    @classmethod
    def __public__(cls) -> ColumnElement[bool]:
        """Return what anonymous readers may see: findings that were published (通报)."""
        return cls.published_at.is_not(None)


class Order(TenantOwned, Model):
    """A numbered letter that orders findings to be put right by a day.

    Once sent, `letter` (all that is printed) and the number never change; a mistake is mended by
    another order that supersedes this one.
    """

    __tablename__ = "orders"
    __table_args__ = (
        referable_in_tenant(),
        within_township("tenants", "tenant_id"),
        within_tenant("orders", "supersedes_id"),
        within_township("staff", "drafted_by"),
        within_township("staff", "sent_by"),
        UniqueConstraint("township_id", "year", "serial"),
        CheckConstraint(
            "state IN ('draft', 'sent', 'answered', 'reopened', 'closed', 'superseded')",
            name="state",
        ),
        CheckConstraint(
            "state = 'draft' OR (serial IS NOT NULL AND sent_at IS NOT NULL)", name="sent"
        ),
        Index("ix_orders_tenant", "township_id", "tenant_id", "state"),
    )

    year: Mapped[int]
    serial: Mapped[int | None]
    number: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    basis: Mapped[str] = mapped_column(default="")
    demands: Mapped[str] = mapped_column(default="")
    letter: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[str] = mapped_column(default="draft")
    supersedes_id: Mapped[int | None] = mapped_column(Key)
    drafted_by: Mapped[int] = mapped_column(Key)
    sent_by: Mapped[int | None] = mapped_column(Key)
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class OrderFinding(TenantOwned, Model):
    """A finding that an order names, in its place of the problem list."""

    __tablename__ = "order_findings"
    __table_args__ = (
        within_tenant("orders", "order_id"),
        within_tenant("audit_findings", "finding_id"),
        UniqueConstraint("township_id", "order_id", "finding_id"),
    )

    order_id: Mapped[int] = mapped_column(Key)
    finding_id: Mapped[int] = mapped_column(Key)
    position: Mapped[int] = mapped_column(default=0)


class OrderEvent(TenantOwned, Model):
    """What happened to an order after it was sent, each a person's act.

    `kind` is answer, recheck, extension, reminder (催办), circular (通报), talk (约谈),
    accountability (问责), reopened or closed; `detail` holds plain values (posting keys, days). A
    recheck has the finding and the entry of the inspection that it goes by; `due_on` is the
    deadline from this event on.
    """

    __tablename__ = "order_events"
    __table_args__ = (
        referable_in_tenant(),
        within_tenant("orders", "order_id"),
        within_tenant("visit_entries", "entry_id"),
        within_tenant("audit_findings", "finding_id"),
        within_township("staff", "actor_id"),
        CheckConstraint(
            "kind IN ('answer', 'recheck', 'extension', 'reminder', 'circular', 'talk',"
            " 'accountability', 'reopened', 'closed')",
            name="kind",
        ),
        CheckConstraint(
            "kind <> 'recheck' OR (entry_id IS NOT NULL AND finding_id IS NOT NULL)",
            name="recheck",
        ),
        CheckConstraint(
            "(kind IN ('extension', 'reopened')) = (due_on IS NOT NULL)", name="deadline"
        ),
        Index("ix_order_events_order", "township_id", "order_id"),
    )

    order_id: Mapped[int] = mapped_column(Key)
    entry_id: Mapped[int | None] = mapped_column(Key)
    finding_id: Mapped[int | None] = mapped_column(Key)
    due_on: Mapped[date | None]
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    actor_id: Mapped[int] = mapped_column(Key)
    at: Mapped[datetime]


class OrderFile(TenantOwned, Model):
    """A photo or paper that an answer brings."""

    __tablename__ = "order_files"
    __table_args__ = (
        within_tenant("order_events", "event_id"),
        Index("ix_order_files_event", "township_id", "event_id"),
    )

    event_id: Mapped[int] = mapped_column(Key)
    name: Mapped[str]
    storage_key: Mapped[str]
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
