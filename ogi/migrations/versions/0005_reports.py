"""Yearly reports, their frozen issues, and older years."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Json, Key, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("year_reports"),
    Wall("report_snapshots", public="true"),
    Wall("history_years", public="true"),
)


def upgrade() -> None:
    op.create_table(
        "year_reports",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sections", Json, nullable=False),
        sa.Column("tables", Json, nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("edited_by", Key, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'issued')", name=op.f("ck_year_reports_state")),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_year_reports_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_reports")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_year_reports_township_id_id")),
        sa.UniqueConstraint("township_id", "year", name=op.f("uq_year_reports_township_id_year")),
    )
    op.create_index(
        op.f("ix_year_reports_township_id"), "year_reports", ["township_id"], unique=False
    )
    op.create_table(
        "report_snapshots",
        sa.Column("report_id", Key, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("figures", Json, nullable=False),
        sa.Column("document", Json, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("issued_by", Key, nullable=True),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "report_id"],
            ["year_reports.township_id", "year_reports.id"],
            name=op.f("fk_report_snapshots_township_id_report_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_report_snapshots_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_snapshots")),
        sa.UniqueConstraint(
            "township_id",
            "report_id",
            "number",
            name=op.f("uq_report_snapshots_township_id_report_id_number"),
        ),
    )
    op.create_index(
        op.f("ix_report_snapshots_township_id"), "report_snapshots", ["township_id"], unique=False
    )
    op.create_table(
        "history_years",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("source_document", sa.Text(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("total >= 0", name=op.f("ck_history_years_total")),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_history_years_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_years")),
        sa.UniqueConstraint("township_id", "year", name=op.f("uq_history_years_township_id_year")),
    )
    op.create_index(
        op.f("ix_history_years_township_id"), "history_years", ["township_id"], unique=False
    )
    raise_walls(TABLES)


def downgrade() -> None:
    drop_tables(TABLES)
