"""A hundred thousand attacks on a log, each found, and found by both checkers alike.

One checker is the product's, the other the stand-alone file that villagers run.
"""

import importlib.util
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

import ogi
from ogi.platform.ledger.cosigning import Witness, check_cosigned
from ogi.platform.ledger.note import Checkpoint, NoteError, Signer, open_note
from ogi.platform.ledger.tree import (
    MemoryTree,
    ProofError,
    check_consistency,
    check_inclusion,
    leaf_hash,
)

pytestmark = pytest.mark.slow

EACH = 25_000
SIGNED = 1_500
"""Signatures take the one file's own arithmetic some milliseconds each."""
AT = datetime(2026, 5, 6, 4, tzinfo=UTC)
SIGNER = Signer("ogi/qingshan", bytes(range(32)))
WITNESS = Witness("ogi/district/jiangcheng", bytes(range(1, 33)))
LONGEST = 48
PROGRAM = Path(ogi.__file__).parent / "static" / "verify" / "ogi-verify.py"


@pytest.fixture(scope="module")
def program():
    spec = importlib.util.spec_from_file_location("ogi_verify_attacked", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def log() -> tuple[list[str], MemoryTree]:
    bodies = [f'{{"kind":"posting.published","position":{number}}}' for number in range(LONGEST)]
    return bodies, MemoryTree(leaf_hash(body.encode()) for body in bodies)


def chance_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same attacks each time, no secret


def flip(data: bytes, chance: random.Random) -> bytes:
    """Return the data with one bit turned over."""
    bit = chance.randrange(len(data) * 8)
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def is_included(program, *proof) -> bool:
    """Ask both checkers about a proof of inclusion; they have to agree."""
    try:
        check_inclusion(*proof)
        ours = True
    except ProofError:
        ours = False
    try:
        program.check_inclusion(*proof)
        theirs = True
    except program.Wrong:
        theirs = False
    assert ours is theirs
    return ours


def has_grown(program, old_size, old_root, size, root, path) -> bool:
    """Ask both checkers about a proof of growth; they have to agree."""
    try:
        check_consistency(old_size, old_root, size, root, path)
        ours = True
    except ProofError:
        ours = False
    try:
        program.check_growth(old_size, old_root, size, root, path)
        theirs = True
    except program.Wrong:
        theirs = False
    assert ours is theirs
    return ours


def test_every_changed_bit_of_an_entry_a_path_or_a_root_is_found(program, log):
    bodies, tree = log
    chance = chance_of(6962)
    missed = 0
    for _ in range(EACH):
        size = chance.randrange(1, LONGEST + 1)
        index = chance.randrange(size)
        body, root = bodies[index].encode(), tree.root(size)
        path = tree.inclusion_proof(index, size)
        assert is_included(program, leaf_hash(body), index, size, path, root)
        what = chance.randrange(3 if path else 2)
        if what == 0:
            body = flip(body, chance)
        elif what == 1:
            root = flip(root, chance)
        else:
            place = chance.randrange(len(path))
            path[place] = flip(path[place], chance)
        missed += is_included(program, leaf_hash(body), index, size, path, root)
    assert missed == 0


def test_every_entry_passed_off_as_another_is_found(program, log):
    bodies, tree = log
    chance = chance_of(9162)
    missed = 0
    for _ in range(EACH):
        size = chance.randrange(2, LONGEST + 1)
        index, other = chance.sample(range(size), 2)
        path = tree.inclusion_proof(index, size)
        leaf = leaf_hash(bodies[other].encode())
        missed += is_included(program, leaf, index, size, path, tree.root(size))
    assert missed == 0


def test_every_log_cut_short_or_wound_back_is_found(program, log):
    _bodies, tree = log
    chance = chance_of(2026)
    missed = 0
    for _ in range(EACH):
        size = chance.randrange(2, LONGEST + 1)
        cut = chance.randrange(1, size)
        honest = tree.consistency_proof(cut, size)
        # the shorter log is shown as if it were the longer one, with any path at hand
        for path in (honest, [], tree.consistency_proof(cut, cut)):
            missed += has_grown(program, size, tree.root(size), cut, tree.root(cut), path)
            missed += has_grown(program, size, tree.root(size), size, tree.root(cut), path)
    assert missed == 0


def test_every_second_history_shown_to_somebody_else_is_found(program, log):
    bodies, tree = log
    chance = chance_of(2)
    leaves = [leaf_hash(body.encode()) for body in bodies]
    missed = 0
    for _ in range(EACH // 25):
        split = chance.randrange(LONGEST - 1)
        forged = [*leaves[:split], *(flip(leaf, chance) for leaf in leaves[split:])]
        other = MemoryTree(forged)
        for _again in range(25):
            old_size = chance.randrange(split + 1, LONGEST)
            path = other.consistency_proof(old_size)
            missed += has_grown(program, old_size, tree.root(old_size), LONGEST, other.root(), path)
    assert missed == 0


def note_of(tree: MemoryTree, size: int) -> str:
    return SIGNER.sign(str(Checkpoint("ogi/qingshan", size, tree.root(size))))


def is_cosigned(program, note: str) -> bool:
    """Ask both checkers whether the log and its witness signed a note; they have to agree."""
    try:
        open_note(note, [SIGNER.verifier])
        check_cosigned(note, WITNESS.verifier)
        ours = True
    except NoteError:
        ours = False
    try:
        program.open_checkpoint(note, str(SIGNER.verifier), str(WITNESS.verifier))
        theirs = True
    except (program.Wrong, ValueError):
        theirs = False
    assert ours is theirs
    return ours


def test_every_changed_bit_of_a_cosigned_checkpoint_is_found(program, log):
    _bodies, tree = log
    chance = chance_of(4)
    missed = 0
    for number in range(SIGNED):
        note = WITNESS.cosign(note_of(tree, chance.randrange(1, LONGEST + 1)), at=AT)
        assert number % 100 or is_cosigned(program, note)
        changed = flip(note.encode(), chance).decode("utf-8", "replace")
        missed += changed != note and is_cosigned(program, changed)
    assert missed == 0


@pytest.mark.parametrize("attack", ["rewind", "fork", "split", "none"])
def test_witness_of_ones_own_finds_every_other_history(program, log, tmp_path, attack):
    bodies, tree = log
    chance = chance_of(len(attack))
    leaves = [leaf_hash(body.encode()) for body in bodies]
    for number in range(60):
        folder, file = tmp_path / f"{attack}{number}", tmp_path / "file"
        seen = chance.randrange(2, LONGEST - 1)
        now = {"rewind": seen - 1, "split": seen}.get(attack, LONGEST)
        split = chance.randrange(seen)
        forged = [*leaves[:split], *(flip(leaf, chance) for leaf in leaves[split:])]
        shown = MemoryTree(forged) if attack in ("fork", "split") else tree

        def grown(of: MemoryTree, old: int, size: int) -> str:
            proof = {"key": str(SIGNER.verifier), "old": note_of(of, old), "new": note_of(of, size),
                     "path": [part.hex() for part in of.consistency_proof(old, size)]}  # fmt: skip
            return json.dumps(proof)

        file.write_text(grown(tree, 0, seen), "utf-8")
        program.check_seen(file, folder, None)
        file.write_text(grown(shown, min(seen, now), now), "utf-8")
        if attack == "none":
            program.check_seen(file, folder, None)
            continue
        with pytest.raises(program.Wrong):
            program.check_seen(file, folder, None)
