"""Appending to a township's log and proving what is in it; the caller commits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ogi.platform.db.inserting import insert_missing
from ogi.platform.errors import NotFound
from ogi.platform.ledger.canonical import canonical
from ogi.platform.ledger.models import LedgerEntry, LedgerHead, LedgerNode
from ogi.platform.ledger.tree import (
    completed_by,
    consistency_spans,
    fold,
    inclusion_spans,
    leaf_hash,
    node_hash,
    peaks_of,
)

Place = tuple[int, int]
LEVEL_BITS = 50


def append(
    session: Session, subject: Any, kind: str, values: dict[str, Any], *, at: datetime
) -> LedgerEntry:
    """Add an entry about a township's row and return it; costs two hashes on average.

    Appending is serial in each township: the head row is locked until the caller commits.
    """
    session.flush()
    township_id = subject.township_id
    position = _take_position(session, township_id)
    about = f"{subject.__tablename__}:{subject.id}"
    told = {**values, "kind": kind, "position": position, "at": at.isoformat(), "subject": about}
    body = canonical(told)
    leaf = leaf_hash(body.encode())
    entry = LedgerEntry(
        township_id=township_id,
        position=position,
        kind=kind,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        body=body,
        leaf=leaf.hex(),
        at=at,
    )
    session.add(entry)
    _complete(session, township_id, position, leaf)
    session.flush()
    return entry


def size_of(session: Session, township_id: int) -> int:
    """Return how many entries the log has."""
    wanted = select(LedgerHead.size).where(LedgerHead.township_id == township_id)
    return session.scalars(wanted).one_or_none() or 0


def root_at(session: Session, township_id: int, size: int) -> bytes:
    """Return the root when the log had `size` entries; raises NotFound for a size to come."""
    if size > size_of(session, township_id):
        raise NotFound(size)
    return _roots(session, township_id, [(0, size)])[0]


def prove_inclusion(session: Session, township_id: int, position: int, size: int) -> list[bytes]:
    """Return the audit path of an entry in the log of that size; raises NotFound."""
    if not position < size <= size_of(session, township_id):
        raise NotFound(position)
    return _roots(session, township_id, inclusion_spans(size, position))


def prove_consistency(session: Session, township_id: int, old_size: int, size: int) -> list[bytes]:
    """Return the proof that the log only grew from one size to another; raises NotFound."""
    if not old_size <= size <= size_of(session, township_id):
        raise NotFound(old_size)
    return _roots(session, township_id, consistency_spans(size, old_size))


def _take_position(session: Session, township_id: int) -> int:
    grown = (
        update(LedgerHead)
        .where(LedgerHead.township_id == township_id)
        .values(size=LedgerHead.size + 1)
        .returning(LedgerHead.size)
        .execution_options(synchronize_session=False)
    )
    size = session.execute(grown).scalar_one_or_none()
    if size is None:  # the first entry: of two who come at once, one makes the row, both use it
        insert_missing(session, LedgerHead, [{"township_id": township_id, "size": 0}])
        size = session.execute(grown).scalar_one()
    return int(size) - 1


def _complete(session: Session, township_id: int, position: int, leaf: bytes) -> None:
    """Write down the inner nodes that the new leaf makes perfect."""
    made, new = leaf, list(completed_by(position))
    left = _nodes(session, township_id, [(level - 1, index * 2) for level, index in new])
    for level, index in new:
        made = node_hash(left[level - 1, index * 2], made)
        place = place_of(level, index)
        session.add(LedgerNode(township_id=township_id, place=place, hash=made.hex()))


def place_of(level: int, index: int) -> int:
    """Return the one number under which a tree's root is kept."""
    return (level << LEVEL_BITS) + index


def _roots(session: Session, township_id: int, spans: list[Place]) -> list[bytes]:
    places = {span: peaks_of(*span) for span in spans}
    nodes = _nodes(session, township_id, {place for span in spans for place in places[span]})
    return [fold([nodes[place] for place in places[span]]) for span in spans]


def _nodes(session: Session, township_id: int, places: Iterable[Place]) -> dict[Place, bytes]:
    """Return the hashes of trees at these places, leaves included; raises NotFound."""
    wanted = set(places)
    leaves = {index for level, index in wanted if level == 0}
    found: dict[Place, bytes] = {}
    if leaves:
        rows = select(LedgerEntry.position, LedgerEntry.leaf).where(
            LedgerEntry.township_id == township_id, LedgerEntry.position.in_(leaves)
        )
        found |= {(0, row.position): bytes.fromhex(row.leaf) for row in session.execute(rows)}
    inner = {place_of(*place): place for place in wanted if place[0] > 0}
    if inner:
        kept = select(LedgerNode.place, LedgerNode.hash).where(
            LedgerNode.township_id == township_id, LedgerNode.place.in_(inner)
        )
        found |= {inner[row.place]: bytes.fromhex(row.hash) for row in session.execute(kept)}
    if found.keys() != wanted:
        raise NotFound("the log's tree has a hole")
    return found
