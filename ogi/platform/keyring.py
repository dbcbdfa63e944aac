"""Keys for those who have only a session: where they lie is told to the engine once."""

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ogi.platform.sealed_text import township_secret

PLACE = "ogi_keys_beside"


def keep_keys(engine: Engine, data_dir: Path) -> None:
    """Tell an engine in which data folder the keys of its townships lie."""
    engine.update_execution_options(**{PLACE: data_dir})


def find_secret(session: Session, purpose: str, township_id: int) -> bytes | None:
    """Return a township's key for one purpose, or None where the engine knows no folder."""
    folder = session.get_bind().get_execution_options().get(PLACE)
    return None if folder is None else township_secret(Path(folder), purpose, township_id)
