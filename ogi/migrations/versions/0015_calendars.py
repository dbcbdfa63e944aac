"""Private addresses of calendars; the weekly mail; the duty roster is for everybody to read."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, is_postgresql, raise_walls
from ogi.platform.db.model import Key, UtcDateTime
from ogi.platform.db.rls import policy_statements

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (Wall("calendar_feeds", at_the_door="read"),)
# table: whether its rows are a tenant's
ROSTER = {"group_members": False, "tenant_leaders": True}
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
    _let_read("true")


def _let_read(public: str) -> None:
    """Put the roster's tables behind the wall anew, open to anonymous readers or not."""
    for table, tenant_owned in ROSTER.items() if is_postgresql() else ():
        op.execute(f"DROP POLICY scope ON {table}")
        made = policy_statements(table, tenant_owned=tenant_owned, public=public)
        op.execute(next(one for one in made if one.startswith("CREATE POLICY scope")))


def downgrade() -> None:
    _let_read("false")
    for name in OF_STAFF:
        op.drop_column("staff", name)
    drop_tables(TABLES)
