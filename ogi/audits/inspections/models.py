"""Tables of inspections (检查): whom, by whom, what was seen, and the photos."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import (
    Json,
    Key,
    Model,
    TenantOwned,
    TownshipOwned,
    referable,
    referable_in_tenant,
    within_tenant,
    within_township,
)

DEGREES = Numeric(9, 6)


class Inspection(TownshipOwned, Model):
    """A round of looking at boards: planned (明查), unannounced (暗访) or a re-check (复查).

    `method` is how tenants were chosen: all, random (repeatable by `seed`), risk (random too, past
    faults weigh) or named; `drawn` keeps from whom and by which weights they were drawn. `note`
    is what was said as it was closed or cancelled, at `ended_at`.
    """

    __tablename__ = "inspections"
    __table_args__ = (
        referable(),
        within_township("indicator_sets", "set_id"),
        within_township("staff", "created_by"),
        CheckConstraint("kind IN ('planned', 'unannounced', 'recheck')", name="kind"),
        CheckConstraint("method IN ('all', 'random', 'risk', 'named')", name="method"),
        CheckConstraint("state IN ('planned', 'open', 'closed', 'cancelled')", name="state"),
        CheckConstraint("ends_on >= starts_on", name="days"),
    )

    title: Mapped[str]
    kind: Mapped[str]
    set_id: Mapped[int] = mapped_column(Key)
    method: Mapped[str]
    sample_size: Mapped[int] = mapped_column(default=0)
    seed: Mapped[str] = mapped_column(default="")
    drawn: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    keeps_position: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="planned")
    note: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    created_by: Mapped[int] = mapped_column(Key)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class Visit(TenantOwned, Model):
    """One tenant to be looked at by one inspector, who holds no post there."""

    __tablename__ = "visits"
    __table_args__ = (
        referable_in_tenant(),
        within_township("tenants", "tenant_id"),
        within_township("inspections", "inspection_id"),
        within_township("staff", "inspector_id"),
        UniqueConstraint("township_id", "inspection_id", "tenant_id"),
        CheckConstraint("state IN ('due', 'under_way', 'done')", name="state"),
        Index("ix_visits_inspector", "township_id", "inspector_id", "state"),
    )

    inspection_id: Mapped[int] = mapped_column(Key)
    inspector_id: Mapped[int] = mapped_column(Key)
    state: Mapped[str] = mapped_column(default="due")
    summary: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class VisitEntry(TenantOwned, Model):
    """What an inspector saw of one indicator on one board; the latest entry counts.

    `captured_at` is the phone's clock set right by `clock_off_s`, the seconds that it was ahead
    when it sent; `received_at` is the server's. `client_key` is made on the phone, so that a batch
    sent twice is kept once. `marks` names what is odd about its times (see rules.visiting).
    """

    __tablename__ = "visit_entries"
    __table_args__ = (
        referable_in_tenant(),
        within_tenant("visits", "visit_id"),
        within_township("indicators", "indicator_id"),
        within_township("staff", "inspector_id"),
        UniqueConstraint("township_id", "client_key"),
        CheckConstraint("result IN ('ok', 'fault', 'not_assessable')", name="result"),
        CheckConstraint("faults >= 0", name="faults"),
        Index("ix_visit_entries_visit", "township_id", "visit_id"),
    )

    visit_id: Mapped[int] = mapped_column(Key)
    indicator_id: Mapped[int] = mapped_column(Key)
    board: Mapped[str] = mapped_column(default="")
    obligation_id: Mapped[int | None] = mapped_column(Key)
    result: Mapped[str]
    faults: Mapped[int] = mapped_column(default=0)
    remark: Mapped[str] = mapped_column(default="")
    inspector_id: Mapped[int] = mapped_column(Key)
    captured_at: Mapped[datetime]
    clock_off_s: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime]
    marks: Mapped[list[str]] = mapped_column(Json, default=list)
    client_key: Mapped[str]


class VisitPhoto(TenantOwned, Model):
    """A photo taken on a visit, written anew; its place only where the township keeps it."""

    __tablename__ = "visit_photos"
    __table_args__ = (
        referable_in_tenant(),
        within_tenant("visits", "visit_id"),
        within_township("staff", "inspector_id"),
        UniqueConstraint("township_id", "client_key"),
        Index("ix_visit_photos_visit", "township_id", "visit_id"),
    )

    visit_id: Mapped[int] = mapped_column(Key)
    entry_key: Mapped[str]
    storage_key: Mapped[str]
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    latitude: Mapped[Decimal | None] = mapped_column(DEGREES)
    longitude: Mapped[Decimal | None] = mapped_column(DEGREES)
    inspector_id: Mapped[int] = mapped_column(Key)
    captured_at: Mapped[datetime]
    clock_off_s: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime]
    marks: Mapped[list[str]] = mapped_column(Json, default=list)
    client_key: Mapped[str]
