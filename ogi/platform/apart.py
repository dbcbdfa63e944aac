"""Strangers' files are opened in a process of their own: one at a time, under hard limits.

Whatever a file does to its decoder, the server's own memory stays as it is, and a file that
takes too much memory or time is refused. Nothing comes back but plain values and the copy.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from typing import IO, Any, Protocol

import structlog

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.privacy import Finding, Kind
from ogi.platform.snapshots import Snapshot, accept_snapshot, snapshot_of
from ogi.platform.uploads import Upload, accept_upload

MOST_MEMORY_BYTES = 1024 * 1024 * 1024
MOST_SECONDS = 90
REFUSED = 3
COMMAND = (sys.executable, "-I", "-m", "ogi.platform.apart_work")
ENVIRONMENT = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
"""No secret of the server reaches a process that opens strangers' files."""

Cleaner = Callable[[str, IO[bytes], IO[bytes], AbstractSet[str]], Upload]


class Snapper(Protocol):
    """What writes a photo anew."""

    def __call__(
        self, name: str, source: IO[bytes], target: IO[bytes], *, with_place: bool
    ) -> Snapshot:
        """Write the copy; return what its camera tells."""


log = structlog.get_logger("ogi.apart")
one_at_a_time = threading.Lock()

declare_messages(
    {
        "file_heavy": "文件“{name}”太复杂或已经损坏，系统处理不了，没有收下。"
        "请拆成几个小文件，或另存为 PDF 后再上传。",
    }
)


def clean_here(name: str, source: IO[bytes], target: IO[bytes], kept: AbstractSet[str]) -> Upload:
    """Clean a file in this process: for files that are our own making."""
    upload = accept_upload(name, source.read(), kept=kept)
    target.write(upload.data)
    return upload


def clean_apart(name: str, source: IO[bytes], target: IO[bytes], kept: AbstractSet[str]) -> Upload:
    """Clean a file in a process of its own; the copy is written to `target` and not returned.

    Both files are real ones. Raises RuleBroken as `accept_upload` does, and "file_heavy".
    """
    ask = {"work": "accept", "name": name, "kept": sorted(kept)}
    return upload_of(_run(ask, name, source, target))


def snap_here(name: str, source: IO[bytes], target: IO[bytes], *, with_place: bool) -> Snapshot:
    """Write a photo anew in this process: for photos that are our own making."""
    photo, snapshot = accept_snapshot(name, source.read(), with_place=with_place)
    target.write(photo.data)
    return snapshot


def snap_apart(name: str, source: IO[bytes], target: IO[bytes], *, with_place: bool) -> Snapshot:
    """Write a photo anew in a process of its own; return what its camera tells.

    Both files are real ones. Raises RuleBroken as `accept_snapshot` does, and "file_heavy".
    """
    ask = {"work": "snapshot", "name": name, "kept": [], "with_place": with_place}
    return snapshot_of(_run(ask, name, source, target))


def mask_apart(
    media_type: str, source: IO[bytes], target: IO[bytes], kept: AbstractSet[str]
) -> bool:
    """Mask a document in a process of its own; return whether anything was masked."""
    ask = {"work": "mask", "name": "", "media_type": media_type, "kept": sorted(kept)}
    return bool(_run(ask, "", source, target)["masked"])


def read_apart(media_type: str, source: IO[bytes]) -> str:
    """Return the words of a kept document, read in a process of its own; nothing if it cannot be.

    The file is a real one.
    """
    ask = {"work": "read", "name": "", "media_type": media_type, "kept": []}
    try:
        return str(_run(ask, "", source, source)["text"])
    except RuleBroken:
        return ""


def _run(ask: dict[str, Any], name: str, source: IO[bytes], target: IO[bytes]) -> dict[str, Any]:
    source.flush()
    files = source.fileno(), target.fileno()
    os.lseek(files[0], 0, os.SEEK_SET)
    told = json.dumps({**ask, "files": files}).encode()
    with one_at_a_time:
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command; the file goes in by number
                COMMAND, input=told, capture_output=True, timeout=MOST_SECONDS,
                pass_fds=files, env=ENVIRONMENT, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise RuleBroken("file_heavy", name=name) from late
    if done.returncode == REFUSED:
        refused = json.loads(done.stdout)
        raise RuleBroken(refused["code"], **refused["values"])
    if done.returncode:
        log.error("file not cleaned", code=done.returncode, told=done.stderr.decode()[-2000:])
        raise RuleBroken("file_heavy", name=name)
    return dict(json.loads(done.stdout))


def told_of(upload: Upload) -> dict[str, Any]:
    """Return everything of an upload but its bytes, as plain values."""
    told = asdict(upload)
    del told["data"]
    return told


def upload_of(told: dict[str, Any]) -> Upload:
    """Return the upload that `told_of` told of, without its bytes."""
    found = (Finding(**{**one, "kind": Kind(one["kind"])}) for one in told.pop("findings"))
    return Upload(**told, data=b"", findings=tuple(found))
