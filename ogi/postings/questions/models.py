"""The table of what people say and ask on the portal."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import Key, Model, TenantOwned, within_tenant, within_township

PUBLIC_QUESTIONS = ("open", "answered")


class Question(TenantOwned, Model):
    """One thing said or asked about a tenant, perhaps about one of its postings.

    `contact` is the asker's name and phone, sealed; `receipt_hash` stands for the number that
    the asker keeps. `handler` says who answers: the tenant, or the township in its place.
    `drafted_by` wrote the answer that waits, `answered_by` is another person and let it out.
    `collected_id` is the posting of V35 that took it in. `reason` is why it is not shown.
    """

    __tablename__ = "questions"
    __table_args__ = (
        within_township("tenants", "tenant_id"),
        within_tenant("postings", "posting_id"),
        within_tenant("postings", "collected_id"),
        within_township("staff", "moderated_by"),
        within_township("staff", "drafted_by"),
        within_township("staff", "answered_by"),
        UniqueConstraint("receipt_hash"),
        CheckConstraint("kind IN ('opinion', 'question', 'objection')", name="kind"),
        CheckConstraint("state IN ('held', 'open', 'answered', 'refused', 'hidden')", name="state"),
        CheckConstraint("handler IN ('tenant', 'township')", name="handler"),
        CheckConstraint(
            "state <> 'answered' OR (answer <> '' AND answered_by IS NOT NULL"
            " AND answered_on IS NOT NULL)",
            name="answered",
        ),
        CheckConstraint(
            "answered_by IS NULL OR (drafted_by IS NOT NULL AND answered_by <> drafted_by)",
            name="answered_by_two",
        ),
        CheckConstraint("state NOT IN ('refused', 'hidden') OR reason <> ''", name="reason"),
        Index("ix_questions_state", "township_id", "tenant_id", "state", "due_on"),
        Index("ix_questions_posting", "township_id", "posting_id"),
        Index("ix_questions_alike", "township_id", "tenant_id", "fingerprint"),
    )

    posting_id: Mapped[int | None] = mapped_column(Key)
    kind: Mapped[str] = mapped_column(default="opinion")
    text: Mapped[str]
    fingerprint: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    receipt_hash: Mapped[str]
    state: Mapped[str] = mapped_column(default="held")
    handler: Mapped[str] = mapped_column(default="tenant")
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    due_on: Mapped[date]
    moderated_by: Mapped[int | None] = mapped_column(Key)
    moderated_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    drafted_by: Mapped[int | None] = mapped_column(Key)
    drafted_at: Mapped[datetime | None]
    returned: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(Key)
    answered_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]
    collected_id: Mapped[int | None] = mapped_column(Key)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface

    @classmethod
    def __public__(cls) -> ColumnElement[bool]:
        """Return what anonymous readers may see: what was looked at and let through."""
        return cls.state.in_(PUBLIC_QUESTIONS)
