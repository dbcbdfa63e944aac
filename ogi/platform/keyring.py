"""Keys for those who have only a session: they lie in the data folder told to its engine."""

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ogi.platform.db.engine import folder_of, tell_folder
from ogi.platform.sealed_text import township_secret


def keep_keys(engine: Engine, data_dir: Path) -> None:
    """Tell an engine in which data folder the keys of its townships lie."""
    tell_folder(engine, data_dir)


def find_secret(session: Session, purpose: str, township_id: int) -> bytes | None:
    """Return a township's key for one purpose, or None where the engine knows no folder."""
    folder = folder_of(session)
    return None if folder is None else township_secret(folder, purpose, township_id)
