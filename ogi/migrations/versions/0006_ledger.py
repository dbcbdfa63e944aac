"""The publish log: entries, tree nodes, heads; and the salt of each posting's hash."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Key, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("ledger_entries", public="true", append_only=True),
    Wall("ledger_nodes", public="true", append_only=True),
    Wall("ledger_heads", public="true"),
)


def upgrade() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("position", Key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", Key, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_ledger_entries_position")),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_ledger_entries_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint(
            "township_id", "position", name=op.f("uq_ledger_entries_township_id_position")
        ),
    )
    op.create_index(op.f("ix_ledger_entries_township_id"), "ledger_entries", ["township_id"])
    op.create_index(
        "ix_ledger_entries_subject", "ledger_entries", ["township_id", "subject_type", "subject_id"]
    )
    op.create_table(
        "ledger_nodes",
        sa.Column("place", Key, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_ledger_nodes_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_nodes")),
        sa.UniqueConstraint("township_id", "place", name=op.f("uq_ledger_nodes_township_id_place")),
    )
    op.create_index(op.f("ix_ledger_nodes_township_id"), "ledger_nodes", ["township_id"])
    op.create_table(
        "ledger_heads",
        sa.Column("size", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_ledger_heads_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_heads")),
        sa.UniqueConstraint("township_id", name=op.f("uq_ledger_heads_township_id")),
    )
    op.create_index(op.f("ix_ledger_heads_township_id"), "ledger_heads", ["township_id"])
    op.add_column(
        "postings", sa.Column("ledger_salt", sa.Text(), nullable=False, server_default="")
    )
    raise_walls(TABLES)


def downgrade() -> None:
    op.drop_column("postings", "ledger_salt")
    drop_tables(TABLES)
