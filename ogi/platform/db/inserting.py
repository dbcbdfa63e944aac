"""Rows that are made once, whoever comes first."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ogi.platform.db.engine import dialect_of

CHUNK = 2_000
"""Rows in one INSERT statement."""
INSERTS: dict[str, Callable[..., postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def insert_missing(session: Session, entity: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in bulk; one that another transaction has just made is left as it is."""
    insert = INSERTS[dialect_of(session)]
    for start in range(0, len(rows), CHUNK):
        statement = insert(entity).on_conflict_do_nothing()
        session.execute(statement, [dict(row) for row in rows[start : start + CHUNK]])
