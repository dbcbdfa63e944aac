"""The Merkle tree: published vectors, and every proof for every size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.platform.ledger.tree import (
    EMPTY_ROOT,
    MemoryTree,
    ProofError,
    check_consistency,
    check_inclusion,
    leaf_hash,
)

# the entries and roots with which implementations of RFC 6962 check one another
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243",
        "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def root_of(leaves):
    return MemoryTree(leaves).root()


def inclusion_proof(leaves, index):
    return MemoryTree(leaves).inclusion_proof(index)


def consistency_proof(leaves, old_size):
    return MemoryTree(leaves).consistency_proof(old_size)


def leaves_of(size):
    return [leaf_hash(b"entry %d" % number) for number in range(size)]


@pytest.mark.parametrize(("size", "root"), list(enumerate(ROOTS, start=1)))
def test_tree_gives_the_published_roots(size, root):
    assert root_of([leaf_hash(entry) for entry in ENTRIES[:size]]).hex() == root


def test_empty_tree_is_the_hash_of_nothing():
    assert root_of([]) == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_of_every_size_is_proved(size):
    leaves = leaves_of(size)
    root = root_of(leaves)
    for index in range(size):
        path = inclusion_proof(leaves, index)
        check_inclusion(leaves[index], index, size, path, root)
        with pytest.raises(ProofError):
            check_inclusion(leaf_hash(b"forged"), index, size, path, root)
        with pytest.raises(ProofError):
            check_inclusion(leaves[index], index, size, [*path, root], root)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_growth_to_every_size_is_proved(size):
    leaves = leaves_of(size)
    for old_size in range(size + 1):
        path = consistency_proof(leaves, old_size)
        old_root = root_of(leaves[:old_size])
        check_consistency(old_size, old_root, size, root_of(leaves), path)
        if 0 < old_size < size:
            changed = [leaf_hash(b"forged"), *leaves[1:]]
            with pytest.raises(ProofError):
                check_consistency(old_size, old_root, size, root_of(changed), path)


@given(st.integers(2, 200), st.data())
def test_changed_path_is_refused(size, data):
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_proof(leaves, index)
    place = data.draw(st.integers(0, len(path) - 1))
    path[place] = leaf_hash(b"forged")
    with pytest.raises(ProofError):
        check_inclusion(leaves[index], index, size, path, root_of(leaves))


def test_leaf_and_node_never_share_a_hash():
    left, right = leaves_of(2)
    assert leaf_hash(left + right) != root_of([left, right])


def test_smaller_tree_is_refused():
    leaves = leaves_of(5)
    with pytest.raises(ProofError):
        check_consistency(5, root_of(leaves), 4, root_of(leaves[:4]), [])
    with pytest.raises(IndexError):
        consistency_proof(leaves, 6)
    with pytest.raises(IndexError):
        inclusion_proof(leaves, 5)
