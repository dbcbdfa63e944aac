"""Tables of the boards on the wall and of the sheets that hang on them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import (
    Key,
    Model,
    TenantOwned,
    referable_in_tenant,
    within_tenant,
    within_township,
)


class Board(TenantOwned, Model):
    """A board (公开栏) of a tenant: where it stands, what it shows, who keeps it.

    Sizes are in centimetres, None where nobody measured. `boards` names the columns on it,
    comma-joined of party, affairs and finance. `until` is the last day on which it stood.
    `photo_key` names the cleaned photo, blank without one.
    """

    __tablename__ = "boards"
    __table_args__ = (
        referable_in_tenant(),
        within_township("tenants", "tenant_id"),
        CheckConstraint("until IS NULL OR until >= since", name="days"),
        CheckConstraint("name <> '' AND boards <> ''", name="told"),
        CheckConstraint(
            "(width_cm IS NULL OR width_cm > 0) AND (height_cm IS NULL OR height_cm > 0)",
            name="size",
        ),
        Index("ix_boards_tenant", "township_id", "tenant_id"),
    )

    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    boards: Mapped[str]
    width_cm: Mapped[int | None]
    height_cm: Mapped[int | None]
    material: Mapped[str] = mapped_column(default="")
    hotline: Mapped[str] = mapped_column(default="")
    suggestion_box: Mapped[bool] = mapped_column(default=False)
    keeper: Mapped[str] = mapped_column(default="")
    keeper_phone: Mapped[str] = mapped_column(default="")
    since: Mapped[date]
    until: Mapped[date | None]
    photo_key: Mapped[str] = mapped_column(default="")
    photo_type: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class HungSheet(TenantOwned, Model):
    """A posting's printed sheet on one board, from the day it was hung to the day it came down.

    The days are those that people say; `hung_at` and `down_at` are the server's.
    """

    __tablename__ = "hung_sheets"
    __table_args__ = (
        referable_in_tenant(),
        within_tenant("boards", "board_id"),
        within_tenant("postings", "posting_id"),
        within_township("staff", "hung_by"),
        within_township("staff", "down_by"),
        CheckConstraint("down_on IS NULL OR down_on >= hung_on", name="days"),
        CheckConstraint("(down_on IS NULL) = (down_at IS NULL)", name="down"),
        Index("ix_hung_sheets_posting", "township_id", "posting_id"),
    )

    board_id: Mapped[int] = mapped_column(Key)
    posting_id: Mapped[int] = mapped_column(Key)
    hung_on: Mapped[date]
    hung_by: Mapped[int] = mapped_column(Key)
    hung_at: Mapped[datetime]
    down_on: Mapped[date | None]
    down_by: Mapped[int | None] = mapped_column(Key)
    down_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


_UP = HungSheet.down_on.is_(None)
Index(
    "uq_hung_sheets_up",
    HungSheet.township_id,
    HungSheet.board_id,
    HungSheet.posting_id,
    unique=True,
    sqlite_where=_UP,
    postgresql_where=_UP,
)
"""A sheet hangs on a board once at a time."""
