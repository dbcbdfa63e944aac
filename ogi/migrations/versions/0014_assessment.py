"""The year's assessment: schemes, scores, objections."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_refusal, drop_tables, raise_walls, refuse, refuse_where
from ogi.platform.db.model import Json, Key, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("schemes"),
    Wall("scheme_items"),
    Wall("scores", owner="tenant"),
    Wall("score_lines", owner="tenant"),
    Wall("objections", owner="tenant"),
    Wall("score_files", owner="tenant"),
)

STAYS = "a final score stays as it is"
FINAL_SCORE = "EXISTS (SELECT 1 FROM scores s WHERE s.id = {row}.score_id AND s.state = 'final')"
FINAL_LINE = (
    "EXISTS (SELECT 1 FROM score_lines l JOIN scores s ON s.id = l.score_id"
    " WHERE l.id = {row}.line_id AND s.state = 'final')"
)
FINAL_SCHEME = "EXISTS (SELECT 1 FROM schemes c WHERE c.id = {row}.scheme_id AND c.state = 'final')"
OF_FINAL = {
    "scheme_items": FINAL_SCHEME,
    "score_lines": FINAL_SCORE,
    "objections": FINAL_LINE,
    "score_files": FINAL_LINE,
}
"""By table: whether the row belongs to what is final."""
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
"""Which row is asked; one that is changed may neither leave what is final nor get there."""


def upgrade() -> None:
    op.create_table(
        "schemes",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("full_marks", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("tenant_kinds", Json, nullable=False),
        sa.Column("objection_days", sa.Integer(), nullable=False),
        sa.Column("ranks", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("computed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'in_use', 'final')", name=op.f("ck_schemes_state")),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_schemes_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schemes")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_schemes_township_id_id")),
        sa.UniqueConstraint("township_id", "year", name=op.f("uq_schemes_township_id_year")),
    )
    op.create_index(op.f("ix_schemes_township_id"), "schemes", ["township_id"])
    op.create_table(
        "scheme_items",
        sa.Column("scheme_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("weight", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("deduction", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("cap", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "(method = 'manual') = (measure = '')", name=op.f("ck_scheme_items_measure")
        ),
        sa.CheckConstraint(
            "effect IN ('score', 'bonus', 'deduct', 'veto')", name=op.f("ck_scheme_items_effect")
        ),
        sa.CheckConstraint(
            "method IN ('auto', 'inspection', 'manual')", name=op.f("ck_scheme_items_method")
        ),
        sa.CheckConstraint(
            "weight >= 0 AND deduction >= 0 AND cap >= 0", name=op.f("ck_scheme_items_points")
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "scheme_id"],
            ["schemes.township_id", "schemes.id"],
            name=op.f("fk_scheme_items_township_id_scheme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_scheme_items_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_items")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_scheme_items_township_id_id")),
    )
    op.create_index(
        "ix_scheme_items_scheme", "scheme_items", ["township_id", "scheme_id", "position"]
    )
    op.create_index(op.f("ix_scheme_items_township_id"), "scheme_items", ["township_id"])
    op.create_table(
        "scores",
        sa.Column("scheme_id", Key, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("vetoed", sa.Boolean(), nullable=False),
        sa.Column("shown_at", MOMENT, nullable=True),
        sa.Column("objections_until", sa.Date(), nullable=True),
        sa.Column("final_at", MOMENT, nullable=True),
        sa.Column("frozen", Json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'shown', 'final')", name=op.f("ck_scores_state")),
        sa.CheckConstraint(
            "state = 'draft' OR (shown_at IS NOT NULL AND objections_until IS NOT NULL)",
            name=op.f("ck_scores_shown"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "scheme_id"],
            ["schemes.township_id", "schemes.id"],
            name=op.f("fk_scores_township_id_scheme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_scores_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_scores_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
        sa.UniqueConstraint(
            "township_id",
            "scheme_id",
            "tenant_id",
            name=op.f("uq_scores_township_id_scheme_id_tenant_id"),
        ),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_scores_township_id_tenant_id_id")
        ),
    )
    op.create_index(op.f("ix_scores_township_id"), "scores", ["township_id"])
    op.create_table(
        "score_lines",
        sa.Column("score_id", Key, nullable=False),
        sa.Column("scheme_item_id", Key, nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("points", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("arithmetic", Json, nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("entered_by", Key, nullable=True),
        sa.Column("entered_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "entered_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_score_lines_township_id_entered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "scheme_item_id"],
            ["scheme_items.township_id", "scheme_items.id"],
            name=op.f("fk_score_lines_township_id_scheme_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "score_id"],
            ["scores.township_id", "scores.tenant_id", "scores.id"],
            name=op.f("fk_score_lines_township_id_tenant_id_score_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_score_lines_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_lines")),
        sa.UniqueConstraint(
            "township_id",
            "score_id",
            "scheme_item_id",
            name=op.f("uq_score_lines_township_id_score_id_scheme_item_id"),
        ),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_score_lines_township_id_tenant_id_id")
        ),
    )
    op.create_index(op.f("ix_score_lines_township_id"), "score_lines", ["township_id"])
    op.create_table(
        "objections",
        sa.Column("line_id", Key, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_by", Key, nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", Key, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("points_before", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("points_after", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "state IN ('raised', 'accepted', 'refused')", name=op.f("ck_objections_state")
        ),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by <> raised_by",
            name=op.f("ck_objections_second_person"),
        ),
        sa.CheckConstraint(
            "state = 'raised' OR (answered_by IS NOT NULL AND answer <> ''"
            " AND points_before IS NOT NULL AND points_after IS NOT NULL)",
            name=op.f("ck_objections_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "answered_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_objections_township_id_answered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "raised_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_objections_township_id_raised_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "line_id"],
            ["score_lines.township_id", "score_lines.tenant_id", "score_lines.id"],
            name=op.f("fk_objections_township_id_tenant_id_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_objections_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint(
            "township_id", "line_id", name=op.f("uq_objections_township_id_line_id")
        ),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_objections_township_id_tenant_id_id")
        ),
    )
    op.create_index(op.f("ix_objections_township_id"), "objections", ["township_id"])
    op.create_table(
        "score_files",
        sa.Column("line_id", Key, nullable=False),
        sa.Column("objection_id", Key, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by", Key, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "added_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_score_files_township_id_added_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "line_id"],
            ["score_lines.township_id", "score_lines.tenant_id", "score_lines.id"],
            name=op.f("fk_score_files_township_id_tenant_id_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "objection_id"],
            ["objections.township_id", "objections.tenant_id", "objections.id"],
            name=op.f("fk_score_files_township_id_tenant_id_objection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_score_files_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_files")),
    )
    op.create_index("ix_score_files_line", "score_files", ["township_id", "line_id"])
    op.create_index(op.f("ix_score_files_township_id"), "score_files", ["township_id"])
    raise_walls(TABLES)
    _freeze()


def _freeze() -> None:
    for table in ("schemes", "scores"):
        for change in ("UPDATE", "DELETE"):
            refuse(f"{table}_final_{change.lower()}", table, change, "OLD.state = 'final'", STAYS)
    for table, where in OF_FINAL.items():
        for change in ("INSERT", "UPDATE", "DELETE"):
            name = f"{table}_final_{change.lower()}"
            met = " OR ".join(where.format(row=row) for row in ROWS[change])
            refuse_where(name, table, change, met, STAYS)


def _thaw() -> None:
    for table in ("schemes", "scores"):
        for change in ("update", "delete"):
            drop_refusal(f"{table}_final_{change}", table)
    for table in OF_FINAL:
        for change in ("insert", "update", "delete"):
            drop_refusal(f"{table}_final_{change}", table)


def downgrade() -> None:
    _thaw()
    drop_tables(TABLES)
