"""Writing publications and withdrawals into the township's publish log."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.ledger import store
from ogi.platform.ledger.canonical import content_hash, make_salt
from ogi.platform.ledger.models import LedgerEntry
from ogi.postings.models import Attachment, Posting
from ogi.postings.rules.sealing import (
    BYPASSED,
    CLEARED,
    CORRECTED,
    PUBLISHED,
    TAKEN_DOWN,
    WITHDRAWN,
    kept_salt,
    open_salt,
    sealed_content,
    sealed_withdrawal,
    sealed_within,
    told_openly,
)


def seal_publication(session: Session, posting: Posting, *, now: datetime) -> LedgerEntry:
    """Log a publication with the salted hash of all that was published.

    The salt stays with the posting: without it nobody can guess the content from the hash. Its
    second half seals the persons, and is shown to nobody.
    """
    posting.ledger_salt = make_salt() + make_salt()
    session.flush()
    content = sealed_content(posting, files_of(session, posting))
    values = told_openly(posting) | {
        "content_hash": content_hash(open_salt(posting), content),
        "within_hash": content_hash(kept_salt(posting), sealed_within(posting)),
    }
    return store.append(session, posting, PUBLISHED, values, at=now)


def seal_withdrawal(session: Session, posting: Posting, *, now: datetime) -> LedgerEntry:
    """Log that a posting was taken off the board, and the hash of the reason given."""
    session.flush()
    values = {
        "posting": posting.id,
        "index_number": posting.index_number,
        "content_hash": content_hash(kept_salt(posting), sealed_withdrawal(posting)),
    }
    return store.append(session, posting, WITHDRAWN, values, at=now)


def seal_correction(
    session: Session, posting: Posting, successor: Posting, *, now: datetime
) -> LedgerEntry:
    """Log that a posting was followed by a corrected edition."""
    values = {
        "posting": posting.id,
        "index_number": posting.index_number,
        "by": successor.id,
        "edition": successor.edition,
    }
    return store.append(session, posting, CORRECTED, values, at=now)


def seal_takedown(session: Session, posting: Posting, *, now: datetime) -> LedgerEntry:
    """Log that the words of a posting were purged, and the hash of the reason given."""
    session.flush()
    values = {
        "posting": posting.id,
        "index_number": posting.index_number,
        "content_hash": content_hash(kept_salt(posting), sealed_withdrawal(posting)),
    }
    return store.append(session, posting, TAKEN_DOWN, values, at=now)


def seal_bypass(session: Session, posting: Posting, step: str, *, now: datetime) -> LedgerEntry:
    """Log that a step was passed over for an urgent publication."""
    values = {"posting": posting.id, "step": step, "round": posting.round}
    return store.append(session, posting, BYPASSED, values, at=now)


def seal_clearing(session: Session, posting: Posting, step: str, *, now: datetime) -> LedgerEntry:
    """Log that a step passed over was made up for by a second person."""
    values = {"posting": posting.id, "step": step, "round": posting.round}
    return store.append(session, posting, CLEARED, values, at=now)


def files_of(session: Session, posting: Posting) -> list[tuple[str, str, str]]:
    """Return a posting's files as (kind, name, SHA-256), in their order."""
    wanted = (
        select(Attachment.kind, Attachment.name, Attachment.sha256)
        .where(Attachment.township_id == posting.township_id, Attachment.posting_id == posting.id)
        .order_by(Attachment.position, Attachment.id)
    )
    return [(row.kind, row.name, row.sha256) for row in session.execute(wanted)]
