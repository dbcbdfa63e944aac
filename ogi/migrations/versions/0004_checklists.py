"""The maintained summary behind the checklist."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Json, Key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (Wall("checklist_rows", owner="tenant"),)


def upgrade() -> None:
    op.create_table(
        "checklist_rows",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("soon_days", sa.Integer(), nullable=False),
        sa.Column("cells", Json, nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_checklist_rows_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_checklist_rows_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_rows")),
        sa.UniqueConstraint(
            "township_id",
            "tenant_id",
            "year",
            name=op.f("uq_checklist_rows_township_id_tenant_id_year"),
        ),
    )
    op.create_index(
        op.f("ix_checklist_rows_township_id"), "checklist_rows", ["township_id"], unique=False
    )
    raise_walls(TABLES)


def downgrade() -> None:
    drop_tables(TABLES)
