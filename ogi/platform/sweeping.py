"""Deleting files that were only wanted for a while."""

from datetime import UTC, datetime
from pathlib import Path


def sweep_folder(folder: Path, before: datetime) -> int:
    """Delete the files of a folder that were last written before a moment; returns how many.

    Folders stay; a file that another sweeper took away meanwhile does not count.
    """
    swept = 0
    for place in sorted(folder.rglob("*")):
        try:
            old = place.is_file() and _written(place) < before
            if old:
                place.unlink()
        except FileNotFoundError:
            continue
        swept += old
    return swept


def _written(place: Path) -> datetime:
    return datetime.fromtimestamp(place.lstat().st_mtime, UTC)
