"""The words of what stands on the boards, and the index by which they are found."""

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import Wall, drop_tables, is_postgresql, raise_walls
from ogi.platform.db.model import Key
from ogi.platform.db.rls import APP_ROLE, policy_statements

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ON_BOARD = (
    "EXISTS (SELECT 1 FROM postings p WHERE p.township_id = posting_texts.township_id"
    " AND p.id = posting_texts.posting_id AND p.state = 'published')"
)
TABLES = (Wall("posting_texts", owner="tenant", public=ON_BOARD),)
GRAMS = "search_grams"
SCOPE = "NULLIF(current_setting('ogi.township', true), '')::bigint"
FINDER = "find_grams(wanted text, since bigint, until bigint, most bigint)"
FIND = f"""
CREATE FUNCTION {FINDER} RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public SET enable_seqscan = off SET jit = off
AS $$
  SELECT id FROM public.{GRAMS}
  WHERE words @@ wanted::tsquery AND township_id = (SELECT {SCOPE})
    AND id + 0 BETWEEN since AND until
  ORDER BY id + 0 DESC LIMIT NULLIF(most, -1)
$$
"""  # noqa: S608 - constants only
"""Runs as the owner, whom the policy does not bind: under a policy no index on words is used.

`id + 0` keeps the planner from going through all keys beside the words, or instead of them.
"""
SHORT_ROWS = f"ALTER TABLE {GRAMS} SET (toast_tuple_target = 128)"
"""Tokens lie beside the rows, so that a thousand rows are a few pages."""


def upgrade() -> None:
    op.add_column("attachments", sa.Column("text", sa.Text(), nullable=True))
    op.create_table(
        "posting_texts",
        sa.Column("posting_id", Key, nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "posting_id"],
            ["postings.township_id", "postings.tenant_id", "postings.id"],
            name=op.f("fk_posting_texts_township_id_tenant_id_posting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f("fk_posting_texts_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_texts")),
        sa.UniqueConstraint("key", name=op.f("uq_posting_texts_key")),
        sa.UniqueConstraint(
            "township_id", "posting_id", name=op.f("uq_posting_texts_township_id_posting_id")
        ),
    )
    op.create_index(op.f("ix_posting_texts_township_id"), "posting_texts", ["township_id"])
    op.create_index("ix_posting_texts_unread", "posting_texts", ["township_id", "unread"])
    raise_walls(TABLES)
    if is_postgresql():
        _make_index()
    else:
        op.execute(
            f"CREATE VIRTUAL TABLE {GRAMS} USING"
            " fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')"
        )


def _make_index() -> None:
    """Make the index, which the application may fill and nobody but the finder may read."""
    op.execute(
        f"CREATE TABLE {GRAMS} (id bigint PRIMARY KEY, township_id bigint NOT NULL,"
        " tenant_id bigint NOT NULL, words tsvector NOT NULL)"
    )
    op.execute(SHORT_ROWS)
    op.execute(f"CREATE INDEX ix_{GRAMS}_words ON {GRAMS} USING gin (words)")
    made = policy_statements(GRAMS, tenant_owned=True)
    for statement in made:
        if "FORCE ROW LEVEL" not in statement:
            op.execute(statement)
    op.execute(
        f"GRANT INSERT, DELETE, SELECT (id, township_id, tenant_id) ON {GRAMS} TO {APP_ROLE}"
    )
    op.execute(FIND)
    signature = "find_grams(text, bigint, bigint, bigint)"
    op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {APP_ROLE}")


def downgrade() -> None:
    if is_postgresql():
        op.execute("DROP FUNCTION find_grams(text, bigint, bigint, bigint)")
    op.execute(f"DROP TABLE {GRAMS}")
    drop_tables(TABLES)
    op.drop_column("attachments", "text")
