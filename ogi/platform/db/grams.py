"""The index of tokens: a virtual table of FTS5 on SQLite, a GIN index on PostgreSQL.

This is the only module that knows the table. It holds a key and tokens, no text, and its keys
mean nothing by themselves: whoever looks something up joins them to rows of the session's
scope. On PostgreSQL nobody but the function `find_grams` can read it, within one township.
"""

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Select,
    Subquery,
    Text,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    union_all,
)
from sqlalchemy import table as bare_table
from sqlalchemy.orm import Session

from ogi.platform.db.engine import dialect_of

NAME = "search_grams"
EVERYTHING = -1
_FIRST = bindparam("first_key", type_=BigInteger)
_LAST = bindparam("last_key", type_=BigInteger)
_MOST = bindparam("most_keys", type_=BigInteger)
_FTS = bare_table(NAME, column("rowid", BigInteger), column("words"), column(NAME))
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


@lru_cache
def matching(dialect: str, levels: int) -> Subquery:
    """Return what meets the clauses of each level, as a subquery with the columns key and level.

    Its parameters are what `questions` returns. The highest keys of each level come through.
    """
    find = _matching_fts if dialect == "sqlite" else _matching_gin
    found = [find(level).subquery() for level in range(levels)]
    each = [
        select(literal_column(str(at)).label("level"), one.c.key) for at, one in enumerate(found)
    ]
    return union_all(*each).subquery("grams")


def questions(
    dialect: str,
    levels: Sequence[Sequence[Sequence[str]]],
    *,
    between: tuple[int, int],
    most: int = EVERYTHING,
    apart: bool = False,
) -> dict[str, Any]:
    """Return the parameters of `matching`: the clauses of each level, keys, how many of each.

    `apart` leaves out of each level what meets the one before it.
    """
    write, without = WRITTEN[dialect]
    texts = [write(clauses) for clauses in levels]
    asked = {f"wanted_{level}": text for level, text in enumerate(texts)}
    if apart:
        for level, (before, text) in enumerate(pairwise(texts), start=1):
            asked[f"wanted_{level}"] = without.format(text, before)
    return asked | {"first_key": between[0], "last_key": between[1], "most_keys": most}


def _matching_fts(level: int) -> Select[Any]:
    return (
        select(_FTS.c.rowid.label("key"))
        .where(
            _FTS.c[NAME].op("MATCH")(bindparam(f"wanted_{level}", type_=Text)),
            _FTS.c.rowid.between(_FIRST, _LAST),
        )
        .order_by(_FTS.c.rowid.desc())
        .limit(_MOST)
    )


def _matching_gin(level: int) -> Select[Any]:
    wanted = bindparam(f"wanted_{level}", type_=Text)
    return select(func.find_grams(wanted, _FIRST, _LAST, _MOST).label("key"))


def _written_fts(clauses: Sequence[Sequence[str]]) -> str:
    return " AND ".join(f"({' OR '.join(clause)})" for clause in clauses)


def _written_gin(clauses: Sequence[Sequence[str]]) -> str:
    return " & ".join(f"({' | '.join(map(repr, clause))})" for clause in clauses)


WRITTEN: dict[str, tuple[Callable[[Sequence[Sequence[str]]], str], str]] = {
    "sqlite": (_written_fts, "({}) NOT ({})"),
    "postgresql": (_written_gin, "({}) & !({})"),
}
"""How clauses are written, and how others are left out."""


def _joined(tokens: Collection[str]) -> str:
    return " ".join(sorted(tokens))


def optimize_grams(connection: Any) -> None:
    """Merge the index of a SQLite file into one piece, in which nothing removed is left.

    Takes a connection of the driver.
    """
    there = f"SELECT 1 FROM sqlite_master WHERE name = '{NAME}'"  # noqa: S608 - a constant
    if connection.execute(there).fetchone():
        connection.execute(f"INSERT INTO {NAME}({NAME}) VALUES('optimize')")
