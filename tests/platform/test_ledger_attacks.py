"""A hundred thousand attacks on a log, each found, and found by both checkers alike.

One checker is the product's, the other the stand-alone file that villagers run.
"""

import importlib.util
import random
from pathlib import Path

import pytest

import ogi
from ogi.platform.ledger.tree import (
    MemoryTree,
    ProofError,
    check_consistency,
    check_inclusion,
    leaf_hash,
)

pytestmark = pytest.mark.slow

EACH = 25_000
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
