"""Merkle tree hashes, inclusion proofs and consistency proofs (RFC 6962 §2.1, RFC 9162 §2.1)."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"
EMPTY_ROOT = sha256(b"").digest()


class ProofError(ValueError):
    """A proof does not lead to the root that it should lead to."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the 32-byte hash of an entry as a leaf."""
    return sha256(LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of an inner node."""
    return sha256(NODE + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes; the empty tree has the hash of nothing."""
    peaks: list[tuple[int, bytes]] = []  # (size, root) of perfect trees, largest first
    for leaf in leaves:
        size, root = 1, leaf
        while peaks and peaks[-1][0] == size:
            root = node_hash(peaks.pop()[1], root)
            size *= 2
        peaks.append((size, root))
    if not peaks:
        return EMPTY_ROOT
    root = peaks.pop()[1]
    while peaks:
        root = node_hash(peaks.pop()[1], root)
    return root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of one leaf, from the leaf upwards; raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path: list[bytes] = []
    first, last = 0, len(leaves)
    while last - first > 1:
        middle = first + _largest_power_below(last - first)
        if index < middle:
            path.append(root_of(leaves[middle:last]))
            last = middle
        else:
            path.append(root_of(leaves[first:middle]))
            first = middle
    path.reverse()
    return path


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the tree only grew since it had `old_size` leaves.

    Raises IndexError for a size that it never had.
    """
    if not 0 <= old_size <= len(leaves):
        raise IndexError(old_size)
    if old_size in (0, len(leaves)):
        return []
    path: list[bytes] = []
    first, last, size, whole = 0, len(leaves), old_size, True
    while size != last - first:
        middle = first + _largest_power_below(last - first)
        if size <= middle - first:
            path.append(root_of(leaves[middle:last]))
            last = middle
        else:
            path.append(root_of(leaves[first:middle]))
            size -= middle - first
            first, whole = middle, False
    if not whole:
        path.append(root_of(leaves[first:last]))
    path.reverse()
    return path


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise ProofError unless the path leads from the leaf to the root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofError("the leaf lies outside the tree")
    made = leaf
    for part, on_left in _beside(path, index, size - 1):
        made = node_hash(part, made) if on_left else node_hash(made, part)
    if made != root:
        raise ProofError("the path leads to another root")


def check_consistency(
    old_size: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]
) -> None:
    """Raise ProofError unless the new tree holds the old one unchanged (RFC 9162 §2.1.4.2)."""
    if old_size > size:
        raise ProofError("the tree became smaller")
    if old_size in (0, size):
        expected = EMPTY_ROOT if old_size == 0 else root
        if path or old_root != expected:
            raise ProofError("the roots differ")
        return
    is_perfect = old_size & (old_size - 1) == 0  # then the old tree is itself the first part
    parts = [old_root, *path] if is_perfect else list(path)
    if not parts:
        raise ProofError("the path is too short")
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_made = new_made = parts[0]
    for part, on_left in _beside(parts[1:], node, last):
        if on_left:
            old_made = node_hash(part, old_made)
        new_made = node_hash(part, new_made) if on_left else node_hash(new_made, part)
    if old_made != old_root or new_made != root:
        raise ProofError("the path leads to other roots")


def _beside(path: Sequence[bytes], node: int, last: int) -> Iterator[tuple[bytes, bool]]:
    """Pair each part of a path with whether it stands to the left of what is made so far.

    Raises ProofError when the path is not exactly as long as the way to the root.
    """
    for part in path:
        if last == 0:
            raise ProofError("the path is too long")
        on_left = bool(node & 1) or node == last
        while on_left and node and not node & 1:
            node, last = node >> 1, last >> 1
        yield part, on_left
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the path is too short")


def _largest_power_below(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1
