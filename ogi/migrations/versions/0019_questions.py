"""What people ask on the portal, and the keys by which households find their own lines."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Key, UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("questions", owner="tenant", public="state IN ('open', 'answered')"),
    Wall("lookup_keys", owner="tenant"),
)
STAFF = ("moderated_by", "drafted_by", "answered_by")
POSTINGS = ("posting_id", "collected_id")


def upgrade() -> None:
    _make_questions()
    op.create_index(
        "ix_questions_state", "questions", ["township_id", "tenant_id", "state", "due_on"]
    )
    op.create_index("ix_questions_posting", "questions", ["township_id", "posting_id"])
    op.create_index("ix_questions_alike", "questions", ["township_id", "tenant_id", "fingerprint"])
    op.create_index(op.f("ix_questions_township_id"), "questions", ["township_id"])
    op.create_table(
        "lookup_keys",
        sa.Column("posting_id", Key, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        _of_posting("lookup_keys", "posting_id"),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_lookup_keys_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup_keys")),
    )
    op.create_index("ix_lookup_keys_digest", "lookup_keys", ["township_id", "tenant_id", "digest"])
    op.create_index("ix_lookup_keys_posting", "lookup_keys", ["township_id", "posting_id"])
    op.create_index(op.f("ix_lookup_keys_township_id"), "lookup_keys", ["township_id"])
    raise_walls(TABLES)


def _make_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("posting_id", Key, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("receipt_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("moderated_by", Key, nullable=True),
        sa.Column("moderated_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("drafted_by", Key, nullable=True),
        sa.Column("drafted_at", MOMENT, nullable=True),
        sa.Column("returned", sa.Text(), nullable=False),
        sa.Column("answered_by", Key, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("collected_id", Key, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        *_checks(),
        *(_of_posting("questions", column) for column in POSTINGS),
        *(_of_staff(column) for column in STAFF),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_questions_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_questions_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_questions_receipt_hash")),
    )


def _checks() -> list[sa.CheckConstraint]:
    said = {
        "kind": "kind IN ('opinion', 'question', 'objection')",
        "state": "state IN ('held', 'open', 'answered', 'refused', 'hidden')",
        "handler": "handler IN ('tenant', 'township')",
        "answered": "state <> 'answered' OR (answer <> '' AND answered_by IS NOT NULL"
        " AND answered_on IS NOT NULL)",
        "answered_by_two": "answered_by IS NULL OR (drafted_by IS NOT NULL"
        " AND answered_by <> drafted_by)",
        "reason": "state NOT IN ('refused', 'hidden') OR reason <> ''",
    }
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_questions_{name}")) for name, rule in said.items()
    ]


def _of_posting(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["township_id", "tenant_id", column],
        ["postings.township_id", "postings.tenant_id", "postings.id"],
        name=op.f(f"fk_{table}_township_id_tenant_id_{column}"),
    )


def _of_staff(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["township_id", column],
        ["staff.township_id", "staff.id"],
        name=op.f(f"fk_questions_township_id_{column}"),
    )


def downgrade() -> None:
    drop_tables(TABLES)
