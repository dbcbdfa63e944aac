"""Proofs out of a township's publish log, as the files that anybody can check."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.catalogue.queries.sealing import check_declarations
from ogi.platform.errors import NotFound
from ogi.platform.ledger import store
from ogi.platform.ledger.checking import Checked, Checker, check_tree, told
from ogi.platform.ledger.keys import sign_checkpoint
from ogi.platform.ledger.models import LedgerEntry
from ogi.platform.ledger.note import Checkpoint, Signer
from ogi.platform.ledger.recording import find_entry
from ogi.postings.actions.sealing import files_of
from ogi.postings.models import Posting
from ogi.postings.queries.sealing import check_postings
from ogi.postings.rules.sealing import PUBLISHED, form_of, open_salt, sealed_content
from ogi.postings.rules.states import State
from ogi.reports.queries.sealing import check_reports

FORMAT = "ogi-proof/1"
EXPORT_BATCH, CONTENT_BATCH = 1_000, 100
SHOWN = (State.PUBLISHED, State.CORRECTED)
"""States in which a posting's words are there to read."""
CHECKERS: tuple[Checker, ...] = (check_postings, check_declarations, check_reports)


def checkpoint_of(session: Session, township_id: int, signer: Signer) -> str:
    """Return the signed note of what the log stands at now."""
    size = store.size_of(session, township_id)
    return sign_checkpoint(signer, size, store.root_at(session, township_id, size))


def proof_of(session: Session, posting: Posting, signer: Signer) -> dict[str, Any]:
    """Return a posting's proof; one that is off the board is proved without its content.

    Raises NotFound where the log has no entry of it.
    """
    entry = find_entry(session, posting, PUBLISHED)
    if entry is None:
        raise NotFound
    township_id, size = posting.township_id, store.size_of(session, posting.township_id)
    path = store.prove_inclusion(session, township_id, entry.position, size)
    shown = posting.state in SHOWN
    return {
        "format": FORMAT,
        "key": str(signer.verifier),
        "checkpoint": sign_checkpoint(signer, size, store.root_at(session, township_id, size)),
        "position": entry.position,
        "path": [part.hex() for part in path],
        "body": entry.body,
        **(_opened(session, posting, entry) if shown else {"salt": None, "content": None}),
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
    open_one: Callable[[], Session], township_id: int, signer: Signer, *, contents: bool = False
) -> Iterator[str]:
    """Yield the whole log as lines of JSON: the key first, then each entry's body and leaf.

    With `contents` a publication's line also has what the board shows of it now, with its salt,
    so that a changed row is found and named. A session is opened for each batch of entries: a
    slow reader holds no connection.
    """
    yield json.dumps({"format": "ogi-log/1", "key": str(signer.verifier)}) + "\n"
    start, batch = 0, CONTENT_BATCH if contents else EXPORT_BATCH
    while True:
        with open_one() as session:
            entries = session.scalars(
                select(LedgerEntry)
                .where(LedgerEntry.township_id == township_id, LedgerEntry.position >= start)
                .order_by(LedgerEntry.position)
                .limit(batch)
            ).all()
            lines = [_line(session, entry, contents=contents) for entry in entries]
        yield "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        if len(entries) < batch:
            return
        start += batch


def _line(session: Session, entry: LedgerEntry, *, contents: bool) -> dict[str, Any]:
    line: dict[str, Any] = {"body": entry.body, "leaf": entry.leaf}
    if not contents or entry.kind != PUBLISHED:
        return line
    wanted = select(Posting).where(
        Posting.township_id == entry.township_id,
        Posting.id == entry.subject_id,
        Posting.state.in_(SHOWN),
    )
    posting = session.scalars(wanted).one_or_none()
    return line | (_opened(session, posting, entry) if posting else {"salt": None, "content": None})


def _opened(session: Session, posting: Posting, entry: LedgerEntry) -> dict[str, Any]:
    """Return what opens the hash of an entry: the salt, and the words in the entry's own form."""
    form = form_of(told(entry).values)
    content = sealed_content(posting, files_of(session, posting), form=form)
    return {"salt": open_salt(posting), "content": content}


def check_all(session: Session, township_id: int, kept: Sequence[Checkpoint] = ()) -> Checked:
    """Go through the log once, and through every row it speaks of."""
    checked = check_tree(session, township_id, kept)
    for checker in CHECKERS:
        checked.faults.extend(checker(session, township_id, checked.entries))
    return checked
