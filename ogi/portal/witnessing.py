"""The district as witness of its townships' logs: each only grows, and shows all the same.

What was seen is kept in the database for all to read, and in a folder beside it, so that a
database wound back as a whole is found too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.platform.errors import NotFound
from ogi.platform.journal import record
from ogi.platform.ledger import store
from ogi.platform.ledger.checking import Fault
from ogi.platform.ledger.cosigning import COSIGNATURE, Witness, check_cosigned
from ogi.platform.ledger.models import LedgerWitness
from ogi.platform.ledger.note import Checkpoint, NoteError, Signer, Verifier, open_note
from ogi.platform.ledger.tree import MemoryTree, ProofError, check_consistency
from ogi.portal.proving import checkpoint_of
from ogi.tenants.models import Township

AGREED, REFUSED = "agreed", "refused"
FOLDER = "witnessed"


@dataclass(frozen=True, slots=True)
class Keys:
    """Who signs a township's checkpoints, and who witnesses them."""

    signer: Signer
    witness: Witness


def witness_log(
    session: Session, township: Township, keys: Keys, *, kept: Checkpoint | None, now: datetime
) -> LedgerWitness:
    """Compare a log with the last checkpoint witnessed, cosign it or refuse; the caller commits.

    `kept` is what the folder has. A refusal goes into the journal.
    """
    note = checkpoint_of(session, township.id, keys.signer)
    point = Checkpoint.parse(open_note(note, [keys.signer.verifier]))
    seen = [one for one in (kept, find_witnessed(session, township.id)) if one is not None]
    fault = next((text for one in seen if (text := _fault(session, township, one, point))), "")
    row = LedgerWitness(
        township_id=township.id,
        size=point.size,
        root=point.root.hex(),
        note=note if fault else keys.witness.cosign(note, at=now),
        witness=str(keys.witness.verifier),
        witnessed_at=now,
        outcome=REFUSED if fault else AGREED,
        fault=fault,
    )
    session.add(row)
    if fault:
        record(session, None, "ledger.refused", row, at=now, fault=fault)
    session.flush()
    return row


def _fault(session: Session, township: Township, seen: Checkpoint, point: Checkpoint) -> str:
    if point.size < seen.size:
        return f"见证过 {seen.size} 条，现在只有 {point.size} 条：记录被截短或退回"
    try:
        path = store.prove_consistency(session, township.id, seen.size, point.size)
        check_consistency(seen.size, seen.root, point.size, point.root, path)
    except (ProofError, NotFound):
        return f"与见证过的前 {seen.size} 条对不上：记录被改写，或者另有一本"
    return ""


def find_witnessed(session: Session, township_id: int) -> Checkpoint | None:
    """Return the longest checkpoint that the database keeps as witnessed, or None."""
    row = find_cosigned(session, township_id)
    return None if row is None else Checkpoint.parse(row.note.rpartition("\n\n")[0] + "\n")


def find_cosigned(session: Session, township_id: int) -> LedgerWitness | None:
    """Return what was cosigned of the longest log, or None."""
    wanted = (
        select(LedgerWitness)
        .where(LedgerWitness.township_id == township_id, LedgerWitness.outcome == AGREED)
        .order_by(LedgerWitness.size.desc(), LedgerWitness.id.desc())
        .limit(1)
    )
    return session.scalars(wanted).first()


def list_witnessed(session: Session, township_id: int, limit: int) -> Sequence[LedgerWitness]:
    """Return what was witnessed or refused, latest first."""
    wanted = (
        select(LedgerWitness)
        .where(LedgerWitness.township_id == township_id)
        .order_by(LedgerWitness.id.desc())
        .limit(limit)
    )
    return session.scalars(wanted).all()


def read_kept(folder: Path, signer: Signer) -> Checkpoint | None:
    """Return the checkpoint kept beside the database; raises NoteError for a spoilt one."""
    path = _path(folder, signer)
    if not path.exists():
        return None
    return Checkpoint.parse(open_note(path.read_text(encoding="utf-8"), [signer.verifier]))


def keep(folder: Path, signer: Signer, row: LedgerWitness) -> None:
    """Keep a cosigned checkpoint beside the database, in place of the shorter one before."""
    if row.outcome != AGREED:
        return
    path = _path(folder, signer)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = path.with_suffix(".new")
    made.write_text(row.note, encoding="utf-8")
    made.replace(path)


def _path(folder: Path, signer: Signer) -> Path:
    return folder / f"{signer.verifier.name.rpartition('/')[2]}.checkpoint"


def check_witnessed(
    session: Session, township_id: int, tree: MemoryTree, signer: Verifier
) -> list[Fault]:
    """Compare every checkpoint kept as witnessed with the tree, and its row with its note."""
    wanted = select(LedgerWitness).where(LedgerWitness.township_id == township_id)
    rows = session.scalars(wanted.order_by(LedgerWitness.id)).all()
    faults = [
        Fault(f"ledger_witnesses id={row.id}", text)
        for row in rows
        if (text := _row_fault(row, tree, signer))
    ]
    if rows and rows[-1].outcome == REFUSED:
        faults.append(Fault(f"ledger_witnesses id={rows[-1].id}", f"拒绝见证：{rows[-1].fault}"))
    return faults


def _row_fault(row: LedgerWitness, tree: MemoryTree, signer: Verifier) -> str:
    try:
        point = Checkpoint.parse(open_note(row.note, [signer]))
        if row.outcome == AGREED:
            _check_cosigned(row)
        elif row.note.count("\u2014") > 1:
            return "见证过的检查点被改成拒绝见证"
    except NoteError:
        return "见证过的检查点或见证的签名被改过"
    if (point.size, point.root.hex()) != (row.size, row.root):
        return "见证的条数或散列与检查点不符"
    if row.outcome == REFUSED:
        return ""
    if point.size > tree.size:
        return f"见证过 {point.size} 条，现在只有 {tree.size} 条"
    return "" if tree.root(point.size) == point.root else "见证过的检查点与现在的记录不是同一本"


def _check_cosigned(row: LedgerWitness) -> None:
    from_key = Verifier.parse(row.witness, kind=COSIGNATURE)
    if check_cosigned(row.note, from_key) != row.witnessed_at.replace(microsecond=0):
        raise NoteError("the moment is not the one that was signed")
