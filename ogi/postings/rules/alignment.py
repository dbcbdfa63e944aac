"""Which row of a table became which: equal rows first, then those that share rare values."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Row = tuple[str, ...]
Pair = tuple[int | None, int | None]

MOST_SHARERS = 25
"""A value that more rows have tells nothing of which row is which."""
LEAST_SHARED = 0.34
"""How much of a row's weight a pair has to share."""
FIGURE_WEIGHT = 0.3
"""How much an amount tells of which row is which, beside a name or a number of a voucher."""


def align_rows(old: Sequence[Row], new: Sequence[Row], telling: Sequence[bool]) -> list[Pair]:
    """Return pairs (old, new) of the rows that are not equal in place; None stands for no row.

    `telling` says of each column whether it names the row (text, day) or only measures (amount).
    """
    old_left, new_left, slots = _unequal(old, new)
    scores = _scores(old, new, old_left, new_left, telling)
    pairs: list[Pair] = []
    free_old, free_new = set(old_left), set(new_left)
    for _, first, second in scores:
        if first in free_old and second in free_new:
            free_old.discard(first)
            free_new.discard(second)
            pairs.append((first, second))
    for first, second in slots:
        if first in free_old and second in free_new and _shares(old[first], new[second], telling):
            free_old.discard(first)
            free_new.discard(second)
            pairs.append((first, second))
    pairs += [(first, None) for first in sorted(free_old)]
    pairs += [(None, second) for second in sorted(free_new)]
    return pairs


def _unequal(
    old: Sequence[Row], new: Sequence[Row]
) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Return the rows that are not equal in place, and which of them stand in the same spot."""
    first: list[int] = []
    second: list[int] = []
    slots: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=len(set(new)) * 2 < len(new))
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        first += range(a_from, a_to)
        second += range(b_from, b_to)
        slots += zip(range(a_from, a_to), range(b_from, b_to), strict=False)
    return first, second, slots


def _scores(
    old: Sequence[Row],
    new: Sequence[Row],
    old_left: Sequence[int],
    new_left: Sequence[int],
    telling: Sequence[bool],
) -> list[tuple[float, int, int]]:
    """Return how like each other rows are that share a rare value, the likest pair first."""
    having: dict[tuple[int, str], list[int]] = defaultdict(list)
    for first in old_left:
        for value in _values(old[first]):
            having[value].append(first)
    common = Counter(value for second in new_left for value in _values(new[second]))
    found = []
    for second in new_left:
        shared: dict[int, float] = defaultdict(float)
        for value in _values(new[second]):
            sharers = having.get(value, ())
            if 0 < len(sharers) <= MOST_SHARERS and common[value] <= MOST_SHARERS:
                weight = _weight(value[0], telling) / max(len(sharers), common[value])
                for first in sharers:
                    shared[first] += weight
        best = sum(_weight(column, telling) for column, _ in _values(new[second]))
        for first, score in shared.items():
            if _likeness(old[first], new[second], telling) >= LEAST_SHARED * best:
                found.append((-score - 1 / (2 + abs(first - second)) / 100, first, second))
    return sorted(found)


def _likeness(first: Row, second: Row, telling: Sequence[bool]) -> float:
    return sum(
        _weight(column, telling)
        for column, (left, right) in enumerate(zip(first, second, strict=True))
        if left and left == right
    )


def _shares(first: Row, second: Row, telling: Sequence[bool]) -> bool:
    best = sum(_weight(column, telling) for column, _ in _values(second))
    return _likeness(first, second, telling) >= LEAST_SHARED * best > 0


def _weight(column: int, telling: Sequence[bool]) -> float:
    return 1.0 if telling[column] else FIGURE_WEIGHT


def _values(row: Row) -> Iterator[tuple[int, str]]:
    return ((column, text) for column, text in enumerate(row) if text)
