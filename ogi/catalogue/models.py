"""Tables of the catalogue: items, their legal basis, the calendar, and the obligations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ogi.platform.db import (
    Json,
    Key,
    Model,
    TenantOwned,
    TownshipOwned,
    referable,
    referable_in_tenant,
    within_township,
)
from ogi.tenants.models import Tenant


class CatalogueItem(TownshipOwned, Model):
    """One version of a required item (公开事项), in force between two days.

    The code stays the same through the versions; a version never changes once a period has
    been measured by it. `fields` are the item's own: key, label, kind, required.
    """

    __tablename__ = "catalogue_items"
    __public__ = True
    __table_args__ = (
        referable(),
        UniqueConstraint("township_id", "code", "valid_from"),
        CheckConstraint("board IN ('party', 'affairs', 'finance')", name="board"),
        CheckConstraint("layout IN ('record', 'table')", name="layout"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid"),
    )

    code: Mapped[str]
    board: Mapped[str]
    title: Mapped[str]
    tenant_kinds: Mapped[list[str]] = mapped_column(Json)
    fields: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    layout: Mapped[str] = mapped_column(default="record")
    frequency: Mapped[str]
    due_rule: Mapped[dict[str, Any]] = mapped_column(Json)
    min_display_days: Mapped[int | None]
    min_display_text: Mapped[str] = mapped_column(default="")
    basis: Mapped[str] = mapped_column(default="")
    personal_data: Mapped[bool] = mapped_column(default=False)
    report_category: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="default")
    updated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class LegalBasis(TownshipOwned, Model):
    """The text behind a basis code (依据), as it stood between two days."""

    __tablename__ = "legal_bases"
    __public__ = True
    __table_args__ = (UniqueConstraint("township_id", "code", "valid_from"),)

    code: Mapped[str]
    name: Mapped[str]
    text: Mapped[str]
    verified: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class CalendarDay(TownshipOwned, Model):
    """A day that differs from its weekday: a holiday, or a make-up workday (调休)."""

    __tablename__ = "calendar_days"
    __public__ = True
    __table_args__ = (UniqueConstraint("township_id", "day"),)

    day: Mapped[date]
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(default="")


class CalendarYear(TownshipOwned, Model):
    """A year whose holidays the State Council has announced; other years are estimates."""

    __tablename__ = "calendar_years"
    __public__ = True
    __table_args__ = (UniqueConstraint("township_id", "year"),)

    year: Mapped[int]
    announced: Mapped[bool] = mapped_column(default=False)


class Obligation(TenantOwned, Model):
    """What one tenant owes for one item and one period; missing is a row, never an absence.

    `posted_on` is the day by the server's clock on which a publication satisfied it.
    `disposition` is nothing (本期无), withheld (依法不公开) or waived (免报).
    """

    __tablename__ = "obligations"
    __public__ = True
    __table_args__ = (
        referable_in_tenant(),
        within_township("tenants", "tenant_id"),
        within_township("catalogue_items", "item_id"),
        UniqueConstraint("township_id", "tenant_id", "item_code", "period_key"),
        CheckConstraint("disposition IN ('nothing', 'withheld', 'waived')", name="disposition"),
        CheckConstraint("disposition IS NULL OR reason <> ''", name="reason"),
        Index("ix_obligations_year", "township_id", "year", "tenant_id", "item_code"),
        Index("ix_obligations_due", "township_id", "tenant_id", "due_on"),
    )

    item_id: Mapped[int] = mapped_column(Key)
    item_code: Mapped[str]
    board: Mapped[str]
    year: Mapped[int]
    period_key: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    event_title: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    due_estimated: Mapped[bool] = mapped_column(default=False)
    posted_on: Mapped[date | None]
    posting_id: Mapped[int | None] = mapped_column(Key)
    disposition: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    article: Mapped[str] = mapped_column(default="")
    declared_by: Mapped[int | None] = mapped_column(Key)
    declared_at: Mapped[datetime | None]
    item: Mapped[CatalogueItem] = relationship(viewonly=True)
    tenant: Mapped[Tenant] = relationship(viewonly=True)


class ObligationVersion(TenantOwned, Model):
    """Counts the changes of a tenant's obligations in one year; summaries compare it."""

    __tablename__ = "obligation_versions"
    __public__ = True
    __table_args__ = (
        within_township("tenants", "tenant_id"),
        UniqueConstraint("township_id", "tenant_id", "year"),
    )

    year: Mapped[int]
    number: Mapped[int] = mapped_column(default=0)
