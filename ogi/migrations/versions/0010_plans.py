"""The plan of the year: tasks, and each tenant's share of them."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, raise_walls
from ogi.platform.db.model import Key, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("work_plans"),
    Wall("plan_tasks"),
    Wall("task_shares", owner="tenant"),
)


def upgrade() -> None:
    op.create_table(
        "work_plans",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("key_points", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_work_plans_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_plans")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_work_plans_township_id_id")),
        sa.UniqueConstraint("township_id", "year", name=op.f("uq_work_plans_township_id_year")),
    )
    op.create_index(op.f("ix_work_plans_township_id"), "work_plans", ["township_id"])
    op.create_table(
        "plan_tasks",
        sa.Column("plan_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "plan_id"],
            ["work_plans.township_id", "work_plans.id"],
            name=op.f("fk_plan_tasks_township_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_plan_tasks_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_tasks")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_plan_tasks_township_id_id")),
    )
    op.create_index("ix_plan_tasks_plan", "plan_tasks", ["township_id", "plan_id", "position"])
    op.create_index(op.f("ix_plan_tasks_township_id"), "plan_tasks", ["township_id"])
    op.create_table(
        "task_shares",
        sa.Column("task_id", Key, nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reported_by", Key, nullable=True),
        sa.Column("reported_at", MOMENT, nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_task_shares_progress")),
        sa.ForeignKeyConstraint(
            ["township_id", "reported_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_task_shares_township_id_reported_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "task_id"],
            ["plan_tasks.township_id", "plan_tasks.id"],
            name=op.f("fk_task_shares_township_id_task_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_task_shares_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_task_shares_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_shares")),
        sa.UniqueConstraint(
            "township_id",
            "task_id",
            "tenant_id",
            name=op.f("uq_task_shares_township_id_task_id_tenant_id"),
        ),
    )
    op.create_index("ix_task_shares_tenant", "task_shares", ["township_id", "tenant_id", "due_on"])
    op.create_index(op.f("ix_task_shares_township_id"), "task_shares", ["township_id"])
    raise_walls(TABLES)


def downgrade() -> None:
    drop_tables(TABLES)
