"""Taking what phones send: each item for itself, none twice; the caller commits."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.indicators.models import Indicator
from ogi.audits.inspections.models import Visit, VisitEntry, VisitPhoto
from ogi.audits.inspections.queries.inspectors import check_visitor
from ogi.audits.inspections.queries.visiting import VisitAt, count_photos, get_visit
from ogi.audits.inspections.rules.sending import Answer, Outcome, SentEntry, SentPhoto
from ogi.audits.inspections.rules.visiting import (
    MARK_WORDS,
    MOST_PHOTOS,
    Mark,
    check_board,
    check_entry,
    check_open,
    check_under_way,
    is_plausible,
    marks_of,
    set_right,
)
from ogi.audits.inspections.rules.words import Result, VisitState
from ogi.audits.rules.matrix import BOARDS
from ogi.catalogue.models import Obligation
from ogi.platform.clock import local_date
from ogi.platform.db import if_undone
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.journal import record
from ogi.platform.snapshots import Snapshot
from ogi.platform.storage import Storage, StoredFile


@dataclass
class Sender:
    """Who sends, when it came, and how far the phone's clock is off, in seconds ahead."""

    township_id: int
    inspector_id: int
    now: datetime
    off_s: int = 0
    visits: dict[int, VisitAt] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A photo that was written anew before the transaction began."""

    stored: StoredFile
    snapshot: Snapshot


def receive_entry(session: Session, sender: Sender, sent: SentEntry) -> Answer:
    """Keep one entry, or say why not; one that is held already is held."""
    try:
        held = find_entry(session, sender.township_id, sent.client_key)
        if held is not None:
            return _held(held, sender, sent.client_key)
        at = _visit_of(session, sender, sent.visit_id)
        told = set_right(sent.captured_at, sender.off_s)
        captured_at = min(told, sender.now)  # or it would count before all that comes after
        check_times(at, captured_at)
        _check_asked(session, at, sent)
        marks = _marks(at, sender, told, sender.off_s)
        _add_entry(session, at, sender, sent, captured_at, marks)
        return Answer(sent.client_key, Outcome.KEPT, words_of(marks))
    except RuleBroken as refusal:
        return Answer.no(sent.client_key, refusal)


def receive_photo(
    session: Session, sender: Sender, sent: SentPhoto, clean: CleanPhoto, *, copies: Storage
) -> Answer:
    """Keep a photo with its entry, or say why not; the file goes where no row points to it."""
    if_undone(session, partial(copies.remove, clean.stored.key))
    try:
        held = find_photo(session, sender.township_id, sent.client_key)
        if held is not None:
            if held.storage_key != clean.stored.key:  # the same photo twice in a batch
                copies.remove(clean.stored.key)
            return _held(held, sender, sent.client_key)
        entry = check_photo(session, sender, sent)
        at = get_visit(session, sender.township_id, entry.visit_id)
        marks = _add_photo(session, at, sender, sent, entry, clean)
    except RuleBroken as refusal:
        copies.remove(clean.stored.key)
        return Answer.no(sent.client_key, refusal)
    return Answer(sent.client_key, Outcome.KEPT, words_of(marks))


def find_entry(session: Session, township_id: int, client_key: str) -> VisitEntry | None:
    """Return the entry that a phone made under a key."""
    wanted = select(VisitEntry).where(
        VisitEntry.township_id == township_id, VisitEntry.client_key == client_key
    )
    return session.scalars(wanted).one_or_none()


def find_photo(session: Session, township_id: int, client_key: str) -> VisitPhoto | None:
    """Return the photo that a phone made under a key."""
    wanted = select(VisitPhoto).where(
        VisitPhoto.township_id == township_id, VisitPhoto.client_key == client_key
    )
    return session.scalars(wanted).one_or_none()


def check_photo(session: Session, sender: Sender, sent: SentPhoto) -> VisitEntry:
    """Return the sender's entry that a photo belongs to; raises RuleBroken."""
    entry = find_entry(session, sender.township_id, sent.entry_key)
    if entry is None or entry.inspector_id != sender.inspector_id:
        raise RuleBroken("photo_entry")
    if count_photos(session, sender.township_id, sent.entry_key) >= MOST_PHOTOS:
        raise RuleBroken("photo_many", most=MOST_PHOTOS)
    return entry


def check_times(at: VisitAt, captured_at: datetime) -> None:
    """Raise RuleBroken unless the visit takes what was recorded at a moment."""
    inspection, visit = at.inspection, at.visit
    check_open(inspection.state, inspection.ended_at, captured_at, title=inspection.title)
    check_under_way(visit.state, visit.done_at, captured_at, tenant=at.tenant.name)


def words_of(marks: list[str]) -> str:
    """Return in words what is odd about a time."""
    return "；".join(MARK_WORDS[mark] for mark in marks)


def _visit_of(session: Session, sender: Sender, visit_id: int) -> VisitAt:
    """Return a visit of the sender's, locked so that the same batch waits; raises RuleBroken."""
    if visit_id not in sender.visits:
        try:
            at = get_visit(session, sender.township_id, visit_id)
        except NotFound:
            raise RuleBroken("visit_not_yours") from None
        if at.visit.inspector_id != sender.inspector_id:
            raise RuleBroken("visit_not_yours")
        check_visitor(session, at.visit, sender.inspector_id, today=local_date(sender.now))
        sender.visits[visit_id] = at
    return sender.visits[visit_id]


def lock_visits(session: Session, sender: Sender, visit_ids: set[int]) -> None:
    """Let batches about the same visits wait for each other, so that a key is looked up once."""
    wanted = (
        select(Visit)
        .where(
            Visit.township_id == sender.township_id,
            Visit.id.in_(visit_ids),
            Visit.inspector_id == sender.inspector_id,
        )
        .order_by(Visit.id)
        .with_for_update()
    )
    session.scalars(wanted).all()


def _held(row: VisitEntry | VisitPhoto, sender: Sender, client_key: str) -> Answer:
    if row.inspector_id != sender.inspector_id:
        raise RuleBroken("key_taken")
    return Answer(client_key, Outcome.HELD, words_of(row.marks))


def _check_asked(session: Session, at: VisitAt, sent: SentEntry) -> None:
    indicator = session.scalars(
        select(Indicator).where(
            Indicator.township_id == at.visit.township_id,
            Indicator.set_id == at.inspection.set_id,
            Indicator.id == sent.indicator_id,
            Indicator.method == "manual",
        )
    ).one_or_none()
    if indicator is None:
        raise RuleBroken("entry_indicator")
    check_board(sent.board, indicator.board, tuple(BOARDS))
    check_entry(sent.result, sent.faults, sent.remark)
    if sent.obligation_id is not None and not _owes(session, at, sent.obligation_id):
        raise RuleBroken("entry_sheet", field="sheet")


def _owes(session: Session, at: VisitAt, obligation_id: int) -> bool:
    wanted = select(Obligation.id).where(
        Obligation.township_id == at.visit.township_id,
        Obligation.tenant_id == at.visit.tenant_id,
        Obligation.id == obligation_id,
    )
    return session.scalars(wanted).one_or_none() is not None


def _marks(at: VisitAt, sender: Sender, captured_at: datetime, off_s: int) -> list[str]:
    starts_on, ended_at = at.inspection.starts_on, at.ended_at
    return marks_of(captured_at, sender.now, off_s, starts_on=starts_on, ended_at=ended_at)


def _add_entry(
    session: Session,
    at: VisitAt,
    sender: Sender,
    sent: SentEntry,
    captured_at: datetime,
    marks: list[str],
) -> None:
    if at.visit.state == VisitState.DUE:
        at.visit.state = VisitState.UNDER_WAY
        record(session, sender.inspector_id, "visit.begun", at.visit, at=sender.now)
    faulty = sent.result == Result.FAULT
    session.add(
        VisitEntry(
            tenant_id=at.visit.tenant_id,
            visit_id=at.visit.id,
            indicator_id=sent.indicator_id,
            board=sent.board,
            obligation_id=sent.obligation_id,
            result=sent.result,
            faults=sent.faults if faulty else 0,
            remark=sent.remark.strip(),
            inspector_id=sender.inspector_id,
            captured_at=captured_at,
            clock_off_s=sender.off_s,
            received_at=sender.now,
            marks=marks,
            client_key=sent.client_key,
        )
    )
    session.flush()


def _add_photo(
    session: Session,
    at: VisitAt,
    sender: Sender,
    sent: SentPhoto,
    entry: VisitEntry,
    clean: CleanPhoto,
) -> list[str]:
    """Add a photo's row; its clock is that of its entry, which was sent without heavy files."""
    origin, off_s = clean.snapshot.origin, entry.clock_off_s
    told = sent.captured_at
    if origin.taken_at is not None and is_plausible(origin.taken_at, told):
        told = origin.taken_at
    told = set_right(told, off_s)
    marks = [one for one in _marks(at, sender, told, off_s) if one != Mark.CLOCK]
    session.add(
        VisitPhoto(
            tenant_id=entry.tenant_id,
            visit_id=entry.visit_id,
            entry_key=entry.client_key,
            storage_key=clean.stored.key,
            sha256=clean.stored.sha256,
            media_type=clean.snapshot.media_type,
            size=clean.stored.size,
            width=clean.snapshot.width,
            height=clean.snapshot.height,
            latitude=origin.latitude if at.inspection.keeps_position else None,
            longitude=origin.longitude if at.inspection.keeps_position else None,
            inspector_id=sender.inspector_id,
            captured_at=min(told, sender.now),
            clock_off_s=off_s,
            received_at=sender.now,
            marks=marks,
            client_key=sent.client_key,
        )
    )
    session.flush()
    return marks
