"""Getting the bytes of deleted words out of the database's own files.

SQLite overwrites what is deleted (`secure_delete`), but older pages stay in the write-ahead log
until it is cut, and what was deleted before the setting stays until the file is rewritten.
PostgreSQL keeps replaced rows until a table is rewritten; its own log and all backups keep them
longer, and no command of ours reaches those.
"""

import sqlite3

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ogi.platform.db.afterwards import after_commit
from ogi.platform.db.engine import dialect_of
from ogi.platform.db.grams import optimize_grams

log = structlog.get_logger("ogi.db")


def scrub_after_commit(session: Session) -> None:
    """Rewrite SQLite's files once the session's transaction is committed; PostgreSQL is left."""
    engine = session.get_bind().engine
    if dialect_of(session) == "sqlite":
        after_commit(session, lambda: _try_scrub(engine))


def scrub(engine: Engine, tables: tuple[str, ...] = ()) -> None:
    """Rewrite the database's files, on PostgreSQL these tables, without what was deleted.

    Waits for other connections; raises DBAPIError or sqlite3.Error when they do not give way.
    """
    if engine.dialect.name == "sqlite":
        _rewrite_sqlite(engine)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            connection.exec_driver_sql(f"VACUUM (FULL) {table}")


def _try_scrub(engine: Engine) -> None:
    """Rewrite the files; a busy database is left as it is, and that is logged."""
    try:
        _rewrite_sqlite(engine)
    except (sqlite3.Error, DBAPIError):
        log.exception("database not scrubbed; run `ogi database scrub`")


def _rewrite_sqlite(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        optimize_grams(connection)
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
