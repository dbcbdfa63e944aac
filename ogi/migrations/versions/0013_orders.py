"""Findings, orders to put them right, and what followed."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import (
    Wall,
    drop_refusal,
    drop_tables,
    raise_walls,
    refuse,
    refuse_where,
)
from ogi.platform.db.model import Json, Key, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("orders", owner="tenant"),
    Wall("audit_findings", owner="tenant", public="published_at IS NOT NULL"),
    Wall("order_events", owner="tenant", append_only=True),
    Wall("order_files", owner="tenant", append_only=True),
    Wall("order_findings", owner="tenant"),
)
LETTER = (
    "id", "township_id", "tenant_id", "year", "serial", "number", "due_on", "basis", "demands",
    "letter", "supersedes_id", "drafted_by", "sent_by", "sent_at", "created_at",
)  # fmt: skip
"""What never changes once an order was sent; a mistake is mended by an order of its own."""
ALTERED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in LETTER)
STANDS = "a sent order is never altered"
REFUSALS = {
    "orders_stand": (
        "UPDATE",
        f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {ALTERED})",
    ),
    "orders_remain": ("DELETE", "OLD.state <> 'draft'"),
}
OF_SENT = "EXISTS (SELECT 1 FROM orders o WHERE o.id = {row}.order_id AND o.state <> 'draft')"
LISTED = {
    "order_findings_added": ("INSERT", OF_SENT.format(row="NEW")),
    "order_findings_stand": (
        "UPDATE",
        f"{OF_SENT.format(row='OLD')} OR {OF_SENT.format(row='NEW')}",
    ),
    "order_findings_remain": ("DELETE", OF_SENT.format(row="OLD")),
}


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("demands", sa.Text(), nullable=False),
        sa.Column("letter", Json, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("supersedes_id", Key, nullable=True),
        sa.Column("drafted_by", Key, nullable=False),
        sa.Column("sent_by", Key, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR (serial IS NOT NULL AND sent_at IS NOT NULL)",
            name=op.f("ck_orders_sent"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'answered', 'reopened', 'closed', 'superseded')",
            name=op.f("ck_orders_state"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "drafted_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_orders_township_id_drafted_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "sent_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_orders_township_id_sent_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "supersedes_id"],
            ["orders.township_id", "orders.tenant_id", "orders.id"],
            name=op.f("fk_orders_township_id_tenant_id_supersedes_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_orders_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_orders_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_orders_township_id_tenant_id_id")
        ),
        sa.UniqueConstraint(
            "township_id", "year", "serial", name=op.f("uq_orders_township_id_year_serial")
        ),
    )
    op.create_index("ix_orders_tenant", "orders", ["township_id", "tenant_id", "state"])
    op.create_index(op.f("ix_orders_township_id"), "orders", ["township_id"])
    op.create_table(
        "audit_findings",
        sa.Column("entry_id", Key, nullable=True),
        sa.Column("indicator_id", Key, nullable=True),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("dismissal", sa.Text(), nullable=False),
        sa.Column("shown_at", MOMENT, nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("created_by", Key, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'ordered', 'cured', 'dismissed')",
            name=op.f("ck_audit_findings_state"),
        ),
        sa.CheckConstraint("faults >= 1", name=op.f("ck_audit_findings_faults")),
        sa.CheckConstraint(
            "published_at IS NULL OR (shown_at IS NOT NULL AND state <> 'dismissed')",
            name=op.f("ck_audit_findings_published"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "created_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_audit_findings_township_id_created_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "indicator_id"],
            ["indicators.township_id", "indicators.id"],
            name=op.f("fk_audit_findings_township_id_indicator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "entry_id"],
            ["visit_entries.township_id", "visit_entries.tenant_id", "visit_entries.id"],
            name=op.f("fk_audit_findings_township_id_tenant_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_audit_findings_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_audit_findings_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_findings")),
        sa.UniqueConstraint(
            "township_id", "entry_id", name=op.f("uq_audit_findings_township_id_entry_id")
        ),
        sa.UniqueConstraint(
            "township_id",
            "tenant_id",
            "id",
            name=op.f("uq_audit_findings_township_id_tenant_id_id"),
        ),
    )
    op.create_index(
        "ix_audit_findings_tenant", "audit_findings", ["township_id", "tenant_id", "state"]
    )
    op.create_index(op.f("ix_audit_findings_township_id"), "audit_findings", ["township_id"])
    op.create_table(
        "order_events",
        sa.Column("order_id", Key, nullable=False),
        sa.Column("entry_id", Key, nullable=True),
        sa.Column("finding_id", Key, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.Column("actor_id", Key, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "kind <> 'recheck' OR (entry_id IS NOT NULL AND finding_id IS NOT NULL)",
            name=op.f("ck_order_events_recheck"),
        ),
        sa.CheckConstraint(
            "(kind IN ('extension', 'reopened')) = (due_on IS NOT NULL)",
            name=op.f("ck_order_events_deadline"),
        ),
        sa.CheckConstraint(
            "kind IN ('answer', 'recheck', 'extension', 'reminder', 'circular', 'talk', 'accountability', 'reopened', 'closed')",
            name=op.f("ck_order_events_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "actor_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_order_events_township_id_actor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "entry_id"],
            ["visit_entries.township_id", "visit_entries.tenant_id", "visit_entries.id"],
            name=op.f("fk_order_events_township_id_tenant_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "finding_id"],
            ["audit_findings.township_id", "audit_findings.tenant_id", "audit_findings.id"],
            name=op.f("fk_order_events_township_id_tenant_id_finding_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "order_id"],
            ["orders.township_id", "orders.tenant_id", "orders.id"],
            name=op.f("fk_order_events_township_id_tenant_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_order_events_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_order_events_township_id_tenant_id_id")
        ),
    )
    op.create_index("ix_order_events_order", "order_events", ["township_id", "order_id"])
    op.create_index(op.f("ix_order_events_township_id"), "order_events", ["township_id"])
    op.create_table(
        "order_files",
        sa.Column("event_id", Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "event_id"],
            ["order_events.township_id", "order_events.tenant_id", "order_events.id"],
            name=op.f("fk_order_files_township_id_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_order_files_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_files")),
    )
    op.create_index("ix_order_files_event", "order_files", ["township_id", "event_id"])
    op.create_index(op.f("ix_order_files_township_id"), "order_files", ["township_id"])
    op.create_table(
        "order_findings",
        sa.Column("order_id", Key, nullable=False),
        sa.Column("finding_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "finding_id"],
            ["audit_findings.township_id", "audit_findings.tenant_id", "audit_findings.id"],
            name=op.f("fk_order_findings_township_id_tenant_id_finding_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "order_id"],
            ["orders.township_id", "orders.tenant_id", "orders.id"],
            name=op.f("fk_order_findings_township_id_tenant_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_order_findings_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_findings")),
        sa.UniqueConstraint(
            "township_id",
            "order_id",
            "finding_id",
            name=op.f("uq_order_findings_township_id_order_id_finding_id"),
        ),
    )
    op.create_index(op.f("ix_order_findings_township_id"), "order_findings", ["township_id"])
    raise_walls(TABLES)
    for name, (change, when) in REFUSALS.items():
        refuse(name, "orders", change, when, STANDS)
    for name, (change, where) in LISTED.items():
        refuse_where(name, "order_findings", change, where, STANDS)


def downgrade() -> None:
    for name in LISTED:
        drop_refusal(name, "order_findings")
    for name in REFUSALS:
        drop_refusal(name, "orders")
    drop_tables(TABLES)
