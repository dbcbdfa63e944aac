"""The table by which a household finds its own lines; it holds no name and no digit."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import Key, Model, TenantOwned, within_tenant


class LookupKey(TenantOwned, Model):
    """One line of a published list; `digest` stands for the name and last four digits in it.

    The digest is keyed (HMAC-SHA-256); the key lies outside the database. `row` counts from 0.
    """

    __tablename__ = "lookup_keys"
    __table_args__ = (
        within_tenant("postings", "posting_id"),
        Index("ix_lookup_keys_digest", "township_id", "tenant_id", "digest"),
        Index("ix_lookup_keys_posting", "township_id", "posting_id"),
    )

    posting_id: Mapped[int] = mapped_column(Key)
    row: Mapped[int]
    digest: Mapped[str]
