"""All tables of the first release, and the walls between townships."""

from alembic import op

from ogi.platform.db import Model
from ogi.platform.db.rls import (
    grant_statements,
    policy_statements,
    role_statements,
    township_statements,
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PUBLISHED = "state IN ('published', 'withdrawn')"
PUBLISHED_FILE = (
    "EXISTS (SELECT 1 FROM postings p WHERE p.township_id = attachments.township_id"
    " AND p.id = attachments.posting_id AND p.state = 'published')"
)
# table: (tenant-owned, what anonymous readers see, readable while signing in)
WALLS = {
    "tenants": (False, "true", True),
    "staff": (False, "false", True),
    "posts": (False, "false", True),
    "sign_ins": (False, "false", True),
    "jobs": (False, "false", False),
    "journal": (False, "false", False),
    "catalogue_items": (False, "true", False),
    "legal_bases": (False, "true", False),
    "calendar_days": (False, "true", False),
    "calendar_years": (False, "true", False),
    "obligations": (True, "true", False),
    "obligation_versions": (True, "true", False),
    "postings": (True, PUBLISHED, False),
    "posting_steps": (True, "false", False),
    "attachments": (True, PUBLISHED_FILE, False),
    "index_counters": (True, "false", False),
    "checklist_rows": (True, "false", False),
    "year_reports": (False, "false", False),
    "report_snapshots": (False, "true", False),
    "history_years": (False, "true", False),
}


def upgrade() -> None:
    """Create the tables; on PostgreSQL also the role, its grants and the policies."""
    connection = op.get_bind()
    Model.metadata.create_all(connection)
    if connection.dialect.name != "postgresql":
        return
    for statement in role_statements():
        op.execute(statement)
    for table in Model.metadata.sorted_tables:
        for statement in grant_statements(table.name, append_only=table.name == "journal"):
            op.execute(statement)
    for statement in township_statements():
        op.execute(statement)
    for table_name, (tenant_owned, public, door) in WALLS.items():
        for statement in policy_statements(
            table_name, tenant_owned=tenant_owned, public=public, at_the_door=door
        ):
            op.execute(statement)


def downgrade() -> None:
    """Drop every table."""
    Model.metadata.drop_all(op.get_bind())
