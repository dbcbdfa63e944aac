"""Correcting what is published: a new edition begun, explained, or put away with the old one."""

from copy import deepcopy
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ogi.platform import richtext
from ogi.platform.errors import RuleBroken
from ogi.postings.actions.history import check_version, note, write
from ogi.postings.models import Attachment, Posting
from ogi.postings.queries import find_correction_under_way, get_earlier_edition
from ogi.postings.rules.content import clean_text
from ogi.postings.rules.editions import check_correct, check_note
from ogi.postings.rules.states import Move, State, check_move

COPIED = (
    "township_id", "tenant_id", "item_id", "item_code", "board", "obligation_id", "period_key",
    "period_label", "title", "source", "report_category", "kind", "imported_from",
)  # fmt: skip
COPIED_OF_FILES = (
    "township_id", "tenant_id", "kind", "name", "media_type", "size", "sha256", "storage_key",
    "original_key", "original_sha256", "original_size", "position", "text",
)  # fmt: skip


def begin_correction(
    session: Session, posting: Posting, *, actor_id: int, now: datetime, note_text: str
) -> Posting:
    """Begin the draft of a new edition with all that the published one says; return the draft.

    It goes through the whole chain like any draft; the published edition stays until then.
    Raises RuleBroken for anything but the newest edition on the board, without a note, and
    where a correction is under way: of two at once one wins.
    """
    words = clean_text(note_text)
    hold(session, posting)
    check_correct(posting.state, posting.kind, posting.superseded_by_id)
    check_note(words)
    if find_correction_under_way(session, posting) is not None:
        raise RuleBroken("correct_under_way")
    draft = Posting(**{name: getattr(posting, name) for name in COPIED})
    draft.content = deepcopy(posting.content)
    draft.state, draft.drafter_id = State.DRAFT, actor_id
    draft.corrects_id, draft.edition = posting.id, posting.edition + 1
    draft.correction_note = words
    draft.created_at = draft.updated_at = now
    session.add(draft)
    _write_once(session)
    _copy_files(session, posting, draft, now)
    remark = f"更正第 {posting.edition} 版"
    note(session, draft, Move.CREATE, actor_id=actor_id, now=now, remark=remark)
    return draft


def hold(session: Session, posting: Posting) -> None:
    """Keep a posting as it is until the transaction ends, and see what it is now.

    Who takes it off the board meanwhile waits, and then sees the correction that was begun.
    """
    others_may_point_to_it = {"key_share": True}
    seen = ["state", "superseded_by_id", "version"]
    session.refresh(posting, seen, with_for_update=others_may_point_to_it)


def explain_correction(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    note_text: str,
    version: int | None = None,
) -> None:
    """Write anew what a correction under way corrects, and why."""
    check_version(posting, version)
    check_move(posting.state, Move.SAVE)
    words = clean_text(note_text)
    check_note(words)
    posting.correction_note, posting.updated_at = words, now
    note(session, posting, Move.SAVE, actor_id=actor_id, now=now, remark="更正说明")


def put_correction_away(
    session: Session, posting: Posting, *, actor_id: int | None, now: datetime
) -> None:
    """Put away the correction under way of a posting that leaves the board."""
    found = find_correction_under_way(session, posting)
    if found is None:
        return
    found.state, found.awaiting, found.updated_at = State.DISCARDED, "", now
    found.scheduled_at = found.scheduled_by = None
    note(session, found, Move.DISCARD, actor_id=actor_id, now=now, remark="原件已离开公开栏")


def check_restorable(session: Session, posting: Posting) -> None:
    """Raise RuleBroken for a correction whose earlier edition waits for no such thing."""
    earlier = get_earlier_edition(session, posting)
    if earlier is None:
        return
    if earlier.state != State.PUBLISHED or find_correction_under_way(session, earlier) is not None:
        raise RuleBroken("restore_correction")


def _write_once(session: Session) -> None:
    """Write a new correction; the database lets an edition have one at a time."""
    try:
        write(session)
    except IntegrityError as clash:
        told = str(clash.orig)
        if "uq_postings_correction" in told or "postings.corrects_id" in told:
            raise RuleBroken("correct_under_way") from clash
        raise


def _copy_files(session: Session, posting: Posting, draft: Posting, now: datetime) -> None:
    """Let the new edition have the same files; the bytes are kept once."""
    copies = {}
    for file in posting.attachments:
        copy = Attachment(**{name: getattr(file, name) for name in COPIED_OF_FILES})
        copy.posting_id, copy.created_at = draft.id, now
        copy.findings = deepcopy(file.findings)
        session.add(copy)
        copies[file.id] = copy
    write(session)
    if html := draft.content.get("html"):
        keys = {key: copy.id for key, copy in copies.items()}
        draft.content = draft.content | {"html": richtext.replace_pictures(html, keys.get)}
    session.expire(draft, ["attachments"])
