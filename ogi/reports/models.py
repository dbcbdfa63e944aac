"""Tables of the yearly report: the year in work, its frozen issue, and older years."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import Json, Key, Model, TownshipOwned, referable, within_township


class YearReport(TownshipOwned, Model):
    """A year's report in work: narrative by section, typed statutory tables, stage."""

    __tablename__ = "year_reports"
    __table_args__ = (
        referable(),
        UniqueConstraint("township_id", "year"),
        CheckConstraint("state IN ('draft', 'issued')", name="state"),
    )

    year: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    sections: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    tables: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    published_on: Mapped[date | None]
    document_number: Mapped[str] = mapped_column(default="")
    edited_by: Mapped[int | None] = mapped_column(Key)
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class ReportSnapshot(TownshipOwned, Model):
    """An issued report, frozen: figures, texts and register as they stood."""

    __tablename__ = "report_snapshots"
    __public__ = True
    __table_args__ = (
        within_township("year_reports", "report_id"),
        UniqueConstraint("township_id", "report_id", "number"),
    )

    report_id: Mapped[int] = mapped_column(Key)
    year: Mapped[int]
    number: Mapped[int] = mapped_column(default=1)
    figures: Mapped[dict[str, Any]] = mapped_column(Json)
    document: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str]
    issued_by: Mapped[int | None] = mapped_column(Key)
    issued_at: Mapped[datetime]


class HistoryYear(TownshipOwned, Model):
    """A year before the system, as an older document gives it."""

    __tablename__ = "history_years"
    __public__ = True
    __table_args__ = (
        UniqueConstraint("township_id", "year"),
        CheckConstraint("total >= 0", name="total"),
    )

    year: Mapped[int]
    total: Mapped[int]
    source_document: Mapped[str]
