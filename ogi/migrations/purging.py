"""Words in tables that are never changed: they go when their posting is taken down, and then only.

A leak of personal data has to be got rid of wherever it was copied to. What was done, by whom
and when stays for ever; the trigger lets nothing but the words be replaced, by one fixed text,
and only where the posting's own row says that it was taken down.
"""

from dataclasses import dataclass

from alembic import op

from ogi.migrations.walls import drop_refusal, is_postgresql, keep_rows, refuse_where
from ogi.platform.db.rls import APP_ROLE

GONE = "（内容已下架）"


@dataclass(frozen=True, slots=True)
class Words:
    """The columns of an append-only table that hold words, and those that never change.

    `left` is what the row may hold afterwards; `whose` finds the row's posting.
    """

    table: str
    words: tuple[str, ...]
    kept: tuple[str, ...]
    left: str
    whose: str


OWNER = ("id", "township_id", "tenant_id")
OF_POSTING = "p.id = NEW.posting_id"
PURGEABLE = (
    Words(
        "posting_steps",
        ("remark",),
        (*OWNER, "posting_id", "actor_id", "action", "at"),
        f"NEW.remark IN ('', '{GONE}')",
        OF_POSTING,
    ),
    Words(
        "posting_clearances",
        ("basis", "remark", "signers", "photo_key"),
        (*OWNER, "posting_id", "round", "step", "opinion", "actor_id", "at", "signed_on",
         "photo_sha256", "photo_type"),
        f"NEW.basis IN ('', '{GONE}') AND NEW.remark IN ('', '{GONE}')"
        f" AND NEW.signers IN ('', '{GONE}') AND NEW.photo_key = ''",
        OF_POSTING,
    ),
    Words(
        "journal",
        ("detail",),
        (*OWNER, "actor_id", "actor_name", "action", "subject_type", "subject_id", "at"),
        "CAST(NEW.detail AS TEXT) = '{}'",
        "(NEW.subject_type = 'postings' AND p.id = NEW.subject_id"
        " OR NEW.subject_type = 'obligations' AND p.obligation_id = NEW.subject_id)",
    ),
)  # fmt: skip


def let_purge() -> None:
    """Let words go where their posting was taken down; everything else stays as it was."""
    for one in PURGEABLE:
        drop_refusal(f"{one.table}_stay", one.table)
        refuse_where(f"{one.table}_stay", one.table, "UPDATE", _refused(one), _stays(one.table))
        if is_postgresql():
            op.execute(f"GRANT UPDATE ({', '.join(one.words)}) ON {one.table} TO {APP_ROLE}")


def forbid_purge() -> None:
    """Let no word go any more."""
    for one in PURGEABLE:
        drop_refusal(f"{one.table}_stay", one.table)
        drop_refusal(f"{one.table}_remain", one.table)
        keep_rows(one.table)
        if is_postgresql():
            op.execute(f"REVOKE UPDATE ({', '.join(one.words)}) ON {one.table} FROM {APP_ROLE}")


def _refused(one: Words) -> str:
    unequal = "IS DISTINCT FROM" if is_postgresql() else "IS NOT"
    changed = " OR ".join(f"NEW.{name} {unequal} OLD.{name}" for name in one.kept)
    taken_down = (
        "EXISTS (SELECT 1 FROM postings p WHERE p.township_id = NEW.township_id"  # noqa: S608 - constants only
        f" AND p.taken_down_at IS NOT NULL AND {one.whose})"
    )
    return f"({changed} OR NOT ({one.left}) OR NOT {taken_down})"


def _stays(table: str) -> str:
    return f"{table} is append-only"
