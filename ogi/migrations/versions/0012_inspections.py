"""Inspections of the boards: checklists of their own, whom to look at, what was seen."""

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

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("indicator_sets"),
    Wall("indicators"),
    Wall("inspections"),
    Wall("visits", owner="tenant"),
    Wall("visit_entries", owner="tenant", append_only=True),
    Wall("visit_photos", owner="tenant", append_only=True),
)
HOLDS = (
    "EXISTS (SELECT 1 FROM posts JOIN inspections ON inspections.township_id = posts.township_id"
    " WHERE posts.township_id = NEW.township_id AND posts.staff_id = NEW.inspector_id"
    " AND posts.tenant_id = NEW.tenant_id AND inspections.id = {inspection}"
    " AND posts.since <= inspections.ends_on"
    " AND (posts.until IS NULL OR posts.until >= inspections.starts_on))"
)
"""The inspector holds a post in the inspected tenant on a day of the inspection."""
OF_VISIT = "(SELECT inspection_id FROM visits WHERE visits.id = NEW.visit_id)"
FREE = {
    "visits_free_added": ("visits", "INSERT", HOLDS.format(inspection="NEW.inspection_id")),
    "visits_free_changed": (
        "visits",
        "UPDATE",
        "NEW.inspector_id <> OLD.inspector_id AND " + HOLDS.format(inspection="NEW.inspection_id"),
    ),
    "visit_entries_free": ("visit_entries", "INSERT", HOLDS.format(inspection=OF_VISIT)),
}
FIXED = (
    "EXISTS (SELECT 1 FROM indicator_sets WHERE indicator_sets.id = {row}.set_id"
    " AND indicator_sets.township_id = {row}.township_id"
    " AND indicator_sets.fixed_on IS NOT NULL)"
)
STAYS = {
    "added": ("INSERT", ("NEW",)),
    "changed": ("UPDATE", ("OLD", "NEW")),
    "removed": ("DELETE", ("OLD",)),
}
"""The indicators of a checklist that was inspected by."""


def upgrade() -> None:
    op.create_table(
        "indicator_sets",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'in_use', 'retired')", name=op.f("ck_indicator_sets_state")
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_indicator_sets_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_sets")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_indicator_sets_township_id_id")),
    )
    op.create_index(op.f("ix_indicator_sets_township_id"), "indicator_sets", ["township_id"])
    op.create_table(
        "indicators",
        sa.Column("set_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("weight", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("deduction", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("cap", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "(method = 'auto') = (measure <> '')", name=op.f("ck_indicators_measure")
        ),
        sa.CheckConstraint(
            "method IN ('auto', 'manual', 'none')", name=op.f("ck_indicators_method")
        ),
        sa.CheckConstraint(
            "weight >= 0 AND deduction >= 0 AND cap >= 0", name=op.f("ck_indicators_points")
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "set_id"],
            ["indicator_sets.township_id", "indicator_sets.id"],
            name=op.f("fk_indicators_township_id_set_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_indicators_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_indicators_township_id_id")),
    )
    op.create_index("ix_indicators_set", "indicators", ["township_id", "set_id", "position"])
    op.create_index(op.f("ix_indicators_township_id"), "indicators", ["township_id"])
    op.create_table(
        "inspections",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("set_id", Key, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("drawn", Json, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("keeps_position", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("created_by", Key, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "kind IN ('planned', 'unannounced', 'recheck')", name=op.f("ck_inspections_kind")
        ),
        sa.CheckConstraint(
            "method IN ('all', 'random', 'risk', 'named')", name=op.f("ck_inspections_method")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'open', 'closed', 'cancelled')",
            name=op.f("ck_inspections_state"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_inspections_days")),
        sa.ForeignKeyConstraint(
            ["township_id", "created_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_inspections_township_id_created_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "set_id"],
            ["indicator_sets.township_id", "indicator_sets.id"],
            name=op.f("fk_inspections_township_id_set_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_inspections_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_inspections_township_id_id")),
    )
    op.create_index(op.f("ix_inspections_township_id"), "inspections", ["township_id"])
    op.create_table(
        "visits",
        sa.Column("inspection_id", Key, nullable=False),
        sa.Column("inspector_id", Key, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("state IN ('due', 'under_way', 'done')", name=op.f("ck_visits_state")),
        sa.ForeignKeyConstraint(
            ["township_id", "inspection_id"],
            ["inspections.township_id", "inspections.id"],
            name=op.f("fk_visits_township_id_inspection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "inspector_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_visits_township_id_inspector_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_visits_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_visits_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint(
            "township_id",
            "inspection_id",
            "tenant_id",
            name=op.f("uq_visits_township_id_inspection_id_tenant_id"),
        ),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_visits_township_id_tenant_id_id")
        ),
    )
    op.create_index("ix_visits_inspector", "visits", ["township_id", "inspector_id", "state"])
    op.create_index(op.f("ix_visits_township_id"), "visits", ["township_id"])
    op.create_table(
        "visit_entries",
        sa.Column("visit_id", Key, nullable=False),
        sa.Column("indicator_id", Key, nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("obligation_id", Key, nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("inspector_id", Key, nullable=False),
        sa.Column("captured_at", MOMENT, nullable=False),
        sa.Column("clock_off_s", sa.Integer(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("marks", Json, nullable=False),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "result IN ('ok', 'fault', 'not_assessable')", name=op.f("ck_visit_entries_result")
        ),
        sa.CheckConstraint("faults >= 0", name=op.f("ck_visit_entries_faults")),
        sa.ForeignKeyConstraint(
            ["township_id", "indicator_id"],
            ["indicators.township_id", "indicators.id"],
            name=op.f("fk_visit_entries_township_id_indicator_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "inspector_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_visit_entries_township_id_inspector_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "visit_id"],
            ["visits.township_id", "visits.tenant_id", "visits.id"],
            name=op.f("fk_visit_entries_township_id_tenant_id_visit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_visit_entries_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_entries")),
        sa.UniqueConstraint(
            "township_id", "client_key", name=op.f("uq_visit_entries_township_id_client_key")
        ),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_visit_entries_township_id_tenant_id_id")
        ),
    )
    op.create_index(op.f("ix_visit_entries_township_id"), "visit_entries", ["township_id"])
    op.create_index("ix_visit_entries_visit", "visit_entries", ["township_id", "visit_id"])
    op.create_table(
        "visit_photos",
        sa.Column("visit_id", Key, nullable=False),
        sa.Column("entry_key", sa.Text(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("inspector_id", Key, nullable=False),
        sa.Column("captured_at", MOMENT, nullable=False),
        sa.Column("clock_off_s", sa.Integer(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("marks", Json, nullable=False),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "inspector_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_visit_photos_township_id_inspector_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "visit_id"],
            ["visits.township_id", "visits.tenant_id", "visits.id"],
            name=op.f("fk_visit_photos_township_id_tenant_id_visit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_visit_photos_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_photos")),
        sa.UniqueConstraint(
            "township_id", "client_key", name=op.f("uq_visit_photos_township_id_client_key")
        ),
        sa.UniqueConstraint(
            "township_id", "tenant_id", "id", name=op.f("uq_visit_photos_township_id_tenant_id_id")
        ),
    )
    op.create_index(op.f("ix_visit_photos_township_id"), "visit_photos", ["township_id"])
    op.create_index("ix_visit_photos_visit", "visit_photos", ["township_id", "visit_id"])
    raise_walls(TABLES)
    for name, (table, change, where) in FREE.items():
        refuse_where(name, table, change, where, f"{name}: the inspector holds a post there")
    for name, (change, rows) in STAYS.items():
        fixed = " OR ".join(FIXED.format(row=row) for row in rows)
        refuse_where(
            f"indicators_{name}", "indicators", change, fixed,
            "indicators of a checklist in use stay",
        )  # fmt: skip
    refuse(
        "indicator_sets_fixed",
        "indicator_sets",
        "UPDATE",
        "OLD.fixed_on IS NOT NULL AND NEW.fixed_on IS DISTINCT FROM OLD.fixed_on",
        "a checklist in use stays so",
    )


def downgrade() -> None:
    drop_refusal("indicator_sets_fixed", "indicator_sets")
    for name in STAYS:
        drop_refusal(f"indicators_{name}", "indicators")
    for name, (table, _change, _where) in FREE.items():
        drop_refusal(name, table)
    drop_tables(TABLES)
