"""The chain of steps, editions, takedowns, sealed originals, and the guard's rulings."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from ogi.migrations.chain_gates import GATES, OLD_OUT, OLD_REFUSALS, OUT, REFUSALS, STAYS
from ogi.migrations.purging import forbid_purge, let_purge
from ogi.migrations.reshaping import point, reshape
from ogi.migrations.walls import (
    Wall,
    drop_refusal,
    drop_tables,
    is_postgresql,
    raise_walls,
    refuse,
    refuse_where,
)
from ogi.platform.db.model import Json, Key, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime()
TABLES = (
    Wall("posting_clearances", owner="tenant", append_only=True),
    Wall("guard_rulings", owner="tenant"),
)
POSTING_COLUMNS: tuple[tuple[str, Any, str | None], ...] = (
    ("kind", sa.Text(), "content"),
    ("chain", sa.Text(), ""),
    ("awaiting", sa.Text(), ""),
    ("round", sa.Integer(), "0"),
    ("bypassed", sa.Text(), ""),
    ("bypass_reason", sa.Text(), ""),
    ("signed_off_at", MOMENT, None),
    ("vetted_at", MOMENT, None),
    ("cleared_at", MOMENT, None),
    ("embargo_until", MOMENT, None),
    ("scheduled_at", MOMENT, None),
    ("scheduled_by", Key, None),
    ("edition", sa.Integer(), "1"),
    ("corrects_id", Key, None),
    ("superseded_by_id", Key, None),
    ("correction_note", sa.Text(), ""),
    ("taken_down_at", MOMENT, None),
)
ATTACHMENT_COLUMNS: tuple[tuple[str, Any, str | None], ...] = (
    ("original_key", sa.Text(), ""),
    ("original_sha256", sa.Text(), ""),
    ("original_size", sa.Integer(), "0"),
    ("findings", Json, "[]"),
)
OLD_STATES = (
    "state IN ('draft', 'submitted', 'returned', 'approved', 'published', 'withdrawn', 'discarded')"
)
NEW_STATES = (
    "state IN ('draft', 'submitted', 'returned', 'approved', 'published', 'withdrawn',"
    " 'corrected', 'discarded')"
)
OLD_THREE = (
    "state NOT IN ('published', 'withdrawn') OR (published_at IS NOT NULL"
    " AND index_number IS NOT NULL AND counted_on IS NOT NULL AND (imported_from <> ''"
    " OR (drafter_id IS NOT NULL AND reviewer_id IS NOT NULL AND publisher_id IS NOT NULL)))"
)
NEW_THREE = (
    "state NOT IN ('published', 'withdrawn', 'corrected') OR (published_at IS NOT NULL"
    " AND index_number IS NOT NULL AND counted_on IS NOT NULL AND (imported_from <> ''"
    " OR (drafter_id IS NOT NULL AND publisher_id IS NOT NULL"
    " AND (reviewer_id IS NOT NULL OR bypassed LIKE '%review%'))))"
)
POSTING_CHECKS: dict[str, tuple[str | None, str | None]] = {
    "ck_postings_state": (OLD_STATES, NEW_STATES),
    "ck_postings_published_by_three": (OLD_THREE, NEW_THREE),
    "ck_postings_kind": (None, "kind IN ('content', 'nothing', 'withheld')"),
    "ck_postings_awaiting": (
        None,
        "awaiting IN ('', 'review', 'committee', 'secrecy', 'publish', 'clearing', 'filing')",
    ),
    "ck_postings_bypass": (None, "bypassed = '' OR bypass_reason <> ''"),
    "ck_postings_superseded": (None, "state <> 'corrected' OR superseded_by_id IS NOT NULL"),
}
POSTING_POINTERS = (
    point("postings", "scheduled_by", "staff", in_tenant=False),
    point("postings", "corrects_id", "postings", in_tenant=True),
    point("postings", "superseded_by_id", "postings", in_tenant=True),
)
OF_TOWNSHIP = "(tenant_id IS NULL AND role IN ('supervisor', 'inspector', 'administrator',"
OLD_ROLES = (
    "(tenant_id IS NOT NULL AND role IN ('drafter', 'reviewer', 'publisher'))"
    f" OR {OF_TOWNSHIP} 'auditor'))"
)
NEW_ROLES = (
    "(tenant_id IS NOT NULL AND role IN ('drafter', 'reviewer', 'publisher', 'secrecy',"
    f" 'committee')) OR {OF_TOWNSHIP} 'auditor', 'secrecy_officer'))"
)


def upgrade() -> None:
    for name in OLD_REFUSALS:
        drop_refusal(name, "postings")
    for name, kind, default in POSTING_COLUMNS:
        op.add_column("postings", _column(name, kind, default))
    for name, kind, default in ATTACHMENT_COLUMNS:
        op.add_column("attachments", _column(name, kind, default))
    reshape("postings", checks=POSTING_CHECKS, pointers=POSTING_POINTERS)
    reshape("posts", checks={"ck_posts_role": (OLD_ROLES, NEW_ROLES)})
    _index("ix_postings_awaiting", ["township_id", "awaiting", "tenant_id"])
    _index("ix_postings_corrects", ["township_id", "corrects_id"])
    _index("ix_postings_scheduled", ["township_id", "scheduled_at"])
    not_put_away = sa.text("state <> 'discarded'")
    op.create_index(
        "uq_postings_correction", "postings", ["township_id", "corrects_id"],
        unique=True, sqlite_where=not_put_away, postgresql_where=not_put_away,
    )  # fmt: skip
    _make_clearances()
    _make_rulings()
    raise_walls(TABLES)
    _let_read(OUT, "state IN ('published', 'corrected')")
    _take_up()
    for name, (change, when) in REFUSALS.items():
        refuse(name, "postings", change, when, STAYS)
    for name, (table, change, where) in GATES.items():
        refuse_where(name, table, change, where, f"{name}: refused")
    let_purge()


def _column(name: str, kind: Any, default: str | None) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=default is None, server_default=default)


def _index(name: str, columns: list[str]) -> None:
    op.create_index(name, "postings", columns)


def _make_clearances() -> None:
    op.create_table(
        "posting_clearances",
        sa.Column("posting_id", Key, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("actor_id", Key, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("signers", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("photo_key", sa.Text(), nullable=False),
        sa.Column("photo_sha256", sa.Text(), nullable=False),
        sa.Column("photo_type", sa.Text(), nullable=False),
        *_owner("posting_clearances"),
        sa.CheckConstraint(
            "step IN ('review', 'committee', 'secrecy', 'filing')",
            name=op.f("ck_posting_clearances_step"),
        ),
        sa.CheckConstraint(
            "opinion IN ('agree', 'open', 'mend', 'closed')",
            name=op.f("ck_posting_clearances_opinion"),
        ),
        sa.CheckConstraint(
            "step <> 'secrecy' OR basis <> ''", name=op.f("ck_posting_clearances_basis")
        ),
        _pointer("posting_clearances", "actor_id"),
    )
    op.create_index(
        "ix_posting_clearances_posting", "posting_clearances", ["township_id", "posting_id"]
    )
    op.create_index(
        op.f("ix_posting_clearances_township_id"), "posting_clearances", ["township_id"]
    )


def _make_rulings() -> None:
    op.create_table(
        "guard_rulings",
        sa.Column("posting_id", Key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("asked_by", Key, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ruled_by", Key, nullable=True),
        sa.Column("ruled_at", MOMENT, nullable=True),
        *_owner("guard_rulings"),
        sa.CheckConstraint(
            "state IN ('asked', 'overruled', 'refused')", name=op.f("ck_guard_rulings_state")
        ),
        sa.CheckConstraint(
            "ruled_by IS NULL OR ruled_by <> asked_by", name=op.f("ck_guard_rulings_second_person")
        ),
        sa.CheckConstraint(
            "state = 'asked' OR (ruled_by IS NOT NULL AND ruled_at IS NOT NULL AND reason <> '')",
            name=op.f("ck_guard_rulings_ruled"),
        ),
        _pointer("guard_rulings", "asked_by"),
        _pointer("guard_rulings", "ruled_by"),
        sa.UniqueConstraint(
            "township_id",
            "posting_id",
            "digest",
            name=op.f("uq_guard_rulings_township_id_posting_id_digest"),
        ),
    )
    op.create_index(op.f("ix_guard_rulings_township_id"), "guard_rulings", ["township_id"])


def _owner(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("tenant_id", Key, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("township_id", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["township_id", "tenant_id", "posting_id"],
            ["postings.township_id", "postings.tenant_id", "postings.id"],
            name=op.f(f"fk_{table}_township_id_tenant_id_posting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["township_id"], ["townships.id"], name=op.f(f"fk_{table}_township_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _pointer(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["township_id", column],
        ["staff.township_id", "staff.id"],
        name=op.f(f"fk_{table}_township_id_{column}"),
    )


def _let_read(states: str, of_files: str) -> None:
    """Let anybody read postings, and files of postings, that stand in these states."""
    if not is_postgresql():
        return
    _public("postings", states)
    _public(
        "attachments",
        "EXISTS (SELECT 1 FROM postings p WHERE p.township_id = attachments.township_id"  # noqa: S608 - constants only
        f" AND p.id = attachments.posting_id AND p.{of_files})",
    )


def _public(table: str, new: str) -> None:
    not_public = "current_setting('ogi.public', true) IS DISTINCT FROM 'on'"
    township = "NULLIF(current_setting('ogi.township', true), '')::bigint"
    tenant = "NULLIF(current_setting('ogi.tenant', true), '')::bigint"
    seen = (
        f"township_id = {township} AND ({not_public} OR ({new}))"
        f" AND ({tenant} IS NULL OR tenant_id = {tenant})"
    )
    op.execute(f"ALTER POLICY scope ON {table} USING ({seen}) WITH CHECK ({seen})")


def _take_up() -> None:
    """Put what is under way, and the townships' choices, on the chain that bound them so far."""
    bind = op.get_bind()
    for given in _townships():
        for state, step in (("submitted", "review"), ("approved", "publish")):
            bind.execute(
                sa.text(
                    "UPDATE postings SET chain = 'review', round = 1, awaiting = :step"
                    " WHERE township_id = :id AND state = :state"
                ),
                {"step": step, "state": state, **given},
            )
        bind.execute(sa.text(_SETTINGS[is_postgresql()]), given)


def _give_up() -> None:
    """Drop what the older tables cannot hold: posts of new kinds, editions, urgent publications."""
    for given in _townships():
        for statement in _GIVEN_UP:
            op.get_bind().execute(sa.text(statement), given)


def _townships() -> Iterator[dict[str, int]]:
    """Yield each township, with the database's own wall open to it alone."""
    bind = op.get_bind()
    for township in bind.execute(sa.text("SELECT id FROM townships ORDER BY id")).scalars().all():
        if is_postgresql():
            enter = sa.text("SELECT set_config('ogi.township', :text, true)")
            bind.execute(enter, {"text": str(township)})
        yield {"id": township}


_GIVEN_UP = (
    (
        "DELETE FROM posts WHERE township_id = :id"
        " AND role IN ('secrecy', 'committee', 'secrecy_officer')"
    ),
    (
        "UPDATE postings SET state = 'withdrawn', withdrawal_reason = '已更正',"
        " withdrawn_at = updated_at, withdrawn_by = publisher_id"
        " WHERE township_id = :id AND state = 'corrected'"
    ),
    (
        "UPDATE postings SET imported_from = '紧急公开' WHERE township_id = :id"
        " AND reviewer_id IS NULL AND bypassed <> ''"
    ),
)
_SETTINGS = {
    False: (
        "UPDATE townships SET settings = json_set(settings, '$.chain_party', 'review',"
        " '$.chain_affairs', 'review', '$.chain_finance', 'review') WHERE id = :id"
    ),
    True: (
        "UPDATE townships SET settings = settings || jsonb_build_object('chain_party', 'review',"
        " 'chain_affairs', 'review', 'chain_finance', 'review') WHERE id = :id"
    ),
}


def downgrade() -> None:
    forbid_purge()
    for name, (table, _, _) in GATES.items():
        drop_refusal(name, table)
    for name in REFUSALS:
        drop_refusal(name, "postings")
    drop_tables(TABLES)
    _let_read(OLD_OUT, "state = 'published'")
    for name in ("ix_postings_awaiting", "ix_postings_corrects", "ix_postings_scheduled"):
        op.drop_index(name, "postings")
    op.drop_index("uq_postings_correction", "postings")
    _give_up()
    back = {name: (new, old) for name, (old, new) in POSTING_CHECKS.items()}
    reshape("postings", checks=back, gone=POSTING_POINTERS)
    reshape("posts", checks={"ck_posts_role": (NEW_ROLES, OLD_ROLES)})
    for name, _, _ in reversed(ATTACHMENT_COLUMNS):
        op.drop_column("attachments", name)
    for name, _, _ in reversed(POSTING_COLUMNS):
        op.drop_column("postings", name)
    for name, (change, when) in OLD_REFUSALS.items():
        refuse(name, "postings", change, when, STAYS)
