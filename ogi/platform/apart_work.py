"""The process in which strangers' files are opened; started by `ogi.platform.apart` alone."""

import json
import os
import resource
import sys
from typing import Any

from ogi.platform.apart import MOST_MEMORY_BYTES, MOST_SECONDS, REFUSED, told_of
from ogi.platform.errors import RuleBroken
from ogi.platform.privacy.cleaning.masking import mask_file
from ogi.platform.snapshots import accept_snapshot
from ogi.platform.snapshots import told_of as snapshot_told
from ogi.platform.uploads import accept_upload
from ogi.platform.wording import words_in


def main() -> int:
    """Do the one work that standard input asks for; tell its outcome on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ask = json.load(sys.stdin)
    try:
        told = _work(ask)
    except RuleBroken as refusal:
        json.dump({"code": refusal.code, "values": refusal.values}, sys.stdout)
        return REFUSED
    json.dump(told, sys.stdout)
    return 0


def _work(ask: dict[str, Any]) -> dict[str, Any]:
    source, target = ask["files"]
    kept = frozenset(ask["kept"])
    with os.fdopen(source, "rb", closefd=False) as file:
        data = file.read()
    if ask["work"] == "read":
        return {"text": words_in(ask["media_type"], data)}
    if ask["work"] == "mask":
        masked = mask_file(data, ask["media_type"], kept=kept)
        _write(target, masked or b"")
        return {"masked": masked is not None}
    if ask["work"] == "snapshot":
        photo, snapshot = accept_snapshot(ask["name"], data, with_place=ask["with_place"])
        _write(target, photo.data)
        return snapshot_told(snapshot)
    upload = accept_upload(ask["name"], data, kept=kept)
    _write(target, upload.data)
    return told_of(upload)


def _write(target: int, data: bytes) -> None:
    with os.fdopen(target, "wb", closefd=False) as file:
        file.write(data)


if __name__ == "__main__":
    sys.exit(main())
