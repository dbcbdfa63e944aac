"""Pictures made on request and kept on disk, in bounds: one is made at a time, each once.

Whoever asks for one that is not there waits for a short while; when many are asked for at once,
the later ones are sent away to come again, so that nobody can keep the server busy.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_BYTES = 512 * 1024 * 1024
MOST_FILES = 5_000
TRIES, PAUSE_SECONDS = 100, 0.1


class Busy(Exception):
    """Others' pictures are being made; come again in a while."""


class Gallery:
    """A folder of pictures by the key of what they show; oldest use goes first."""

    def __init__(
        self, root: Path, *, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES,
        tries: int = TRIES,
    ) -> None:  # fmt: skip
        self.root = root
        self.most_bytes = most_bytes
        self.most_files = most_files
        self.tries = tries

    def find(self, key: int, digest: str) -> bytes | None:
        """Return a picture that was made of this content, or None."""
        place = self._place(key, digest)
        try:
            content = place.read_bytes()
            os.utime(place)
        except FileNotFoundError:
            return None
        return content

    def get(self, key: int, digest: str, make: Callable[[], bytes]) -> bytes:
        """Return the picture of this content, made now if it is not there. Raises Busy."""
        found = self.find(key, digest)
        if found is not None:
            return found
        with self._alone():
            found = self.find(key, digest)
            if found is None:
                found = make()
                self.remove(key)
                self._write(self._place(key, digest), found)
                self._keep_bounds()
        return found

    def remove(self, key: int) -> None:
        """Delete the pictures of something that may no longer be seen."""
        for place in self.root.glob(f"{int(key)}-*.png"):
            place.unlink(missing_ok=True)

    def _place(self, key: int, digest: str) -> Path:
        return self.root / f"{int(key)}-{digest}.png"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of the folder, which all processes of this machine share."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("wb") as held:
            for _ in range(self.tries):
                try:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(PAUSE_SECONDS)
            else:
                raise Busy
            yield

    def _write(self, place: Path, content: bytes) -> None:
        draft = self.root / f".{secrets.token_hex(8)}"
        try:
            draft.write_bytes(content)
            draft.rename(place)
        finally:
            draft.unlink(missing_ok=True)

    def _keep_bounds(self) -> None:
        """Delete what was used longest ago until the folder is within its bounds."""
        kept = sorted(filter(None, map(_told, self.root.glob("*.png"))))
        size = sum(one[1] for one in kept)
        while kept and (len(kept) > self.most_files or size > self.most_bytes):
            _, less, oldest = kept.pop(0)
            size -= less
            oldest.unlink(missing_ok=True)


def _told(place: Path) -> tuple[float, int, Path] | None:
    """Return when a picture was last used, and its bytes; None for one just deleted."""
    try:
        found = place.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime, found.st_size, place
