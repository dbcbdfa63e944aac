"""Files kept under names of their own, which no user chooses and no two files share."""

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO

from ogi.platform.errors import NotFound, RuleBroken, declare_messages

MEBIBYTE = 1024 * 1024
MOST_BYTES = 20 * MEBIBYTE
CHUNK_BYTES = 1 * MEBIBYTE
KEY = re.compile(r"[0-9a-f]{64}")

declare_messages(
    {
        "file_empty": "文件“{name}”是空的，请检查后重新上传。",
        "file_large": "文件“{name}”超过 {limit} MB，请压缩或拆分后再上传。",
        "storage_full": "服务器存储空间不足，文件没有保存。请联系镇系统管理员。",
    }
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is safely on disk: its own random key, its content's SHA-256, bytes."""

    key: str
    sha256: str
    size: int


class Storage:
    """A local folder of files; the same bytes kept twice are two files, removed one by one."""

    def __init__(self, root: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self.root = root
        self.most_bytes = most_bytes

    def put(self, data: bytes, *, name: str = "") -> StoredFile:
        """Keep the bytes and return their key once they would survive a power cut.

        Raises RuleBroken ("file_empty", "file_large", "storage_full") and leaves nothing behind.
        """
        return self.take(BytesIO(data), name=name)

    def take(self, file: IO[bytes], *, name: str = "") -> StoredFile:
        """Keep what is left to read of a file, a piece at a time; otherwise like `put`."""
        key = new_key()
        seen = Counted(file, self.most_bytes, name)
        self.write(key, iter(seen))
        return StoredFile(key, seen.digest.hexdigest(), seen.size)

    def write(self, key: str, pieces: Iterator[bytes]) -> None:
        """Write a file's pieces under a new key, all or none. Raises RuleBroken."""
        try:
            _write_durably(self._place(key), pieces)
        except OSError as broken:
            raise RuleBroken("storage_full") from broken

    def read(self, key: str) -> bytes:
        """Return the bytes of a kept file. Raises NotFound."""
        try:
            return self.path(key).read_bytes()
        except FileNotFoundError:
            raise NotFound(key) from None

    def path(self, key: str) -> Path:
        """Return the place of a kept file, for sending it. Raises NotFound."""
        if not KEY.fullmatch(key):
            raise NotFound(key)
        place = self._place(key)
        if not place.is_file():
            raise NotFound(key)
        return place

    def remove(self, key: str) -> None:
        """Delete a kept file; the caller knows that no row points to it any more."""
        if KEY.fullmatch(key):
            self._place(key).unlink(missing_ok=True)

    def list_keys(self) -> Iterator[str]:
        """Yield the keys of all kept files."""
        for place in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            if KEY.fullmatch(place.name):
                yield place.name

    def _place(self, key: str) -> Path:
        return self.root / key[:2] / key


class Counted:
    """The pieces of a file on their way: counted, summed up, and stopped at the limit."""

    def __init__(self, file: IO[bytes], most_bytes: int, name: str) -> None:
        self.file = file
        self.most_bytes = most_bytes
        self.name = name
        self.size = 0
        self.digest = sha256()

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.file.read(CHUNK_BYTES):
            self.size += len(piece)
            if self.size > self.most_bytes:
                raise RuleBroken("file_large", name=self.name, limit=self.most_bytes // MEBIBYTE)
            self.digest.update(piece)
            yield piece
        if not self.size:
            raise RuleBroken("file_empty", name=self.name)


def new_key() -> str:
    """Return a name that no other file has."""
    return secrets.token_hex(32)


def _write_durably(target: Path, pieces: Iterator[bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name[:16]}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
        _sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
