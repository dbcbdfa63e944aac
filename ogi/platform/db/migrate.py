"""Running the numbered migrations, one starter at a time."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from ogi.platform.db.engine import prepare_engine

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
LOCK_NUMBER = 0x6F6769  # "ogi", any fixed number serves


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at this address up to a revision.

    Concurrent starters wait for one another: the whole upgrade is one transaction, begun
    with a lock (BEGIN IMMEDIATE on SQLite, an advisory lock on PostgreSQL).
    """
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take the database back to an older revision; its newer tables go with their rows."""
    _run(url, lambda config: command.downgrade(config, revision))


def _run(url: str, act: Callable[[Config], None]) -> None:
    engine = migration_engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": LOCK_NUMBER})
            act(_config(connection))
            _check_pointers(connection)
    finally:
        engine.dispose()


def _check_pointers(connection: Connection) -> None:
    """Raise RuntimeError, and so undo the upgrade, when a row of SQLite points nowhere."""
    if connection.dialect.name == "sqlite":
        astray = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
        if astray:
            raise RuntimeError(f"rows that point nowhere after the migration: {astray[:5]}")


def migration_engine(url: str) -> Engine:
    """Return an engine for migrations."""
    engine = create_engine(make_url(url))
    prepare_engine(engine)
    return engine


def is_current(engine: Engine) -> bool:
    """Tell whether the database stands at the newest revision."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(_config()).get_current_head()
