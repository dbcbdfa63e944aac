"""Which files on disk belong to a row."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ogi.platform.db import Model
from ogi.platform.storage import Storage

NAMES = ("storage_key", "original_key", "photo_key")
"""How a column is called that names a kept file, in every room."""


def owner_columns() -> list[InstrumentedAttribute[str]]:
    """Return every column that names a kept file; what none of them names belongs to nobody.

    Rooms above have files as well: their tables are found by the columns' names.
    """
    return [
        getattr(mapper.class_, name)
        for mapper in Model.registry.mappers
        for name in NAMES
        if name in mapper.columns
    ]


def list_owned_keys(session: Session) -> set[str]:
    """Return the keys of all files that rows in the session's scope point to."""
    return {key for column in owner_columns() for key in session.scalars(select(column)) if key}


def list_ownerless(storage: Storage, owned: AbstractSet[str], before: datetime) -> Iterator[str]:
    """Yield the keys of files older than a moment to which no row points."""
    for key in storage.list_keys():
        written = datetime.fromtimestamp(storage.path(key).stat().st_mtime, UTC)
        if key not in owned and written < before:
            yield key
