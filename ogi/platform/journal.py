"""The journal: who did what to which row, appended and never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from ogi.platform.clock import now
from ogi.platform.db.model import Json, Key, Model, TownshipOwned


class JournalEntry(TownshipOwned, Model):
    """One act; `subject` is the table's name with the row's key, `detail` plain values."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_township_at", "township_id", "at"),)

    tenant_id: Mapped[int | None] = mapped_column(Key)
    actor_id: Mapped[int | None] = mapped_column(Key)
    actor_name: Mapped[str] = mapped_column(default="")
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(Key)
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    at: Mapped[datetime]


def record(
    session: Session,
    actor_id: int | None,
    action: str,
    subject: Any,
    *,
    at: datetime | None = None,
    **detail: Any,
) -> JournalEntry:
    """Append one entry about a township's row; flushes, so that the row has its key."""
    session.flush()
    entry = JournalEntry(
        township_id=subject.township_id if hasattr(subject, "township_id") else subject.id,
        tenant_id=getattr(subject, "tenant_id", None),
        actor_id=actor_id,
        action=action,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        detail=detail,
        at=at or now(),
    )
    session.add(entry)
    return entry
