"""What of a declaration goes into the publish log."""

from datetime import UTC
from typing import Any

from ogi.platform.ledger.canonical import content_hash


def sealed_declaration(obligation: Any) -> dict[str, Any]:
    """Return what an entry says of an obligation's declaration; the words only as a hash.

    The words are on the board for all to read, so their hash needs no salt.
    """
    at = obligation.declared_at
    said = {
        "disposition": obligation.disposition,
        "reason": obligation.reason,
        "article": obligation.article,
        "by": obligation.declared_by,
        "at": None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return {
        "obligation": obligation.id,
        "item": obligation.item_code,
        "period": obligation.period_key,
        "disposition": obligation.disposition,
        "content_hash": content_hash("", said),
    }
