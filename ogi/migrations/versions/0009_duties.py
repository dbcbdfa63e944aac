"""The leading group, and each tenant's leader."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Key

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    Wall("group_members"),
    Wall("tenant_leaders", owner="tenant"),
)


def upgrade() -> None:
    op.create_table(
        "group_members",
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("staff_id", Key, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "part IN ('head', 'deputy', 'member', 'office')", name=op.f("ck_group_members_part")
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_group_members_days")),
        sa.ForeignKeyConstraint(
            ["township_id", "staff_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_group_members_township_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_group_members_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_members")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_group_members_township_id_id")),
    )
    op.create_index(op.f("ix_group_members_township_id"), "group_members", ["township_id"])
    op.create_table(
        "tenant_leaders",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_tenant_leaders_days")),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_tenant_leaders_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_tenant_leaders_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant_leaders")),
    )
    op.create_index("ix_tenant_leaders_tenant", "tenant_leaders", ["township_id", "tenant_id"])
    op.create_index(op.f("ix_tenant_leaders_township_id"), "tenant_leaders", ["township_id"])
    raise_walls(TABLES)


def downgrade() -> None:
    drop_tables(TABLES)
