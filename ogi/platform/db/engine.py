"""Engines: SQLite made durable and honest about locking, PostgreSQL as it is."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from ogi.platform.db.session import READ_ONLY

BUSY_TIMEOUT_MS = 10_000
FOLDER = "ogi_folder"


def make_engine(url: str) -> Engine:
    """Return an engine for a SQLite or PostgreSQL address, ready for scoped sessions."""
    engine = create_engine(make_url(url))
    prepare_engine(engine)
    return engine


def prepare_engine(engine: Engine) -> None:
    """Set the pragmas and the locking of SQLite; nothing to do elsewhere.

    Writers begin with BEGIN IMMEDIATE: a deferred transaction that reads and then writes
    fails under concurrency however long the busy timeout is. FULL synchronisation keeps
    every acknowledged write over a power cut. What is deleted is overwritten: a leak that is
    taken down leaves no bytes in the file.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


def dialect_of(session: Session) -> str:
    """Return the kind of database behind a session: "sqlite" or "postgresql"."""
    return session.get_bind().dialect.name


def tell_folder(engine: Engine, folder: Path) -> None:
    """Tell an engine in which data folder the files beside its database lie."""
    engine.update_execution_options(**{FOLDER: folder})


def folder_of(session: Session) -> Path | None:
    """Return the data folder beside a session's database, or None where none was told."""
    found = session.get_bind().get_execution_options().get(FOLDER)
    return None if found is None else Path(found)


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
