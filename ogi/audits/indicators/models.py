"""Tables of checklists made for an occasion and of their indicators."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db import Key, Model, TownshipOwned, referable, within_township

POINTS = Numeric(8, 2)


class IndicatorSet(TownshipOwned, Model):
    """A checklist: what an inspection looks at.

    Since `fixed_on`, the day on which the first inspection by it was opened, its indicators stay.
    """

    __tablename__ = "indicator_sets"
    __table_args__ = (
        referable(),
        CheckConstraint("state IN ('draft', 'in_use', 'retired')", name="state"),
    )

    title: Mapped[str]
    occasion: Mapped[str] = mapped_column(default="")
    made_on: Mapped[date]
    fixed_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class Indicator(TownshipOwned, Model):
    """One thing looked at: how, and what a fault costs in points.

    `method` is auto (computed by `measure`), manual, or none (不具备评估条件). `topic` is the
    word under which inspections and the year's score meet (see `indicators.topics`).
    """

    __tablename__ = "indicators"
    __table_args__ = (
        referable(),
        within_township("indicator_sets", "set_id"),
        CheckConstraint("method IN ('auto', 'manual', 'none')", name="method"),
        CheckConstraint("(method = 'auto') = (measure <> '')", name="measure"),
        CheckConstraint("weight >= 0 AND deduction >= 0 AND cap >= 0", name="points"),
        Index("ix_indicators_set", "township_id", "set_id", "position"),
    )

    set_id: Mapped[int] = mapped_column(Key)
    position: Mapped[int] = mapped_column(default=0)
    board: Mapped[str] = mapped_column(default="")
    topic: Mapped[str]
    text: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="manual")
    measure: Mapped[str] = mapped_column(default="")
    weight: Mapped[Decimal] = mapped_column(POINTS)
    deduction: Mapped[Decimal] = mapped_column(POINTS)
    cap: Mapped[Decimal] = mapped_column(POINTS)
    evidence: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface
