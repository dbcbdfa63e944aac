"""Where the log has a row's entry, and the short code that is printed beside it."""

from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.ledger import store
from ogi.platform.ledger.models import LedgerEntry
from ogi.platform.ledger.note import Checkpoint


class Record(NamedTuple):
    """An entry's number, counted from 1, and the code of the log as it then stood."""

    number: int
    code: str


def find_entry(session: Session, row: Any, kind: str) -> LedgerEntry | None:
    """Return the last entry of a kind about a row, or None where there is none."""
    wanted = (
        select(LedgerEntry)
        .where(
            LedgerEntry.township_id == row.township_id,
            LedgerEntry.subject_type == row.__tablename__,
            LedgerEntry.subject_id == row.id,
            LedgerEntry.kind == kind,
        )
        .order_by(LedgerEntry.position.desc())
    )
    return session.scalars(wanted).first()


def find_record(session: Session, row: Any, kind: str) -> Record | None:
    """Return the number and the code of a row's entry; they never change. None without one."""
    entry = find_entry(session, row, kind)
    if entry is None:
        return None
    number = entry.position + 1
    root = store.root_at(session, row.township_id, number)
    return Record(number, Checkpoint("", number, root).short_code)
