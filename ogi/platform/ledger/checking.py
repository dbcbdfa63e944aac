"""Going through a township's whole log: bodies, leaves, nodes, length, and what was kept."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Text, cast, inspect, select
from sqlalchemy.orm import Session

from ogi.platform.db.engine import dialect_of
from ogi.platform.db.model import TownshipOwned, UtcDateTime
from ogi.platform.ledger.models import LedgerEntry, LedgerNode
from ogi.platform.ledger.note import Checkpoint
from ogi.platform.ledger.store import place_of, size_of
from ogi.platform.ledger.tree import MemoryTree, completed_by, leaf_hash

Kept = Mapping[str, Any]
BATCH = 1_000
BROKEN = "有一列读不出来"
MOMENT = re.compile(r"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")
UNREADABLE = (ValueError, TypeError)
Row = TypeVar("Row", bound=TownshipOwned)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the log says: which row, and what is wrong with it."""

    row: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry read back: its place, its row, and the values of its body."""

    position: int
    kind: str
    subject_id: int
    values: Kept


def each_row(
    session: Session, model: type[Row], *where: ColumnElement[bool], order: Any = None
) -> Iterator[tuple[int, Row | None]]:
    """Yield rows with their keys, in order; None for a row with a value that nobody can read."""
    wanted = select(model.id).where(*where).order_by(model.id if order is None else order)
    keys = session.scalars(wanted).all()
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        try:
            found = {
                row.id: row for row in session.scalars(select(model).where(model.id.in_(part)))
            }
        except UNREADABLE:
            found = {key: row for key in part if (row := _read_one(session, model, key))}
        for key in _ill_written(session, model, part):
            found.pop(key, None)
        yield from ((key, found.get(key)) for key in part)
        for row in found.values():
            session.expunge(row)


def _ill_written(session: Session, model: type[Row], keys: Sequence[int]) -> set[int]:
    """Return the rows with a moment that is not written as the product writes it.

    SQLite keeps moments as texts, and is read leniently; PostgreSQL keeps no texts.
    """
    if dialect_of(session) != "sqlite":
        return set()
    moments = [
        cast(getattr(model, column.key), Text)
        for column in inspect(model).columns
        if isinstance(column.type, UtcDateTime)
    ]
    rows = session.execute(select(model.id, *moments).where(model.id.in_(keys)))
    return {key for key, *texts in rows if not all(MOMENT.fullmatch(text or "") for text in texts)}


def _read_one(session: Session, model: type[Row], key: int) -> Row | None:
    try:
        return session.scalars(select(model).where(model.id == key)).one()
    except UNREADABLE:
        return None


def told(entry: LedgerEntry) -> Told:
    """Return an entry's values; a body that is no JSON has none."""
    try:
        read = json.loads(entry.body)
    except ValueError:
        read = {}
    values = read if isinstance(read, dict) else {}
    return Told(entry.position, entry.kind, entry.subject_id, values)


@dataclass(frozen=True, slots=True)
class Checked:
    """A log gone through once: its tree, what its entries tell, and what is wrong with it."""

    tree: MemoryTree
    entries: list[Told]
    faults: list[Fault]


def check_tree(session: Session, township_id: int, kept: Iterable[Checkpoint] = ()) -> Checked:
    """Rebuild the tree from the bodies and compare all that is stored.

    `kept` are checkpoints from outside: each must be what the log stood at.
    """
    tree, entries, faults = MemoryTree(), [], []
    own = LedgerEntry.township_id == township_id
    for key, entry in each_row(session, LedgerEntry, own, order=LedgerEntry.position):
        if entry is None:
            faults.append(Fault(f"ledger_entries id={key}", BROKEN))
            continue
        row = f"ledger_entries position={entry.position}"
        if entry.position != tree.size:
            faults.append(Fault(row, f"缺第 {tree.size} 条"))
        leaf = leaf_hash(entry.body.encode())
        if leaf.hex() != entry.leaf:
            faults.append(Fault(row, "内容与叶子散列不符"))
        entries.append(said := told(entry))
        if (said.values.get("position"), said.values.get("kind")) != (entry.position, entry.kind):
            faults.append(Fault(row, "内容与本行的序号或种类不符"))
        if not is_at(said.values, entry):
            faults.append(Fault(row, "内容与本行的时间或所指的行不符"))
        tree.append(leaf)
    faults += _check_nodes(session, township_id, tree)
    if size_of(session, township_id) != tree.size:
        faults.append(Fault("ledger_heads", f"记录的条数与实有的 {tree.size} 条不符"))
    faults += check_kept(tree, kept)
    return Checked(tree, entries, faults)


def is_at(values: Kept, entry: LedgerEntry) -> bool:
    """Tell whether a row of the log has the moment and the subject that its body tells.

    The oldest bodies do not name their subject; the rooms' own checks find those out.
    """
    subject = f"{entry.subject_type}:{entry.subject_id}"
    try:
        at = datetime.fromisoformat(str(values.get("at")))
    except ValueError:
        return False
    return at == entry.at and values.get("subject", subject) == subject


def check_kept(tree: MemoryTree, kept: Iterable[Checkpoint]) -> list[Fault]:
    """Compare a tree with checkpoints kept outside: nothing cut off, nothing rewritten."""
    faults = []
    for point in kept:
        row = f"checkpoint {point.size}"
        if point.size > tree.size:
            faults.append(Fault(row, f"存下的检查点有 {point.size} 条，现在只有 {tree.size} 条"))
        elif tree.root(point.size) != point.root:
            faults.append(Fault(row, "存下的检查点与现在的记录不是同一本"))
    return faults


def _check_nodes(session: Session, township_id: int, tree: MemoryTree) -> list[Fault]:
    wanted = select(LedgerNode.place, LedgerNode.hash).where(LedgerNode.township_id == township_id)
    stored = {row.place: row.hash for row in session.execute(wanted)}
    due = {place_of(*node): node for index in range(tree.size) for node in completed_by(index)}
    faults = []
    for place in sorted(due.keys() | stored.keys()):
        row = f"ledger_nodes place={place}"
        if place not in stored:
            faults.append(Fault(row, "节点缺失"))
        elif place not in due:
            faults.append(Fault(row, "多出的节点"))
        elif tree.node(*due[place]).hex() != stored[place]:
            faults.append(Fault(row, "节点散列不符"))
    return faults


def last_by_subject(entries: Iterable[Told], *kinds: str) -> dict[int, Told]:
    """Return each row's last entry of these kinds."""
    return {entry.subject_id: entry for entry in entries if entry.kind in kinds}


Checker = Callable[[Session, int, list[Told]], list[Fault]]
"""Compares a room's rows with what the log says of them."""
