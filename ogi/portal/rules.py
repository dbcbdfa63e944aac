"""How the portal tells, in words, when something was hung and when it was recorded."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

Row = TypeVar("Row")

BOARDS = ("party", "affairs", "finance")
GROUPS = (("village", "各村"), ("office", "镇机关"), ("department", "部门、站所"))


def difference_text(claimed_on: date | None, recorded_on: date) -> str:
    """Say how the day on the sheet and the recorded day differ.

    Both are kept apart, and a difference is told rather than smoothed over.
    Source: 国办秘函〔2019〕19号 (a forged publishing date is a fault of its own).
    """
    if claimed_on is None:
        return "发布单位没有另填张贴日期。"
    days = (recorded_on - claimed_on).days
    if days == 0:
        return "两者为同一天。"
    if days > 0:
        return f"系统记录比张贴日期晚 {days} 天。"
    return f"系统记录比张贴日期早 {-days} 天。"


def pages_of(total: int, per_page: int) -> int:
    """Return how many pages hold so many rows; an empty list has one."""
    return max(1, -(-total // per_page))


def group_by_kind(rows: Iterable[tuple[str, Row]]) -> list[tuple[str, list[Row]]]:
    """Return the rows under the headings of the portal, in its order; empty groups left out."""
    kept: dict[str, list[Row]] = {}
    for kind, row in rows:
        kept.setdefault(kind, []).append(row)
    return [(heading, kept[kind]) for kind, heading in GROUPS if kind in kept]
