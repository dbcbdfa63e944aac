"""What of an issued report goes into the publish log."""

from datetime import UTC
from typing import Any

from ogi.platform.ledger.canonical import content_hash

ISSUED = "report.issued"


def sealed_snapshot(snapshot: Any) -> dict[str, Any]:
    """Return what an entry says of an issued report; the hash is over all that was frozen.

    Who issued it when is told by a hash alone.
    """
    at = snapshot.issued_at.astimezone(UTC).isoformat(timespec="microseconds")
    by = {"report": snapshot.report_id, "by": snapshot.issued_by, "at": at}
    return {
        "year": snapshot.year,
        "number": snapshot.number,
        "sha256": snapshot.sha256,
        "issue_hash": content_hash("", by),
    }
