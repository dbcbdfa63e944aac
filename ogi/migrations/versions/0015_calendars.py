"""Private addresses of calendars; who wants the weekly mail, and where."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Key, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (Wall("calendar_feeds", at_the_door="read"),)
OF_STAFF = ("email", "digest", "digest_week")


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("tenant_id", Key, nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "staff_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_calendar_feeds_township_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_calendar_feeds_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_calendar_feeds_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    op.create_index(op.f("ix_calendar_feeds_township_id"), "calendar_feeds", ["township_id"])
    raise_walls(TABLES)
    op.add_column("staff", sa.Column("email", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "staff", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("staff", sa.Column("digest_week", sa.Date(), nullable=True))


def downgrade() -> None:
    for name in OF_STAFF:
        op.drop_column("staff", name)
    drop_tables(TABLES)
