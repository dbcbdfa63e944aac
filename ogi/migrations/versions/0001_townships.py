"""Townships, tenants, people, the journal and long works."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, make_role, raise_walls
from ogi.platform.db.model import Json, Key, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("districts", owner="none"),
    Wall("townships", owner="itself"),
    Wall("tenants", public="true", at_the_door="read"),
    Wall("staff", at_the_door="read"),
    Wall("posts", at_the_door="read"),
    Wall("sign_ins", at_the_door="write"),
    Wall("sign_in_failures", owner="none"),
    Wall("journal", append_only=True),
    Wall("jobs"),
)


def upgrade() -> None:
    make_role()
    op.create_table(
        "districts",
        sa.Column("id", Key, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
        sa.UniqueConstraint("slug", name=op.f("uq_districts_slug")),
    )
    op.create_table(
        "townships",
        sa.Column("id", Key, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district_id", Key, nullable=True),
        sa.Column("settings", Json, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_townships_district_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_townships")),
        sa.UniqueConstraint("slug", name=op.f("uq_townships_slug")),
    )
    op.create_table(
        "tenants",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hotline", sa.Text(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=False),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("board_version", sa.Integer(), nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "kind IN ('village', 'department', 'office')", name=op.f("ck_tenants_kind")
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_tenants_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_tenants_township_id_id")),
        sa.UniqueConstraint("township_id", "name", name=op.f("uq_tenants_township_id_name")),
        sa.UniqueConstraint("township_id", "slug", name=op.f("uq_tenants_township_id_slug")),
    )
    op.create_index(op.f("ix_tenants_township_id"), "tenants", ["township_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_staff_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_staff_township_id_id")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_username")),
    )
    op.create_index(op.f("ix_staff_township_id"), "staff", ["township_id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("tenant_id", Key, nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "(tenant_id IS NOT NULL AND role IN ('drafter', 'reviewer', 'publisher')) OR (tenant_id IS NULL AND role IN ('supervisor', 'inspector', 'administrator', 'auditor'))",
            name=op.f("ck_posts_role"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "staff_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_posts_township_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_posts_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_posts_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("township_id", "id", name=op.f("uq_posts_township_id_id")),
    )
    op.create_index("ix_posts_staff", "posts", ["township_id", "staff_id"], unique=False)
    op.create_index(op.f("ix_posts_township_id"), "posts", ["township_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("staff_id", Key, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "staff_id"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_sign_ins_township_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_sign_ins_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index(op.f("ix_sign_ins_township_id"), "sign_ins", ["township_id"], unique=False)
    op.create_table(
        "sign_in_failures",
        sa.Column("id", Key, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
        sa.UniqueConstraint("subject", name=op.f("uq_sign_in_failures_subject")),
    )
    op.create_table(
        "journal",
        sa.Column("tenant_id", Key, nullable=True),
        sa.Column("actor_id", Key, nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", Key, nullable=True),
        sa.Column("detail", Json, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_journal_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_township_at", "journal", ["township_id", "at"], unique=False)
    op.create_index(op.f("ix_journal_township_id"), "journal", ["township_id"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("tenant_id", Key, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("arguments", Json, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("result_key", sa.Text(), nullable=True),
        sa.Column("result_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("asked_by", Key, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("heartbeat_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_jobs_state")
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "asked_by"],
            ["staff.township_id", "staff.id"],
            name=op.f("fk_jobs_township_id_asked_by"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id"],
            ["tenants.township_id", "tenants.id"],
            name=op.f("fk_jobs_township_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_jobs_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_asked", "jobs", ["township_id", "asked_by", "asked_at"], unique=False)
    op.create_index(op.f("ix_jobs_township_id"), "jobs", ["township_id"], unique=False)
    raise_walls(TABLES)


def downgrade() -> None:
    drop_tables(TABLES)
