"""Taking down a leak of personal data: the words go at once, everywhere, in every edition.

What stays is that it stood on the board, when, and under which number: the publish log holds
salted hashes, and the half of the salt by which anybody could try words on them goes too.
"""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.db import scrub_after_commit
from ogi.platform.privacy import check_free
from ogi.postings.actions.declaring import keep_declaration
from ogi.postings.actions.history import board_changed, check_version, note, write
from ogi.postings.actions.obligations import keep_obligation
from ogi.postings.actions.purging import (
    GONE,
    Stores,
    purge_event,
    purge_made_files,
    purge_rows,
)
from ogi.postings.actions.sealing import seal_takedown
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.queries import list_lineage
from ogi.postings.rules.content import clean_text
from ogi.postings.rules.editions import check_take_down
from ogi.postings.rules.sealing import PURGED, SALT_LETTERS, kept_salt
from ogi.postings.rules.states import Move, State
from ogi.postings.searching.actions import unindex
from ogi.tenants.queries import list_kept_numbers

BLANK_SALT = "0" * SALT_LETTERS


def take_down(
    session: Session,
    posting: Posting,
    *,
    stores: Stores,
    actor_id: int,
    now: datetime,
    reason: str,
    version: int | None = None,
) -> None:
    """Purge a posting in every edition, with the correction under way, and tell why.

    Files are deleted after the commit. Its obligation is open again unless another posting
    meets it. Raises RuleBroken for one that was never published or is purged already, without
    a reason, and for a reason that repeats personal data.
    """
    check_version(posting, version)
    reason = clean_text(reason)
    check_take_down(posting.state, posting.taken_down_at, reason)
    kept = list_kept_numbers(session, posting.township_id)
    check_free(reason, kept=kept, field="reason")
    editions = list_lineage(session, posting)
    unindex(session, posting.township_id, [edition.id for edition in editions])
    titles = _purge_words(session, editions, actor_id=actor_id, now=now, reason=reason)
    drafts = _list_drafts(session, editions)  # no more can be begun from here on
    titles += _purge_words(session, drafts, actor_id=actor_id, now=now, reason=reason)
    purge_rows(session, (*editions, *drafts), intake=stores.intake)
    for edition in editions:
        note(session, edition, Move.TAKE_DOWN, actor_id=actor_id, now=now, remark=reason)
        seal_takedown(session, edition, now=now)
    _reopen(session, editions[-1], titles, actor_id=actor_id, now=now)
    purge_made_files(session, editions, stores=stores, now=now)
    board_changed(session, posting)
    write(session)
    scrub_after_commit(session)


def _list_drafts(session: Session, editions: Sequence[Posting]) -> Sequence[Posting]:
    """Return the corrections of a posting that were begun and not published, put away or not."""
    wanted = select(Posting).where(
        Posting.township_id == editions[0].township_id,
        Posting.tenant_id == editions[0].tenant_id,
        Posting.corrects_id.in_([edition.id for edition in editions]),
        Posting.state.not_in(PUBLIC_STATES),
    )
    return session.scalars(wanted).all()


def _purge_words(
    session: Session, postings: Sequence[Posting], *, actor_id: int, now: datetime, reason: str
) -> list[str]:
    """Purge postings and write them; return the titles that they had."""
    titles = [posting.title for posting in postings]
    for posting in postings:
        _purge_one(posting, actor_id=actor_id, now=now, reason=reason)
    write(session)
    return titles


def _purge_one(posting: Posting, *, actor_id: int, now: datetime, reason: str) -> None:
    """Set everything in one go: the database lets the words go in no other change."""
    public = posting.state in PUBLIC_STATES
    posting.title, posting.source = PURGED["title"], PURGED["source"]
    posting.content = deepcopy(PURGED["content"])
    posting.correction_note = PURGED["correction_note"]
    posting.bypass_reason = GONE if posting.bypass_reason else ""
    if posting.ledger_salt:
        posting.ledger_salt = BLANK_SALT + kept_salt(posting)
    posting.awaiting, posting.scheduled_at, posting.scheduled_by = "", None, None
    posting.fingerprint = None
    posting.state = State.WITHDRAWN if public else State.DISCARDED
    if public:
        posting.withdrawn_at, posting.withdrawn_by = now, actor_id
        posting.withdrawal_reason = reason
    posting.taken_down_at = posting.updated_at = now


def _reopen(
    session: Session, last: Posting, titles: Sequence[str], *, actor_id: int, now: datetime
) -> None:
    """Leave the obligation open unless another posting meets it, without the words of an event."""
    keep_declaration(session, last, actor_id=actor_id, now=now)
    keep_obligation(session, last)
    purge_event(session, last, titles)
