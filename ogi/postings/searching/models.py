"""The words of each posting that stands on a board, as the search compares them."""

from typing import Any

from sqlalchemy import ColumnElement, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from ogi.platform.db import Key, Model, TenantOwned, within_tenant
from ogi.postings.models import Posting


class PostingText(TenantOwned, Model):
    """The folded words of one posting: title, what the sheet says, what its files say.

    There is a row for the newest edition on the board, and for nothing else. `key` orders by the
    day that counts and then by posting (see rules.key_of). `board`, `item_code` and `year` are
    what can be asked for beside words. `unread` tells that a file's words are still missing.
    """

    __tablename__ = "posting_texts"
    __table_args__ = (
        within_tenant("postings", "posting_id"),
        UniqueConstraint("township_id", "posting_id"),
        Index("ix_posting_texts_unread", "township_id", "unread"),
    )

    posting_id: Mapped[int] = mapped_column(Key)
    key: Mapped[int] = mapped_column(Key, unique=True)
    board: Mapped[str]
    item_code: Mapped[str]
    year: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    files: Mapped[str] = mapped_column(default="")
    unread: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def __public__(cls) -> ColumnElement[bool]:
        """Return what anonymous readers may see: the words of postings on the board."""
        shown: Any = aliased(Posting)
        return (
            select(shown.id)
            .where(
                shown.township_id == cls.township_id,
                shown.id == cls.posting_id,
                shown.state == "published",
            )
            .correlate_except(shown)
            .exists()
        )
