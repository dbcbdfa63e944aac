"""What of a published posting goes into the publish log, written in one way only."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

PUBLISHED, WITHDRAWN = "posting.published", "posting.withdrawn"
CORRECTED, TAKEN_DOWN = "posting.corrected", "posting.taken_down"
BYPASSED, CLEARED = "posting.bypassed", "posting.cleared"
"""The kinds of entry that speak of a posting."""
FORM = 2
"""How a posting is sealed today; entries written before forms were told have form 1."""
SEALED = (
    "tenant_id",
    "item_id",
    "item_code",
    "board",
    "period_key",
    "period_label",
    "title",
    "source",
    "content",
    "report_category",
    "index_number",
    "submitted_at",
    "reviewed_at",
    "published_at",
    "claimed_on",
    "counted_on",
    "days_late",
)
"""The columns of a posting that no byte may change in, and that its proof shows to anybody."""
SEALED_SINCE = {
    2: (
        "kind",
        "obligation_id",
        "round",
        "chain",
        "signed_off_at",
        "vetted_at",
        "bypassed",
        "bypass_reason",
        "edition",
        "corrects_id",
        "correction_note",
    )
}
"""Columns that came to be sealed with each form."""
SEALED_WITHIN = ("drafter_id", "reviewer_id", "publisher_id", "imported_from")
"""The columns that may change as little, but are told to nobody: the proof leaves them out."""
FRAME = (
    "tenant_id",
    "item_id",
    "board",
    "period_label",
    "report_category",
    "obligation_id",
    "submitted_at",
    "reviewed_at",
    "signed_off_at",
    "vetted_at",
    "days_late",
    "chain",
    "round",
)
"""What stays when the words are purged, sealed again beside the persons since form 2."""
SALT_LETTERS = 32
PURGED: dict[str, Any] = {
    "title": "（内容已下架）",
    "source": "",
    "content": {"fields": {}, "rows": [], "body": ""},
    "correction_note": "",
}
"""What stands in a posting whose words were purged."""


def sealed_content(
    posting: Any, files: Iterable[tuple[str, str, str]], *, form: int = FORM
) -> dict[str, Any]:
    """Return what the content hash is made over; files are (kind, name, SHA-256) in order."""
    since = [name for number, names in SEALED_SINCE.items() if number <= form for name in names]
    values = {name: plain(getattr(posting, name)) for name in (*SEALED, *since)}
    return {**values, "files": [list(file) for file in files]}


def sealed_within(posting: Any, *, form: int = FORM) -> dict[str, Any]:
    """Return what the inner hash is made over: the persons, the file of an import, the frame."""
    names = SEALED_WITHIN if form == 1 else (*SEALED_WITHIN, *FRAME)
    return {name: plain(getattr(posting, name)) for name in names}


def sealed_withdrawal(posting: Any) -> dict[str, Any]:
    """Return what the hash of a withdrawal is made over: why, by whom, when."""
    return {
        "reason": posting.withdrawal_reason,
        "by": posting.withdrawn_by,
        "at": plain(posting.withdrawn_at),
    }


def open_salt(posting: Any) -> str:
    """Return the half of the salt that goes out with a proof."""
    salt: str = posting.ledger_salt
    return salt[:SALT_LETTERS]


def kept_salt(posting: Any) -> str:
    """Return the half of the salt that never leaves the house."""
    salt: str = posting.ledger_salt
    return salt[SALT_LETTERS:]


def form_of(values: Mapping[str, Any]) -> int:
    """Return the form in which an entry was sealed."""
    form = values.get("form", 1)
    return form if isinstance(form, int) else 1


def told_openly(posting: Any, *, form: int = FORM) -> dict[str, Any]:
    """Return what an entry says in plain words: no text of the posting, no person."""
    told = {
        "posting": posting.id,
        "index_number": posting.index_number,
        "item": posting.item_code,
        "period": posting.period_key,
        "published_at": plain(posting.published_at),
        "claimed_on": plain(posting.claimed_on),
        "counted_on": plain(posting.counted_on),
        "imported": bool(posting.imported_from),
    }
    if form == 1:
        return told
    return told | {
        "form": form,
        "says": posting.kind,
        "edition": posting.edition,
        "corrects": posting.corrects_id,
        "bypassed": posting.bypassed,
    }


def plain(value: Any) -> Any:
    """Return a value as JSON has it; moments in UTC to the microsecond."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value
