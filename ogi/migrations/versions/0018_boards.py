"""The boards on the wall, and the sheets that hang on them."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Key, UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("boards", owner="tenant"),
    Wall("hung_sheets", owner="tenant"),
)
UP = sa.text("down_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "boards",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("boards", sa.Text(), nullable=False),
        sa.Column("width_cm", sa.Integer(), nullable=True),
        sa.Column("height_cm", sa.Integer(), nullable=True),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("hotline", sa.Text(), nullable=False),
        sa.Column("suggestion_box", sa.Boolean(), nullable=False),
        sa.Column("keeper", sa.Text(), nullable=False),
        sa.Column("keeper_phone", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("photo_key", sa.Text(), nullable=False),
        sa.Column("photo_type", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_boards_days")),
        sa.CheckConstraint("name <> '' AND boards <> ''", name=op.f("ck_boards_told")),
        sa.CheckConstraint(
            "(width_cm IS NULL OR width_cm > 0) AND (height_cm IS NULL OR height_cm > 0)",
            name=op.f("ck_boards_size"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_boards_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_boards_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boards")),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_boards_township_id_tenant_id_id")
        ),
    )
    op.create_index(op.f("ix_boards_township_id"), "boards", ["township_id"])
    op.create_index("ix_boards_tenant", "boards", ["township_id", "tenant_id"])
    op.create_table(
        "hung_sheets",
        sa.Column("board_id", Key, nullable=False),
        sa.Column("posting_id", Key, nullable=False),
        sa.Column("hung_on", sa.Date(), nullable=False),
        sa.Column("hung_by", Key, nullable=False),
        sa.Column("hung_at", MOMENT, nullable=False),
        sa.Column("down_on", sa.Date(), nullable=True),
        sa.Column("down_by", Key, nullable=True),
        sa.Column("down_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "down_on IS NULL OR down_on >= hung_on", name=op.f("ck_hung_sheets_days")
        ),
        sa.CheckConstraint(
            "(down_on IS NULL) = (down_at IS NULL)", name=op.f("ck_hung_sheets_down")
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "board_id"],
            ["boards.township_id", "boards.tenant_id", "boards.id"],
            name=op.f("fk_hung_sheets_township_id_tenant_id_board_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "posting_id"],
            ["postings.township_id", "postings.tenant_id", "postings.id"],
            name=op.f("fk_hung_sheets_township_id_tenant_id_posting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "hung_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_hung_sheets_township_id_hung_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "down_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_hung_sheets_township_id_down_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_hung_sheets_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hung_sheets")),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_hung_sheets_township_id_tenant_id_id")
        ),
    )
    op.create_index(op.f("ix_hung_sheets_township_id"), "hung_sheets", ["township_id"])
    op.create_index("ix_hung_sheets_posting", "hung_sheets", ["township_id", "posting_id"])
    op.create_index(
        "uq_hung_sheets_up",
        "hung_sheets",
        ["township_id", "board_id", "posting_id"],
        unique=True,
        sqlite_where=UP,
        postgresql_where=UP,
    )
    raise_walls(TABLES)


def downgrade() -> None:
    drop_tables(TABLES)
