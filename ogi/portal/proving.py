"""Proofs out of a township's publish log, as the files that anybody can check."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue.queries.sealing import check_declarations
from ogi.platform.errors import NotFound
from ogi.platform.ledger import store
from ogi.platform.ledger.checking import Checked, Checker, check_tree
from ogi.platform.ledger.keys import sign_checkpoint
from ogi.platform.ledger.models import LedgerEntry
from ogi.platform.ledger.note import Checkpoint, Signer
from ogi.postings.actions.sealing import files_of
from ogi.postings.models import Posting
from ogi.postings.queries.sealing import check_postings
from ogi.postings.rules.sealing import PUBLISHED, open_salt, sealed_content
from ogi.postings.rules.states import State
from ogi.reports.queries.sealing import check_reports

FORMAT = "ogi-proof/1"
EXPORT_BATCH = 1_000
CHECKERS: tuple[Checker, ...] = (check_postings, check_declarations, check_reports)


def checkpoint_of(session: Session, township_id: int, signer: Signer) -> str:
    """Return the signed note of what the log stands at now."""
    size = store.size_of(session, township_id)
    return sign_checkpoint(signer, size, store.root_at(session, township_id, size))


def find_entry(session: Session, posting: Posting) -> LedgerEntry | None:
    """Return the entry of a posting's publication, or None where there is none."""
    wanted = (
        select(LedgerEntry)
        .where(
            LedgerEntry.township_id == posting.township_id,
            LedgerEntry.subject_type == Posting.__tablename__,
            LedgerEntry.subject_id == posting.id,
            LedgerEntry.kind == PUBLISHED,
        )
        .order_by(LedgerEntry.position.desc())
    )
    return session.scalars(wanted).first()


def short_code_at(session: Session, township_id: int, entry: LedgerEntry, origin: str) -> str:
    """Return the code of the log as it stood when an entry had just been added."""
    size = entry.position + 1
    return Checkpoint(origin, size, store.root_at(session, township_id, size)).short_code


def proof_of(session: Session, posting: Posting, signer: Signer) -> dict[str, Any]:
    """Return a posting's proof; one that is off the board is proved without its content.

    Raises NotFound where the log has no entry of it.
    """
    entry = find_entry(session, posting)
    if entry is None:
        raise NotFound
    township_id, size = posting.township_id, store.size_of(session, posting.township_id)
    path = store.prove_inclusion(session, township_id, entry.position, size)
    shown = posting.state in (State.PUBLISHED, State.CORRECTED)
    content = sealed_content(posting, files_of(session, posting)) if shown else None
    return {
        "format": FORMAT,
        "key": str(signer.verifier),
        "checkpoint": sign_checkpoint(signer, size, store.root_at(session, township_id, size)),
        "position": entry.position,
        "path": [part.hex() for part in path],
        "body": entry.body,
        "salt": open_salt(posting) if shown else None,
        "content": content,
    }


def growth_of(
    session: Session, township_id: int, sizes: tuple[int, int], signer: Signer
) -> dict[str, Any]:
    """Return the proof that the log only grew between two sizes; raises NotFound."""
    old, new = sizes
    path = store.prove_consistency(session, township_id, old, new)
    notes = [sign_checkpoint(signer, at, store.root_at(session, township_id, at)) for at in sizes]
    return {
        "format": "ogi-growth/1",
        "key": str(signer.verifier),
        "old": notes[0],
        "new": notes[1],
        "path": [part.hex() for part in path],
    }


def export_lines(
    open_one: Callable[[], Session], township_id: int, signer: Signer
) -> Iterator[str]:
    """Yield the whole log as lines of JSON: the key first, then each entry's body.

    A session is opened for each thousand entries: a slow reader holds no connection.
    """
    yield json.dumps({"format": "ogi-log/1", "key": str(signer.verifier)}) + "\n"
    start = 0
    while True:
        with open_one() as session:
            bodies = session.scalars(
                select(LedgerEntry.body)
                .where(LedgerEntry.township_id == township_id, LedgerEntry.position >= start)
                .order_by(LedgerEntry.position)
                .limit(EXPORT_BATCH)
            ).all()
        yield "".join(json.dumps({"body": body}, ensure_ascii=False) + "\n" for body in bodies)
        if len(bodies) < EXPORT_BATCH:
            return
        start += EXPORT_BATCH


def check_all(session: Session, township_id: int, kept: Sequence[Checkpoint] = ()) -> Checked:
    """Go through the log once, and through every row it speaks of."""
    checked = check_tree(session, township_id, kept)
    for checker in CHECKERS:
        checked.faults.extend(checker(session, township_id, checked.entries))
    return checked
