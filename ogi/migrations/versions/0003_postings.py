"""Postings, their steps and files; what is published stays as it was."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_refusal, drop_tables, raise_walls, refuse
from ogi.platform.db.model import Json, Key, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
PUBLISHED = "state IN ('published', 'withdrawn')"
PUBLISHED_FILE = (
    "EXISTS (SELECT 1 FROM postings p WHERE p.township_id = attachments.township_id"
    " AND p.id = attachments.posting_id AND p.state = 'published')"
)
# what no change may touch once a posting has been published
KEPT = (
    "township_id",
    "tenant_id",
    "item_id",
    "item_code",
    "board",
    "period_key",
    "period_label",
    "title",
    "source",
    "content",
    "report_category",
    "index_number",
    "drafter_id",
    "reviewer_id",
    "publisher_id",
    "submitted_at",
    "reviewed_at",
    "published_at",
    "claimed_on",
    "counted_on",
    "days_late",
    "imported_from",
)
CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in KEPT)
REFUSALS = {
    "postings_published_stays": ("UPDATE", f"OLD.{PUBLISHED} AND ({CHANGED})"),
    "postings_never_unpublished": ("UPDATE", f"OLD.{PUBLISHED} AND NOT NEW.{PUBLISHED}"),
    "postings_stay_withdrawn": (
        "UPDATE",
        (
            "OLD.state = 'withdrawn' AND (NEW.state <> 'withdrawn'"
            " OR NEW.withdrawal_reason IS DISTINCT FROM OLD.withdrawal_reason"
            " OR NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at"
            " OR NEW.withdrawn_by IS DISTINCT FROM OLD.withdrawn_by)"
        ),
    ),
    "postings_published_remains": ("DELETE", f"OLD.{PUBLISHED}"),
}
TABLES = (
    Wall("postings", owner="tenant", public=PUBLISHED),
    Wall("posting_steps", owner="tenant", append_only=True),
    Wall("attachments", owner="tenant", public=PUBLISHED_FILE),
    Wall("index_counters", owner="tenant"),
)


def upgrade() -> None:
    op.create_table(
        "postings",
        sa.Column("item_id", Key, nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("obligation_id", Key, nullable=True),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("period_label", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("report_category", sa.Text(), nullable=False),
        sa.Column("index_number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("drafter_id", Key, nullable=True),
        sa.Column("reviewer_id", Key, nullable=True),
        sa.Column("publisher_id", Key, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("reviewed_at", MOMENT, nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", Key, nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("imported_from", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR withdrawal_reason <> ''", name=op.f("ck_postings_withdrawal")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'approved', 'published', 'withdrawn', 'discarded')",
            name=op.f("ck_postings_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'withdrawn') OR (published_at IS NOT NULL AND index_number IS NOT NULL AND counted_on IS NOT NULL AND (imported_from <> '' OR (drafter_id IS NOT NULL AND reviewer_id IS NOT NULL AND publisher_id IS NOT NULL)))",
            name=op.f("ck_postings_published_by_three"),
        ),
        sa.CheckConstraint(
            "publisher_id IS NULL OR ((drafter_id IS NULL OR publisher_id <> drafter_id) AND (reviewer_id IS NULL OR publisher_id <> reviewer_id))",
            name=op.f("ck_postings_publisher_is_third"),
        ),
        sa.CheckConstraint(
            "reviewer_id IS NULL OR drafter_id IS NULL OR reviewer_id <> drafter_id",
            name=op.f("ck_postings_reviewer_is_not_drafter"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "drafter_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_postings_township_id_drafter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "item_id"],
            ["catalogue_items.township_id", "catalogue_items.id"],
            name=op.f("fk_postings_township_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "publisher_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_postings_township_id_publisher_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "reviewer_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_postings_township_id_reviewer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "obligation_id"],
            ["obligations.township_id", "obligations.tenant_id", "obligations.id"],
            name=op.f("fk_postings_township_id_tenant_id_obligation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_postings_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_postings_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint(
            "township_id", "index_number", name=op.f("uq_postings_township_id_index_number")
        ),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_postings_township_id_tenant_id_id")
        ),
    )
    op.create_index(
        "ix_postings_board",
        "postings",
        ["township_id", "tenant_id", "board", "state", "published_at"],
        unique=False,
    )
    op.create_index(
        "ix_postings_counted", "postings", ["township_id", "counted_on", "state"], unique=False
    )
    op.create_index(
        "ix_postings_obligation", "postings", ["township_id", "obligation_id"], unique=False
    )
    op.create_index(op.f("ix_postings_township_id"), "postings", ["township_id"], unique=False)
    op.create_table(
        "posting_steps",
        sa.Column("posting_id", Key, nullable=False),
        sa.Column("actor_id", Key, nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "actor_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_posting_steps_township_id_actor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "posting_id"],
            ["postings.township_id", "postings.tenant_id", "postings.id"],
            name=op.f("fk_posting_steps_township_id_tenant_id_posting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_posting_steps_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_steps")),
    )
    op.create_index(
        "ix_posting_steps_posting", "posting_steps", ["township_id", "posting_id"], unique=False
    )
    op.create_index(
        op.f("ix_posting_steps_township_id"), "posting_steps", ["township_id"], unique=False
    )
    op.create_table(
        "attachments",
        sa.Column("posting_id", Key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("kind IN ('photo', 'file')", name=op.f("ck_attachments_kind")),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "posting_id"],
            ["postings.township_id", "postings.tenant_id", "postings.id"],
            name=op.f("fk_attachments_township_id_tenant_id_posting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_attachments_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(
        "ix_attachments_posting", "attachments", ["township_id", "posting_id"], unique=False
    )
    op.create_index(
        op.f("ix_attachments_township_id"), "attachments", ["township_id"], unique=False
    )
    op.create_table(
        "index_counters",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_index_counters_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_index_counters_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_counters")),
        sa.UniqueConstraint(
            "township_id",
            "tenant_id",
            "prefix",
            name=op.f("uq_index_counters_township_id_tenant_id_prefix"),
        ),
    )
    op.create_index(
        op.f("ix_index_counters_township_id"), "index_counters", ["township_id"], unique=False
    )
    raise_walls(TABLES)
    for name, (change, when) in REFUSALS.items():
        refuse(name, "postings", change, when, "a published posting is not rewritten")


def downgrade() -> None:
    for name in REFUSALS:
        drop_refusal(name, "postings")
    drop_tables(TABLES)
