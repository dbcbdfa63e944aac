"""The index of tokens: a virtual table of FTS5 on SQLite, a GIN index on PostgreSQL.

This is the only module that knows the table. It holds a key and tokens, no text, and its keys
mean nothing by themselves: whoever looks something up joins them to rows of the session's
scope. On PostgreSQL nobody but the function `find_grams` can read it, within one township.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ARRAY, Subquery, Text, bindparam, cast, column, delete, func, insert, select
from sqlalchemy import table as bare_table
from sqlalchemy.orm import Session

from ogi.platform.db.engine import dialect_of

NAME = "search_grams"
EVERYTHING = -1
_FTS = bare_table(NAME, column("rowid"), column("words"), column(NAME))
_GIN = bare_table(NAME, column("id"), column("township_id"), column("tenant_id"), column("words"))


def add_tokens(
    session: Session, key: int, tokens: Collection[str], *, township_id: int, tenant_id: int
) -> None:
    """Let a key be found by its tokens."""
    if dialect_of(session) == "sqlite":
        session.execute(insert(_FTS).values(rowid=key, words=_joined(tokens)))
        return
    words = func.array_to_tsvector(cast(bindparam(None, sorted(tokens)), ARRAY(Text)))
    session.execute(
        insert(_GIN).values(id=key, township_id=township_id, tenant_id=tenant_id, words=words)
    )


def remove_tokens(session: Session, key: int, tokens: Collection[str]) -> None:
    """Let a key be found no more; the tokens are those that it was added with."""
    if dialect_of(session) == "sqlite":
        gone = {NAME: "delete", "rowid": key, "words": _joined(tokens)}
        session.execute(insert(_FTS).values(gone))
        return
    session.execute(delete(_GIN).where(_GIN.c.id == key))


def matching(
    session: Session,
    clauses: Sequence[Sequence[str]],
    *,
    between: tuple[int, int],
    most: int = EVERYTHING,
) -> Subquery:
    """Return the keys that meet every clause, as a subquery with a column `key`, highest first."""
    if dialect_of(session) == "sqlite":
        wanted = " AND ".join(f"({' OR '.join(clause)})" for clause in clauses)
        found = (
            select(_FTS.c.rowid.label("key"))
            .where(_FTS.c[NAME].op("MATCH")(wanted), _FTS.c.rowid.between(*between))
            .order_by(_FTS.c.rowid.desc())
            .limit(most)
        )
        return found.subquery("grams")
    wanted = " & ".join(f"({' | '.join(map(repr, clause))})" for clause in clauses)
    return select(func.find_grams(wanted, *between, most).label("key")).subquery("grams")


def _joined(tokens: Collection[str]) -> str:
    return " ".join(sorted(tokens))


def optimize_grams(connection: Any) -> None:
    """Merge the index of a SQLite file into one piece, in which nothing removed is left.

    Takes a connection of the driver.
    """
    there = f"SELECT 1 FROM sqlite_master WHERE name = '{NAME}'"  # noqa: S608 - a constant
    if connection.execute(there).fetchone():
        connection.execute(f"INSERT INTO {NAME}({NAME}) VALUES('optimize')")
