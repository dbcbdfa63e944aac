"""Merkle tree hashes, inclusion proofs and consistency proofs (RFC 6962 §2.1, RFC 9162 §2.1)."""

from collections.abc import Iterable, Iterator, Sequence
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


def fold(peaks: Sequence[bytes]) -> bytes:
    """Return the root over perfect trees that stand side by side, the largest first."""
    if not peaks:
        return EMPTY_ROOT
    made = peaks[-1]
    for peak in reversed(peaks[:-1]):
        made = node_hash(peak, made)
    return made


def peaks_of(first: int, last: int) -> list[tuple[int, int]]:
    """Return the perfect trees that cover leaves `first` to `last` (exclusive), as places.

    A place is (level, index): the tree over the leaves from index * 2**level. The span has to
    start where a tree of its size starts, as every span of a proof does.
    """
    places = []
    while first < last:
        level = (last - first).bit_length() - 1
        places.append((level, first >> level))
        first += 1 << level
    return places


def inclusion_spans(size: int, index: int) -> list[tuple[int, int]]:
    """Return the spans of leaves whose roots are the audit path, from the leaf upwards.

    Raises IndexError for a leaf outside the tree.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    spans: list[tuple[int, int]] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _largest_power_below(last - first)
        if index < middle:
            spans.append((middle, last))
            last = middle
        else:
            spans.append((first, middle))
            first = middle
    spans.reverse()
    return spans


def consistency_spans(size: int, old_size: int) -> list[tuple[int, int]]:
    """Return the spans whose roots prove that the tree only grew since `old_size` leaves.

    Raises IndexError for a size that it never had.
    """
    if not 0 <= old_size <= size:
        raise IndexError(old_size)
    if old_size in (0, size):
        return []
    spans: list[tuple[int, int]] = []
    first, last, left, whole = 0, size, old_size, True
    while left != last - first:
        middle = first + _largest_power_below(last - first)
        if left <= middle - first:
            spans.append((middle, last))
            last = middle
        else:
            spans.append((first, middle))
            left -= middle - first
            first, whole = middle, False
    if not whole:
        spans.append((first, last))
    spans.reverse()
    return spans


def completed_by(index: int) -> Iterator[tuple[int, int]]:
    """Yield the places above the leaves that become perfect trees with leaf `index`."""
    level = 1
    while (index + 1) % (1 << level) == 0:
        yield level, index >> level
        level += 1


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


class MemoryTree:
    """A tree whose leaves and inner nodes are kept in memory."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._nodes: dict[tuple[int, int], bytes] = {}
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf: bytes) -> None:
        """Add a leaf's hash; costs two hashes on average."""
        self._nodes[0, self.size] = leaf
        for level, index in completed_by(self.size):
            left, right = (level - 1, index * 2), (level - 1, index * 2 + 1)
            self._nodes[level, index] = node_hash(self._nodes[left], self._nodes[right])
        self.size += 1

    def node(self, level: int, index: int) -> bytes:
        """Return the root of the perfect tree at a place; raises KeyError."""
        return self._nodes[level, index]

    def root(self, size: int | None = None) -> bytes:
        """Return the root, now or when the tree had `size` leaves."""
        return self._span(0, self.size if size is None else size)

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the audit path of a leaf, from the leaf upwards; raises IndexError."""
        spans = inclusion_spans(self.size if size is None else size, index)
        return [self._span(*span) for span in spans]

    def consistency_proof(self, old_size: int, size: int | None = None) -> list[bytes]:
        """Return the proof of growth from `old_size` leaves; raises IndexError."""
        spans = consistency_spans(self.size if size is None else size, old_size)
        return [self._span(*span) for span in spans]

    def _span(self, first: int, last: int) -> bytes:
        return fold([self._nodes[place] for place in peaks_of(first, last)])
