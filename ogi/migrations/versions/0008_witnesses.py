"""What witnesses saw of the publish logs; and the logs by kind of entry."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Key, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (Wall("ledger_witnesses", public="true", append_only=True),)


def upgrade() -> None:
    op.create_table(
        "ledger_witnesses",
        sa.Column("size", Key, nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.Column("witnessed_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('agreed', 'refused')", name=op.f("ck_ledger_witnesses_outcome")
        ),
        sa.CheckConstraint(
            "outcome = 'agreed' OR fault <> ''", name=op.f("ck_ledger_witnesses_fault")
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_ledger_witnesses_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_witnesses")),
    )
    op.create_index(op.f("ix_ledger_witnesses_township_id"), "ledger_witnesses", ["township_id"])
    raise_walls(TABLES)
    op.create_index("ix_ledger_entries_kind", "ledger_entries", ["township_id", "kind", "position"])


def downgrade() -> None:
    op.drop_index("ix_ledger_entries_kind", "ledger_entries")
    drop_tables(TABLES)
