"""A batch from a phone: its photos are looked at first, then all is kept in one transaction."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from ogi.audits.inspections.actions.receiving import (
    CleanPhoto,
    Sender,
    check_photo,
    find_entry,
    find_photo,
    lock_visits,
    receive_entry,
    receive_photo,
)
from ogi.audits.inspections.models import VisitEntry
from ogi.audits.inspections.queries.visiting import get_visit
from ogi.audits.inspections.rules.sending import Answer, Batch, Outcome, SentPhoto
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.storage import Storage


def photos_wanted(session: Session, sender: Sender, batch: Batch) -> dict[str, bool]:
    """Return which photos are worth looking at; the value says whether their place is kept."""
    coming = {one.client_key: one.visit_id for one in batch.entries}
    found: dict[str, bool] = {}
    for sent in batch.photos:
        if find_photo(session, sender.township_id, sent.client_key) is not None:
            continue
        entry = find_entry(session, sender.township_id, sent.entry_key)
        visit_id = coming.get(sent.entry_key) if entry is None else _own(entry, sender)
        keeps = None if visit_id is None else _keeps_place(session, sender, visit_id)
        if keeps is not None:
            found[sent.client_key] = keeps
    return found


def receive_batch(
    session: Session,
    sender: Sender,
    batch: Batch,
    photos: Mapping[str, CleanPhoto | RuleBroken],
    *,
    copies: Storage,
) -> list[Answer]:
    """Keep what can be kept and answer for each item; what is held already is held.

    `photos` has those that were written anew, and why others were refused.
    """
    lock_visits(session, sender, _visit_ids(session, sender, batch))
    answers = list(batch.garbled)
    answers += [receive_entry(session, sender, one) for one in batch.entries]
    for one in batch.photos:
        answers.append(_receive_photo(session, sender, one, photos.get(one.client_key), copies))
    return answers


def _receive_photo(
    session: Session,
    sender: Sender,
    sent: SentPhoto,
    clean: CleanPhoto | RuleBroken | None,
    copies: Storage,
) -> Answer:
    if isinstance(clean, CleanPhoto):
        return receive_photo(session, sender, sent, clean, copies=copies)
    if isinstance(clean, RuleBroken):
        return Answer.no(sent.client_key, clean)
    held = find_photo(session, sender.township_id, sent.client_key)
    if held is not None:
        own = held.inspector_id == sender.inspector_id
        refusal = RuleBroken("key_taken")
        return Answer(sent.client_key, Outcome.HELD) if own else Answer.no(sent.client_key, refusal)
    try:
        check_photo(session, sender, sent)
    except RuleBroken as refusal:
        return Answer.no(sent.client_key, refusal)
    return Answer.no(sent.client_key, RuleBroken("photo_absent"))


def _visit_ids(session: Session, sender: Sender, batch: Batch) -> set[int]:
    found = {one.visit_id for one in batch.entries}
    for key in {one.entry_key for one in batch.photos}:
        entry = find_entry(session, sender.township_id, key)
        if entry is not None:
            found.add(entry.visit_id)
    return found


def _own(entry: VisitEntry, sender: Sender) -> int | None:
    return entry.visit_id if entry.inspector_id == sender.inspector_id else None


def _keeps_place(session: Session, sender: Sender, visit_id: int) -> bool | None:
    try:
        at = get_visit(session, sender.township_id, visit_id)
    except NotFound:
        return None
    own = at.visit.inspector_id == sender.inspector_id
    return at.inspection.keeps_position if own else None
