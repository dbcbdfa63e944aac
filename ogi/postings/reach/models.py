"""The table of openings: a number for a posting and a day, and nothing about who opened it."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import Key, Model, TenantOwned, within_tenant


class PostingView(TenantOwned, Model):
    """How often a posting's page was opened on a day of China's."""

    __tablename__ = "posting_views"
    __table_args__ = (
        within_tenant("postings", "posting_id"),
        UniqueConstraint("township_id", "tenant_id", "posting_id", "day"),
        CheckConstraint("count > 0", name="count"),
    )

    posting_id: Mapped[int] = mapped_column(Key)
    day: Mapped[date]
    count: Mapped[int]
