"""What fits on a poster that takes the place of a whole board, and what is only named on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ogi.display.rules.standard import Paper

GAP = 0.018
"""Of the poster's length: what lies between two columns."""
TITLE, FOOT, HEAD = 0.112, 0.084, 0.052
"""Of the poster's height: its title, its foot, a column's head."""
LARGEST, WORTH_IT = 2.0, 1.06
TRIES = (0.97, 0.9, 0.83)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand on a poster, in millimetres from its upper left corner."""

    width: float
    height: float
    side: float
    title_height: float
    head_height: float
    foot_height: float
    gap: float
    column_width: float
    columns_top: float
    column_height: float
    padding: float

    def left(self, number: int) -> float:
        """Return where a column begins, counted from 0."""
        return self.side + number * (self.column_width + self.gap)

    @property
    def inner_width(self) -> float:
        """How wide the content of a column is."""
        return self.column_width - 2 * self.padding

    @property
    def inner_height(self) -> float:
        """How high the content of a column may be."""
        return self.column_height - self.head_height - 2 * self.padding


def frame_of(paper: Paper, columns: int) -> Frame:
    """Return a poster's measures on broad paper with so many columns."""
    width, height, side = paper.long_mm, paper.short_mm, paper.side_mm
    gap = width * GAP
    title, foot = height * TITLE, height * FOOT
    top = side + title + gap / 2
    return Frame(
        width=width,
        height=height,
        side=side,
        title_height=title,
        head_height=height * HEAD,
        foot_height=foot,
        gap=gap,
        column_width=(width - 2 * side - (columns - 1) * gap) / columns,
        columns_top=top,
        column_height=height - side - foot - gap / 3 - top,
        padding=gap * 0.45,
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """Which postings of a column are printed whole, which are named with a code, which counted.

    `filled` is the share of the column's height that they take.
    """

    whole: tuple[int, ...]
    named: tuple[int, ...]
    counted: int = 0
    filled: float = 0.0


def fit_column(
    heights: Sequence[float | None],
    entries: Sequence[float],
    room: float,
    *,
    list_head: float,
    list_rest: float,
) -> Fit:
    """Choose what is printed whole: as much as fits, the longest is named instead first.

    `heights` are those of whole postings, None for one too broad for the column; `entries` those
    of their lines in the list 见单页. Nothing is ever printed over the edge.
    """
    whole = [at for at, height in enumerate(heights) if height is not None]
    while whole and _needed(whole, heights, entries, list_head) > room:
        whole.remove(max(whole, key=lambda at: (heights[at] or 0.0, at)))
    named = [at for at in range(len(heights)) if at not in whole]
    left = room - _needed(whole, heights, entries, list_head)
    counted = 0
    while named and left < 0:
        counted += 1
        left += entries[named.pop()] - (list_rest if counted == 1 else 0.0)
    return Fit(tuple(whole), tuple(named), counted, 1 - left / room)


def enlargements(filled: Sequence[float]) -> tuple[float, ...]:
    """Return by how much the type might grow, largest first, for columns filled so far.

    Type that grows by a share takes about the square of it in height.
    """
    fullest = max((*filled, 1 / LARGEST**2))
    guess = (1 / fullest) ** 0.5
    return tuple(guess * less for less in TRIES if guess * less >= WORTH_IT)


def _needed(
    whole: Sequence[int],
    heights: Sequence[float | None],
    entries: Sequence[float],
    list_head: float,
) -> float:
    listed = [entries[at] for at in range(len(heights)) if at not in whole]
    text = sum(heights[at] or 0.0 for at in whole)
    return text + (sum(listed) + list_head if listed else 0.0)
