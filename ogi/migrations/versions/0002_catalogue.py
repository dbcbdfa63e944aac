"""The catalogue, its legal texts, the calendar and the obligations."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Json, Key, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("catalogue_items", public="true"),
    Wall("legal_bases", public="true"),
    Wall("calendar_days", public="true"),
    Wall("calendar_years", public="true"),
    Wall("obligations", owner="tenant", public="true"),
    Wall("obligation_versions", owner="tenant", public="true"),
)


def upgrade() -> None:
    op.create_table(
        "catalogue_items",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("tenant_kinds", Json, nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("due_rule", Json, nullable=False),
        sa.Column("min_display_days", sa.Integer(), nullable=True),
        sa.Column("min_display_text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("personal_data", sa.Boolean(), nullable=False),
        sa.Column("report_category", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "board IN ('party', 'affairs', 'finance')", name=op.f("ck_catalogue_items_board")
        ),
        sa.CheckConstraint("layout IN ('record', 'table')", name=op.f("ck_catalogue_items_layout")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_catalogue_items_valid")
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_catalogue_items_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_items")),
        sa.UniqueConstraint(
            "township_id",
            "code",
            "valid_from",
            name=op.f("uq_catalogue_items_township_id_code_valid_from"),
        ),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_catalogue_items_township_id_id")),
    )
    op.create_index(
        op.f("ix_catalogue_items_township_id"), "catalogue_items", ["township_id"], unique=False
    )
    op.create_table(
        "legal_bases",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_legal_bases_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_bases")),
        sa.UniqueConstraint(
            "township_id",
            "code",
            "valid_from",
            name=op.f("uq_legal_bases_township_id_code_valid_from"),
        ),
    )
    op.create_index(
        op.f("ix_legal_bases_township_id"), "legal_bases", ["township_id"], unique=False
    )
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_calendar_days_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
        sa.UniqueConstraint("township_id", "day", name=op.f("uq_calendar_days_township_id_day")),
    )
    op.create_index(
        op.f("ix_calendar_days_township_id"), "calendar_days", ["township_id"], unique=False
    )
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_calendar_years_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_years")),
        sa.UniqueConstraint("township_id", "year", name=op.f("uq_calendar_years_township_id_year")),
    )
    op.create_index(
        op.f("ix_calendar_years_township_id"), "calendar_years", ["township_id"], unique=False
    )
    op.create_table(
        "obligations",
        sa.Column("item_id", Key, nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("event_title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_estimated", sa.Boolean(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posting_id", Key, nullable=True),
        sa.Column("disposition", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("declared_by", Key, nullable=True),
        sa.Column("declared_at", MOMENT, nullable=True),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "disposition IN ('nothing', 'withheld', 'waived')",
            name=op.f("ck_obligations_disposition"),
        ),
        sa.CheckConstraint(
            "disposition IS NULL OR reason <> ''", name=op.f("ck_obligations_reason")
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "item_id"],
            ["catalogue_items.township_id", "catalogue_items.id"],
            name=op.f("fk_obligations_township_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_obligations_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_obligations_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_obligations_township_id_tenant_id_id")
        ),
        sa.UniqueConstraint(
            "township_id",
            "tenant_id",
            "item_code",
            "period_key",
            name=op.f("uq_obligations_township_id_tenant_id_item_code_period_key"),
        ),
    )
    op.create_index(
        "ix_obligations_due", "obligations", ["township_id", "tenant_id", "due_on"], unique=False
    )
    op.create_index(
        op.f("ix_obligations_township_id"), "obligations", ["township_id"], unique=False
    )
    op.create_index(
        "ix_obligations_year",
        "obligations",
        ["township_id", "year", "tenant_id", "item_code"],
        unique=False,
    )
    op.create_table(
        "obligation_versions",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_obligation_versions_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_obligation_versions_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation_versions")),
        sa.UniqueConstraint(
            "township_id",
            "tenant_id",
            "year",
            name=op.f("uq_obligation_versions_township_id_tenant_id_year"),
        ),
    )
    op.create_index(
        op.f("ix_obligation_versions_township_id"),
        "obligation_versions",
        ["township_id"],
        unique=False,
    )
    raise_walls(TABLES)


def downgrade() -> None:
    drop_tables(TABLES)
