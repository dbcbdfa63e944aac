"""A break in a posting's figures, and the explanation without which it goes no further."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ogi.platform.errors import RuleBroken, declare_messages

SHORTEST_NOTE = 5

declare_messages(
    {
        "unexplained": "有 {count} 处数字对不上，还没有写明原因：{first}。"
        "请改正，或者在这一处写明原因（至少 {least} 个字），群众会在公开栏上看到。",
        "break_changed": "提交以后上期公开的内容有变化，现在数字对不上：{first}。"
        "请退回起草人核对，改正或写明原因后重新提交。",
    }
)


@dataclass(frozen=True, slots=True)
class Break:
    """One place where figures contradict each other, in words, with both amounts if there are.

    `code` stays the same while the place does; where the last period's figure is at fault it
    carries that figure, so that an explanation never covers another one. `row` counts from 1.
    """

    code: str
    text: str
    name: str
    row: int | None = None
    says: Decimal | None = None
    should: Decimal | None = None

    @property
    def difference(self) -> Decimal:
        """By how much the figure is off; 0 where no amounts are compared."""
        return Decimal(0) if self.says is None or self.should is None else self.says - self.should


def list_unexplained(breaks: Sequence[Break], notes: Mapping[str, str]) -> list[Break]:
    """Return the breaks for which no explanation of some length was written."""
    return [one for one in breaks if len(notes.get(one.code, "").strip()) < SHORTEST_NOTE]


def without_row(notes: Mapping[str, str], removed: int) -> dict[str, str]:
    """Return the explanations after a row, counted from 1, was taken out: those below move up."""
    moved = {}
    for code, text in notes.items():
        formula, _, place = code.partition("@")
        row = int(place) if place.isdecimal() else 0
        if row != removed:
            moved[f"{formula}@{row - 1}" if row > removed else code] = text
    return moved


def check_breaks(
    breaks: Sequence[Break], notes: Mapping[str, str], *, submitted: bool = False
) -> None:
    """Raise RuleBroken ("unexplained", or "break_changed" after submission) for a break."""
    left = list_unexplained(breaks, notes)
    if left and submitted:
        raise RuleBroken("break_changed", first=left[0].text)
    if left:
        raise RuleBroken("unexplained", count=len(left), first=left[0].text, least=SHORTEST_NOTE)
