"""What of an issued report goes into the publish log."""

from typing import Any


def sealed_snapshot(snapshot: Any) -> dict[str, Any]:
    """Return what an entry says of an issued report; the hash is over all that was frozen."""
    return {"year": snapshot.year, "number": snapshot.number, "sha256": snapshot.sha256}
