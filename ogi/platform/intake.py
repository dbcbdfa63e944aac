"""Taking in a file: a clean copy for the public, and the original, sealed, for the archive.

All the heavy work is done and both files are on disk before any row is written, so that it
never happens inside a transaction. What no row came to point to is dropped again.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from ogi.platform.apart import Cleaner, Snapper, clean_apart, mask_apart, snap_apart
from ogi.platform.config import FILES
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.privacy import Finding
from ogi.platform.sealing import SealedStorage, open_sealed
from ogi.platform.snapshots import Snapshot
from ogi.platform.storage import Storage, StoredFile
from ogi.platform.uploads import Upload, clean_name

declare_messages(
    {"photo_only": "照片“{name}”打不开，它可能不是照片。请用手机拍照后上传 jpg 或 png。"}
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in: its copy, its sealed original, the personal data in the copy.

    `text` are the copy's words, for the search.
    """

    kind: str
    name: str
    media_type: str
    copy: StoredFile
    original: StoredFile
    findings: tuple[Finding, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked form of a copy, and what is still found in it and in its name."""

    copy: StoredFile
    findings: tuple[Finding, ...]
    text: str = ""


class Intake:
    """Where a township's files are taken in."""

    def __init__(
        self, copies: Storage, originals: SealedStorage, clean: Cleaner = clean_apart
    ) -> None:
        self.copies = copies
        self.originals = originals
        self._clean = clean
        self._masked: dict[str, Masked | None] = {}

    def take(self, name: str, file: IO[bytes], *, kept: AbstractSet[str] = frozenset()) -> Taken:
        """Keep the clean copy and the sealed original of a file that lies on disk.

        Raises RuleBroken for a file that is not let in, and leaves nothing behind.
        """
        with TemporaryFile() as target:
            upload = self._clean(name, file, target, kept)
            target.seek(0)
            copy = self.copies.take(target, name=upload.name)
        try:
            file.seek(0)
            original = self.originals.take(file, name=clean_name(name))
        except BaseException:
            self.copies.remove(copy.key)
            raise
        return Taken(
            upload.kind, upload.name, upload.media_type, copy, original, upload.findings,
            upload.text,
        )  # fmt: skip

    def mask(
        self, key: str, name: str, media_type: str, *, kept: AbstractSet[str] = frozenset()
    ) -> Masked | None:
        """Keep a masked form of a copy, which itself stays; None where nothing could be masked.

        What `prepare_mask` made of this copy is taken.
        """
        if key not in self._masked:
            self.prepare_mask(key, name, media_type, kept=kept)
        return self._masked.pop(key)

    def prepare_mask(
        self, key: str, name: str, media_type: str, *, kept: AbstractSet[str] = frozenset()
    ) -> None:
        """Do the work of `mask` before the transaction in which it is asked for."""
        with self.copies.path(key).open("rb") as source, TemporaryFile() as masked:
            if not mask_apart(media_type, source, masked, kept):
                self._masked[key] = None
                return
            masked.seek(0)
            with TemporaryFile() as target:
                upload = self._clean(name, masked, target, kept)
                target.seek(0)
                made = Masked(self.copies.take(target, name=name), upload.findings, upload.text)
        self._masked[key] = made

    def drop_prepared(self) -> None:
        """Delete what was prepared and not asked for."""
        for made in self._masked.values():
            if made is not None:
                self.remove(made.copy.key)
        self._masked.clear()

    def drop(self, taken: Taken) -> None:
        """Delete what was taken in, because no row points to it."""
        self.remove(taken.copy.key)
        self.remove(taken.original.key)

    def remove(self, key: str) -> None:
        """Delete a copy or a sealed original; the caller knows that no row points to it."""
        self.copies.remove(key)
        self.originals.remove(key)


def seal_photo(originals: SealedStorage, name: str, file: IO[bytes]) -> tuple[StoredFile, str]:
    """Seal a photo written anew without metadata; return it and its media type.

    Raises RuleBroken for what is no photo, and leaves nothing behind.
    """
    with TemporaryFile() as target:
        try:
            upload = clean_apart(name, file, target, frozenset())
        except RuleBroken as refusal:
            if refusal.code != "file_kind":
                raise
            raise RuleBroken("photo_only", name=clean_name(name)) from refusal
        if upload.kind != "photo":
            raise RuleBroken("photo_only", name=upload.name)
        target.seek(0)
        return originals.take(target, name=upload.name), upload.media_type


def take_snapshot(
    copies: Storage,
    name: str,
    file: IO[bytes],
    *,
    with_place: bool,
    snap: Snapper = snap_apart,
) -> tuple[StoredFile, Snapshot]:
    """Keep a camera's photo written anew; return it with when, and if asked where, it was taken.

    The kept picture itself tells neither. Raises RuleBroken for what is no photo, and leaves
    nothing behind.
    """
    shown = clean_name(name)
    with TemporaryFile() as target:
        snapshot = snap(shown, file, target, with_place=with_place)
        target.seek(0)
        return copies.take(target, name=shown), snapshot


def keep_clean(copies: Storage, name: str, file: IO[bytes]) -> tuple[StoredFile, Upload]:
    """Keep the clean copy of a file that only officials read; no original is kept of it.

    Raises RuleBroken for a file that is not let in, and leaves nothing behind.
    """
    with TemporaryFile() as target:
        upload = clean_apart(name, file, target, frozenset())
        target.seek(0)
        return copies.take(target, name=upload.name), upload


def open_intake(data_dir: Path, township_id: int, *, clean: Cleaner = clean_apart) -> Intake:
    """Return where a township's files are taken in."""
    return Intake(Storage(data_dir / FILES), open_sealed(data_dir, township_id), clean)
