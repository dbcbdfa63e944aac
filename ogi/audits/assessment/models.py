"""Tables of the yearly assessment (考核): schemes, scores with their arithmetic, objections."""

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

POINTS = Numeric(8, 2)


class Scheme(TownshipOwned, Model):
    """A year's scheme of indicators and weights; ranking is off unless it is turned on.

    `tenant_kinds` names whom it binds; `computed_on` is the day of the latest reckoning.
    """

    __tablename__ = "schemes"
    __table_args__ = (
        referable(),
        UniqueConstraint("township_id", "year"),
        CheckConstraint("state IN ('draft', 'in_use', 'final')", name="state"),
    )

    year: Mapped[int]
    title: Mapped[str]
    full_marks: Mapped[Decimal] = mapped_column(POINTS)
    tenant_kinds: Mapped[list[str]] = mapped_column(Json, default=list)
    objection_days: Mapped[int] = mapped_column(default=5)
    ranks: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="draft")
    computed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class SchemeItem(TownshipOwned, Model):
    """One indicator of a scheme: what it is worth and what a fault costs.

    `method` is auto (`measure` is a key of the indicators' measures or of this room's), inspection
    (`measure` is a topic: findings of it count) or manual. `effect` is score (得分), bonus (加分),
    deduct (扣分) or veto (一票否决).
    """

    __tablename__ = "scheme_items"
    __table_args__ = (
        referable(),
        within_township("schemes", "scheme_id"),
        CheckConstraint("method IN ('auto', 'inspection', 'manual')", name="method"),
        CheckConstraint("(method = 'manual') = (measure = '')", name="measure"),
        CheckConstraint("effect IN ('score', 'bonus', 'deduct', 'veto')", name="effect"),
        CheckConstraint("weight >= 0 AND deduction >= 0 AND cap >= 0", name="points"),
        Index("ix_scheme_items_scheme", "township_id", "scheme_id", "position"),
    )

    scheme_id: Mapped[int] = mapped_column(Key)
    position: Mapped[int] = mapped_column(default=0)
    section: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    method: Mapped[str]
    measure: Mapped[str] = mapped_column(default="")
    effect: Mapped[str] = mapped_column(default="score")
    weight: Mapped[Decimal] = mapped_column(POINTS)
    deduction: Mapped[Decimal] = mapped_column(POINTS)
    cap: Mapped[Decimal] = mapped_column(POINTS)
    evidence: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class Score(TenantOwned, Model):
    """A tenant's score under a scheme: draft, shown to the tenant, then final and frozen.

    The tenant may object to a shown one up to and with `objections_until`.
    """

    __tablename__ = "scores"
    __table_args__ = (
        referable_in_tenant(),
        within_township("tenants", "tenant_id"),
        within_township("schemes", "scheme_id"),
        UniqueConstraint("township_id", "scheme_id", "tenant_id"),
        CheckConstraint("state IN ('draft', 'shown', 'final')", name="state"),
        CheckConstraint(
            "state = 'draft' OR (shown_at IS NOT NULL AND objections_until IS NOT NULL)",
            name="shown",
        ),
    )

    scheme_id: Mapped[int] = mapped_column(Key)
    state: Mapped[str] = mapped_column(default="draft")
    total: Mapped[Decimal] = mapped_column(POINTS, default=0)
    vetoed: Mapped[bool] = mapped_column(default=False)
    shown_at: Mapped[datetime | None]
    objections_until: Mapped[date | None]
    final_at: Mapped[datetime | None]
    frozen: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class ScoreLine(TenantOwned, Model):
    """One indicator's points, and the arithmetic that led to them."""

    __tablename__ = "score_lines"
    __table_args__ = (
        referable_in_tenant(),
        within_tenant("scores", "score_id"),
        within_township("scheme_items", "scheme_item_id"),
        within_township("staff", "entered_by"),
        UniqueConstraint("township_id", "score_id", "scheme_item_id"),
    )

    score_id: Mapped[int] = mapped_column(Key)
    scheme_item_id: Mapped[int] = mapped_column(Key)
    faults: Mapped[int] = mapped_column(default=0)
    points: Mapped[Decimal] = mapped_column(POINTS, default=0)
    arithmetic: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    evidence: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[int | None] = mapped_column(Key)
    entered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class Objection(TenantOwned, Model):
    """A tenant's one objection to a line, its answer, and the points before and after."""

    __tablename__ = "objections"
    __table_args__ = (
        referable_in_tenant(),
        within_tenant("score_lines", "line_id"),
        within_township("staff", "raised_by"),
        within_township("staff", "answered_by"),
        CheckConstraint("state IN ('raised', 'accepted', 'refused')", name="state"),
        CheckConstraint("answered_by IS NULL OR answered_by <> raised_by", name="second_person"),
        CheckConstraint(
            "state = 'raised' OR (answered_by IS NOT NULL AND answer <> ''"
            " AND points_before IS NOT NULL AND points_after IS NOT NULL)",
            name="answered",
        ),
        UniqueConstraint("township_id", "line_id"),
    )

    line_id: Mapped[int] = mapped_column(Key)
    text: Mapped[str]
    raised_by: Mapped[int] = mapped_column(Key)
    raised_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="raised")
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(Key)
    answered_at: Mapped[datetime | None]
    points_before: Mapped[Decimal | None] = mapped_column(POINTS)
    points_after: Mapped[Decimal | None] = mapped_column(POINTS)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface


class ScoreFile(TenantOwned, Model):
    """A paper or photo that proves a line entered by hand, or an objection to it.

    Only the cleaned copy is kept.
    """

    __tablename__ = "score_files"
    __table_args__ = (
        within_tenant("score_lines", "line_id"),
        within_tenant("objections", "objection_id"),
        within_township("staff", "added_by"),
        Index("ix_score_files_line", "township_id", "line_id"),
    )

    line_id: Mapped[int] = mapped_column(Key)
    objection_id: Mapped[int | None] = mapped_column(Key)
    name: Mapped[str]
    storage_key: Mapped[str]
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    added_by: Mapped[int] = mapped_column(Key)
    added_at: Mapped[datetime]
