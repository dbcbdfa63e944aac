"""How often each posting is opened, by day; and the newest of a township found at once."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Key

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = (Wall("posting_views", owner="tenant"),)


def upgrade() -> None:
    op.create_table(
        "posting_views",
        sa.Column("posting_id", Key, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_posting_views_count")),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "posting_id"],
            ["postings.township_id", "postings.tenant_id", "postings.id"],
            name=op.f("fk_posting_views_township_id_tenant_id_posting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_posting_views_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_views")),
        sa.UniqueConstraint(
            "township_id",
            "tenant_id",
            "posting_id",
            "day",
            name=op.f("uq_posting_views_township_id_tenant_id_posting_id_day"),
        ),
    )
    op.create_index(op.f("ix_posting_views_township_id"), "posting_views", ["township_id"])
    op.create_index("ix_postings_newest", "postings", ["township_id", "published_at"])
    raise_walls(TABLES)


def downgrade() -> None:
    op.drop_index("ix_postings_newest", "postings")
    drop_tables(TABLES)
