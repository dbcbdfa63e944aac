"""Cleaned copies of papers and photos that were sent in, made before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from ogi.platform.apart import Cleaner, clean_apart
from ogi.platform.storage import Storage, StoredFile


@dataclass(frozen=True, slots=True)
class Copy:
    """A cleaned copy on disk that no row points to yet."""

    name: str
    media_type: str
    stored: StoredFile


def take_copy(
    storage: Storage, name: str, file: IO[bytes], *, clean: Cleaner = clean_apart
) -> Copy:
    """Keep the cleaned copy of a file that was sent; raises RuleBroken and leaves nothing."""
    with TemporaryFile() as target:
        upload = clean(name, file, target, frozenset())
        target.seek(0)
        stored = storage.take(target, name=upload.name)
    return Copy(upload.name, upload.media_type, stored)


def remove_copies(storage: Storage, keys: Iterable[str]) -> None:
    """Delete copies to which no row points."""
    for key in keys:
        storage.remove(key)
