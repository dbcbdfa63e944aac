"""How wide a printed table's columns have to be, in widths of one Chinese character."""

from collections.abc import Sequence
from dataclasses import dataclass

NARROW = 0.58
"""A figure's or letter's share of a Chinese character's width."""
FIRST_WIDE = 0x2E80
PADDING = 0.9
SHORTEST, WIDEST_TEXT, LEAST_TEXT = 2.0, 10.0, 4.0
UNBROKEN = frozenset({"money", "number", "date"})


@dataclass(frozen=True, slots=True)
class Widths:
    """Each column's share in per cent, and what the table needs at least and would like."""

    shares: tuple[float, ...]
    least: float
    liked: float


def width_of(text: str) -> float:
    """Return how wide a line of text is; the widest of several lines."""
    lines = text.split("\n")
    return max(sum(1.0 if ord(sign) >= FIRST_WIDE else NARROW for sign in one) for one in lines)


def column_widths(
    columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]], room: float
) -> Widths:
    """Share a width out: figures and days stay on one line, words are broken into lines."""
    longest = [max((width_of(row[at]) for row in rows), default=0.0) for at in range(len(columns))]
    least, liked = [], []
    for (head, kind), text in zip(columns, longest, strict=True):
        label = width_of(head)
        if kind in UNBROKEN:
            need = like = max(text, label / 2, SHORTEST)
        else:
            need = max(min(text, LEAST_TEXT), label / 2, SHORTEST)
            like = max(min(text, WIDEST_TEXT), min(label, 6.0), SHORTEST)
        least.append(need + PADDING)
        liked.append(like + PADDING)
    return Widths(_shares(least, liked, room), sum(least), sum(liked))


def _shares(least: Sequence[float], liked: Sequence[float], room: float) -> tuple[float, ...]:
    spare = room - sum(least)
    wish = [like - need for need, like in zip(least, liked, strict=True)]
    if spare <= 0 or not sum(wish):
        given = list(least)
    else:
        part = min(1.0, spare / sum(wish))
        given = [need + part * more for need, more in zip(least, wish, strict=True)]
    whole = sum(given) or 1.0
    return tuple(round(one / whole * 100, 3) for one in given)
