"""What is measured of a posting as it goes out, and what finds it again for the indicators."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import drop_refusal, refuse

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = (
    ("breaks", sa.Integer()),
    ("carry_breaks", sa.Integer()),
    ("lines", sa.Integer()),
    ("fingerprint", sa.Text()),
)
INDEXES = {
    "ix_postings_days": ["township_id", "tenant_id", "counted_on", "state"],
    "ix_postings_alike": [
        "township_id", "tenant_id", "item_code", "fingerprint", "state", "period_key",
    ],
}  # fmt: skip
MEASURED = "postings_measured_once"
# a digest of purged words goes with them
PURGE = "(OLD.taken_down_at IS NULL AND NEW.taken_down_at IS NOT NULL)"
CHANGED = " OR ".join(
    f"OLD.{name} IS NOT NULL AND NEW.{name} IS DISTINCT FROM OLD.{name}"
    + (f" AND NOT {PURGE}" if name == "fingerprint" else "")
    for name, _ in COLUMNS
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("postings", sa.Column(name, kind, nullable=True))
    for name, columns in INDEXES.items():
        op.create_index(name, "postings", columns)
    late = sa.text("days_late > 0")
    op.create_index(
        "ix_postings_late", "postings", ["township_id", "tenant_id", "published_at"],
        sqlite_where=late, postgresql_where=late,
    )  # fmt: skip
    op.create_index("ix_attachments_kind", "attachments", ["township_id", "kind", "posting_id"])
    refuse(
        MEASURED,
        "postings",
        "UPDATE",
        f"OLD.state IN ('published', 'withdrawn', 'corrected') AND ({CHANGED})",
        "what was measured of a published posting stays",
    )


def downgrade() -> None:
    drop_refusal(MEASURED, "postings")
    op.drop_index("ix_attachments_kind", "attachments")
    for name in ("ix_postings_late", *INDEXES):
        op.drop_index(name, "postings")
    for name, _ in reversed(COLUMNS):
        op.drop_column("postings", name)
