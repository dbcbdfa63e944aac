"""Visits as their inspector and the township see them: what is asked, and what was seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from ogi.audits.indicators.models import Indicator
from ogi.audits.inspections.models import Inspection, Visit, VisitEntry, VisitPhoto
from ogi.audits.inspections.rules.words import Result, State, VisitState
from ogi.platform.errors import NotFound
from ogi.postings.models import Posting
from ogi.tenants.models import Staff, Tenant

ORDER = {VisitState.UNDER_WAY: 0, VisitState.DUE: 1, VisitState.DONE: 2}
Place = tuple[int, str]
"""An indicator's key and a board: what an entry is about."""


@dataclass(frozen=True, slots=True)
class VisitAt:
    """A visit with its inspection, its tenant and its inspector's name."""

    visit: Visit
    inspection: Inspection
    tenant: Tenant
    inspector: str

    @property
    def is_open(self) -> bool:
        """Whether something can be recorded now."""
        return self.inspection.state == State.OPEN and self.visit.state != VisitState.DONE

    @property
    def ended_at(self) -> datetime | None:
        """When it was done, or its inspection was closed."""
        return self.visit.done_at or self.inspection.ended_at


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry with its photos; `counts` says whether it is the latest of its place."""

    entry: VisitEntry
    photos: tuple[VisitPhoto, ...]
    counts: bool = True

    @property
    def place(self) -> Place:
        """What it is about."""
        return self.entry.indicator_id, self.entry.board


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a visit is: indicators to look at, looked at, and with faults."""

    asked: int
    answered: int
    faulty: int


def visits_statement(township_id: int, inspector_id: int, state: str = "") -> Select[Any]:
    """Return a person's visits of inspections that go on or are over, the latest done first."""
    wanted = _visits(township_id).where(
        Visit.inspector_id == inspector_id, Inspection.state != State.CANCELLED
    )
    if state:
        wanted = wanted.where(Visit.state == state)
    place = case(ORDER, value=Visit.state, else_=len(ORDER))
    late = case((Inspection.state == State.CLOSED, 1), else_=0)
    latest = Visit.done_at.desc()
    return wanted.order_by(late, place, latest, Inspection.ends_on, Tenant.position, Visit.id)


def visits_of(rows: Iterable[Any]) -> list[VisitAt]:
    """Return a statement's rows as visits."""
    return [VisitAt(*row) for row in rows]


def get_visit(session: Session, township_id: int, visit_id: int) -> VisitAt:
    """Return one visit of the township; raises NotFound."""
    row = session.execute(_visits(township_id).where(Visit.id == visit_id)).one_or_none()
    if row is None:
        raise NotFound
    return VisitAt(*row)


def _visits(township_id: int) -> Select[Any]:
    wanted = (
        select(Visit, Inspection, Tenant, Staff.name)
        .join(
            Inspection,
            and_(Inspection.township_id == Visit.township_id, Inspection.id == Visit.inspection_id),
        )
        .join(Tenant, and_(Tenant.township_id == Visit.township_id, Tenant.id == Visit.tenant_id))
        .join(Staff, and_(Staff.township_id == Visit.township_id, Staff.id == Visit.inspector_id))
        .where(Visit.township_id == township_id)
    )
    return cast("Select[Any]", wanted)


def list_manual(session: Session, inspection: Inspection) -> Sequence[Indicator]:
    """Return the indicators that are looked at on the spot, in their order."""
    wanted = select(Indicator).where(
        Indicator.township_id == inspection.township_id,
        Indicator.set_id == inspection.set_id,
        Indicator.method == "manual",
    )
    return session.scalars(wanted.order_by(Indicator.position, Indicator.id)).all()


def list_seen(session: Session, visit: Visit) -> list[Seen]:
    """Return everything recorded on a visit with its photos, first to last."""
    entries = session.scalars(
        select(VisitEntry)
        .where(VisitEntry.township_id == visit.township_id, VisitEntry.visit_id == visit.id)
        .order_by(VisitEntry.captured_at, VisitEntry.id)
    ).all()
    photos: dict[str, list[VisitPhoto]] = {}
    for photo in _photos(session, visit):
        photos.setdefault(photo.entry_key, []).append(photo)
    latest = {(one.indicator_id, one.board): one.id for one in entries}
    return [
        Seen(
            one,
            tuple(photos.get(one.client_key, ())),
            latest[one.indicator_id, one.board] == one.id,
        )
        for one in entries
    ]


def latest_of(seen: Iterable[Seen]) -> dict[Place, Seen]:
    """Return the entry that counts for each place."""
    return {one.place: one for one in seen if one.counts}


def progress_of(asked: Sequence[Indicator], seen: Iterable[Seen]) -> Progress:
    """Return how far a visit is; an indicator is answered by an entry on any board."""
    counting = [one.entry for one in seen if one.counts]
    answered = {one.indicator_id for one in counting}
    faulty = {one.indicator_id for one in counting if one.result == Result.FAULT}
    return Progress(len(asked), len(answered & {one.id for one in asked}), len(faulty))


def list_photos_of_entry(session: Session, entry: VisitEntry) -> list[VisitPhoto]:
    """Return the photos of what an entry is about, first to last.

    An entry that only corrects the words of an earlier one keeps the photos of it.
    """
    keys = select(VisitEntry.client_key).where(
        VisitEntry.township_id == entry.township_id,
        VisitEntry.visit_id == entry.visit_id,
        VisitEntry.indicator_id == entry.indicator_id,
        VisitEntry.board == entry.board,
        VisitEntry.result == entry.result,
        VisitEntry.captured_at <= entry.captured_at,
    )
    wanted = select(VisitPhoto).where(
        VisitPhoto.township_id == entry.township_id,
        VisitPhoto.visit_id == entry.visit_id,
        VisitPhoto.entry_key.in_(keys),
    )
    ordered = wanted.order_by(VisitPhoto.captured_at, VisitPhoto.id)
    return list(session.scalars(ordered))


def get_photo(session: Session, township_id: int, visit_id: int, photo_id: int) -> VisitPhoto:
    """Return one photo of a visit; raises NotFound."""
    wanted = select(VisitPhoto).where(
        VisitPhoto.township_id == township_id,
        VisitPhoto.visit_id == visit_id,
        VisitPhoto.id == photo_id,
    )
    photo = session.scalars(wanted).one_or_none()
    if photo is None:
        raise NotFound
    return photo


def count_photos(session: Session, township_id: int, entry_key: str) -> int:
    """Return how many photos an entry has."""
    wanted = select(func.count(VisitPhoto.id)).where(
        VisitPhoto.township_id == township_id, VisitPhoto.entry_key == entry_key
    )
    return session.scalar(wanted) or 0


def index_numbers(session: Session, tenant: Tenant, posting_ids: Iterable[int]) -> dict[int, str]:
    """Return the index numbers (索引号) of postings by their keys."""
    wanted = select(Posting.id, Posting.index_number).where(
        Posting.township_id == tenant.township_id,
        Posting.tenant_id == tenant.id,
        Posting.id.in_(list(posting_ids)),
    )
    return {key: number or "" for key, number in session.execute(wanted)}


def _photos(session: Session, visit: Visit) -> Sequence[VisitPhoto]:
    wanted = select(VisitPhoto).where(
        VisitPhoto.township_id == visit.township_id, VisitPhoto.visit_id == visit.id
    )
    return session.scalars(wanted.order_by(VisitPhoto.captured_at, VisitPhoto.id)).all()
