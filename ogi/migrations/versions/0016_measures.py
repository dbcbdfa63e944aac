"""Photos, answers and likeness are measured as a posting goes out; older photos are counted now."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from ogi.migrations.walls import drop_refusal, is_postgresql, refuse

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = ("photos", "unanswered", "likeness")
EARLIER = ("breaks", "carry_breaks", "lines", "fingerprint")
MEASURED = "postings_measured_once"
OUT = "state IN ('published', 'withdrawn', 'corrected')"
# a digest of purged words goes with them
PURGE = "(OLD.taken_down_at IS NULL AND NEW.taken_down_at IS NOT NULL)"
# what was said to be answered, by the field's key or by its name, as JSON may write it
ASKED = ("answered_on", "答复日期", "\\u7b54\\u590d\\u65e5\\u671f")
PHOTOS = (
    "UPDATE postings SET photos = (SELECT count(*) FROM attachments a"  # noqa: S608 - constants only
    " WHERE a.township_id = postings.township_id AND a.posting_id = postings.id"
    f" AND a.kind = 'photo') WHERE township_id = :id AND kind = 'content' AND {OUT}"
)
UNASKED = (
    "UPDATE postings SET unanswered = 0 WHERE township_id = :id AND breaks IS NOT NULL"  # noqa: S608 - constants only
    f" AND {OUT} AND item_id NOT IN (SELECT i.id FROM catalogue_items i WHERE i.township_id = :id"
    " AND (instr(CAST(i.fields AS TEXT), :key) > 0 OR instr(CAST(i.fields AS TEXT), :name) > 0"
    " OR instr(CAST(i.fields AS TEXT), :coded) > 0))"
)


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("postings", sa.Column(name, sa.Integer(), nullable=True))
    gone = sa.text("state = 'withdrawn'")
    op.create_index(
        "ix_postings_gone", "postings", ["township_id", "tenant_id", "counted_on"],
        sqlite_where=gone, postgresql_where=gone,
    )  # fmt: skip
    _count_older()
    drop_refusal(MEASURED, "postings")
    _stay((*EARLIER, *COLUMNS))


def downgrade() -> None:
    drop_refusal(MEASURED, "postings")
    op.drop_index("ix_postings_gone", "postings")
    for name in reversed(COLUMNS):
        op.drop_column("postings", name)
    _stay(EARLIER)


def _count_older() -> None:
    """Count the photos of what is out; answers are still to be counted where any was asked for."""
    bind = op.get_bind()
    asked = dict(zip(("key", "name", "coded"), ASKED, strict=True))
    unasked = UNASKED.replace("instr(", "strpos(") if is_postgresql() else UNASKED
    for township in _townships():
        bind.execute(sa.text(PHOTOS), {"id": township})
        bind.execute(sa.text(unasked), {"id": township, **asked})


def _townships() -> Iterator[int]:
    """Yield each township, with the database's own wall open to it alone."""
    bind = op.get_bind()
    for township in bind.execute(sa.text("SELECT id FROM townships ORDER BY id")).scalars().all():
        if is_postgresql():
            enter = sa.text("SELECT set_config('ogi.township', :text, true)")
            bind.execute(enter, {"text": str(township)})
        yield township


def _stay(columns: tuple[str, ...]) -> None:
    changed = " OR ".join(
        f"OLD.{name} IS NOT NULL AND NEW.{name} IS DISTINCT FROM OLD.{name}"
        + (f" AND NOT {PURGE}" if name == "fingerprint" else "")
        for name in columns
    )
    message = "what was measured of a published posting stays"
    refuse(MEASURED, "postings", "UPDATE", f"OLD.{OUT} AND ({changed})", message)
