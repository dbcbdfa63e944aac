"""Private addresses of calendars: one secret a person, kept as a hash, revocable."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import Key, Model, TownshipOwned, within_township


class CalendarFeed(TownshipOwned, Model):
    """A calendar's secret address; the seat is the tenant whose duties it tells."""

    __tablename__ = "calendar_feeds"
    __at_the_door__ = "read"
    __table_args__ = (
        within_township("staff", "staff_id"),
        within_township("tenants", "tenant_id"),
        UniqueConstraint("token_hash"),
    )

    staff_id: Mapped[int] = mapped_column(Key)
    tenant_id: Mapped[int | None] = mapped_column(Key)
    token_hash: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
