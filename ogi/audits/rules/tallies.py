"""Counts of obligations by state, and the short sign and the sentence that stand for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ogi.catalogue.rules.states import STATE_NAMES, State

WORST_FIRST = (
    State.MISSING,
    State.LATE,
    State.DUE_SOON,
    State.IN_TIME,
    State.NOTHING,
    State.WITHHELD,
    State.WAIVED,
    State.NOT_DUE,
)
"""A cell shows its worst state; what is not yet due says least, so it stands last."""

TROUBLES = (State.MISSING, State.LATE, State.DUE_SOON)
SIGNS = {
    State.IN_TIME: "✓",
    State.DUE_SOON: "待",
    State.NOTHING: "无",
    State.WITHHELD: "密",
    State.WAIVED: "免",
    State.NOT_DUE: "未",
}
LATE_DAYS, MISSING_DAYS = "late_days", "missing_days"


@dataclass(slots=True)
class Tally:
    """Obligations counted by state; days are the most that one posting was or is late."""

    counts: dict[str, int] = field(default_factory=dict)
    late_days: int = 0
    missing_days: int = 0

    @property
    def total(self) -> int:
        """All obligations counted."""
        return sum(self.counts.values())

    def count(self, state: str) -> int:
        """Return how many are in one state."""
        return self.counts.get(state, 0)

    @property
    def worst(self) -> State | None:
        """The worst state in it, None for an empty tally."""
        return next((state for state in WORST_FIRST if self.counts.get(state)), None)

    def add(self, state: str, number: int, days: int) -> None:
        """Count some obligations in one state, late by at most so many days."""
        self.counts[state] = self.counts.get(state, 0) + number
        if state == State.LATE:
            self.late_days = max(self.late_days, days)
        elif state == State.MISSING:
            self.missing_days = max(self.missing_days, days)

    def absorb(self, other: "Tally") -> None:
        """Add another tally to this one."""
        counts = self.counts
        for state, number in other.counts.items():
            counts[state] = counts.get(state, 0) + number
        self.late_days = max(self.late_days, other.late_days)
        self.missing_days = max(self.missing_days, other.missing_days)

    def only(self, state: str) -> "Tally":
        """Return the part that is in one state."""
        number = self.counts.get(state, 0)
        return Tally(
            {state: number} if number else {},
            self.late_days if state == State.LATE else 0,
            self.missing_days if state == State.MISSING else 0,
        )

    def to_json(self) -> dict[str, int]:
        """Return the tally as it is stored: what is not zero."""
        stored = dict(self.counts)
        if self.late_days:
            stored[LATE_DAYS] = self.late_days
        if self.missing_days:
            stored[MISSING_DAYS] = self.missing_days
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Tally":
        """Return a stored tally."""
        counts = dict(stored)
        return (
            cls(counts, counts.pop(LATE_DAYS, 0), counts.pop(MISSING_DAYS, 0))
            if (LATE_DAYS in counts or MISSING_DAYS in counts)
            else cls(counts)
        )


def total_of(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    total = Tally()
    for tally in tallies:
        total.absorb(tally)
    return total


def sign_of(tally: Tally) -> str:
    """Return the short sign of a cell: 缺, 缺2期, 迟3天, 迟2次, ✓, 待, 无; blank when empty."""
    worst = tally.worst
    if worst is None:
        return ""
    number = tally.counts[worst]
    if worst is State.MISSING:
        return "缺" if number == 1 else f"缺{number}期"
    if worst is State.LATE:
        return f"迟{tally.late_days}天" if number == 1 else f"迟{number}次"
    return SIGNS[worst]


def sentence_of(tally: Tally) -> str:
    """Return the counts in words, worst first: 缺2期，最久已过期40天；按时9期."""
    parts = []
    for state in WORST_FIRST:
        number = tally.counts.get(state)
        if not number:
            continue
        text = f"{STATE_NAMES[state]}{number}期"
        if state is State.MISSING and tally.missing_days:
            text += f"（{'已' if number == 1 else '最久'}过期{tally.missing_days}天）"
        elif state is State.LATE:
            text += f"（{'迟' if number == 1 else '最多迟'}{tally.late_days}天）"
        parts.append(text)
    return "；".join(parts) or "本期没有应公开事项"
