"""How the portal groups and pages what it shows."""

from collections.abc import Iterable
from typing import TypeVar

Row = TypeVar("Row")

BOARDS = ("party", "affairs", "finance")
GROUPS = (("village", "各村"), ("office", "镇机关"), ("department", "部门、站所"))


def pages_of(total: int, per_page: int) -> int:
    """Return how many pages hold so many rows; an empty list has one."""
    return max(1, -(-total // per_page))


def group_by_kind(rows: Iterable[tuple[str, Row]]) -> list[tuple[str, list[Row]]]:
    """Return the rows under the headings of the portal, in its order; empty groups left out."""
    kept: dict[str, list[Row]] = {}
    for kind, row in rows:
        kept.setdefault(kind, []).append(row)
    return [(heading, kept[kind]) for kind, heading in GROUPS if kind in kept]
