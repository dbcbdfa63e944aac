"""Which files on disk belong to a row."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.storage import Storage
from ogi.postings.models import Attachment, PostingClearance

OWNERS = (Attachment.storage_key, Attachment.original_key, PostingClearance.photo_key)
"""Every column that names a kept file; what none of them names belongs to nobody."""


def list_owned_keys(session: Session) -> set[str]:
    """Return the keys of all files that rows in the session's scope point to."""
    return {key for column in OWNERS for key in session.scalars(select(column)) if key}


def list_ownerless(storage: Storage, owned: AbstractSet[str], before: datetime) -> Iterator[str]:
    """Yield the keys of files older than a moment to which no row points."""
    for key in storage.list_keys():
        written = datetime.fromtimestamp(storage.path(key).stat().st_mtime, UTC)
        if key not in owned and written < before:
            yield key
