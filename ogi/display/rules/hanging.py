"""What should hang on a board on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from ogi.catalogue.rules.frequency import Frequency

SHORTEST_DISPLAY_DAYS = 10
"""An event hangs so long where its item says nothing. Source: 重庆 rules, ≥10 days."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """One sheet that should hang, or that is missing.

    `posting_id` is None for what is missing; `kind` is content, nothing (本期无) or withheld.
    `due_on` is the day by which it was owed, None where nothing was. `until` is the last day on
    which it has to hang, None where the next period replaces it.
    `missing` counts the periods that are owed and not posted, of which this is the latest.
    """

    board: str
    item_code: str
    title: str
    period: str
    posting_id: int | None = None
    obligation_id: int | None = None
    kind: str = "content"
    posted_on: date | None = None
    claimed_on: date | None = None
    due_on: date | None = None
    until: date | None = None
    missing: int = 0

    @property
    def is_missing(self) -> bool:
        """Whether nothing was posted."""
        return self.posting_id is None

    @property
    def told(self) -> str:
        """What the system knows of it, in words."""
        if self.is_missing:
            more = f"，共缺{self.missing}期" if self.missing > 1 else ""
            return f"应在{self.due_on}前公开，系统没有{more}"
        word = {"nothing": "（本期无）", "withheld": "（依法不公开）"}.get(self.kind, "")
        return f"{self.posted_on} 已公开{word}" + (f"，挂到{self.until}" if self.until else "")


@dataclass(frozen=True, slots=True)
class HangingBoard:
    """A board with what should hang there: first what was posted, then what is missing."""

    board: str
    word: str
    posted: tuple[Hanging, ...]
    missing: tuple[Hanging, ...]

    @property
    def rows(self) -> tuple[Hanging, ...]:
        """Everything an inspector looks for."""
        return self.posted + self.missing


def last_day(posted_on: date, min_days: int | None) -> date:
    """Return the last day of a sheet's shortest display; the day of posting is the first."""
    return posted_on + timedelta(days=(min_days or SHORTEST_DISPLAY_DAYS) - 1)


def hangs(
    frequency: str, posted_on: date, as_of: date, *, is_latest: bool, min_days: int | None
) -> bool:
    """Tell whether a published sheet still has to hang.

    The latest of an item hangs until the next replaces it; an event, and an earlier period,
    as long as its shortest display lasts.
    """
    if is_latest and frequency != Frequency.EVENT:
        return True
    shortest = min_days if frequency != Frequency.EVENT else (min_days or SHORTEST_DISPLAY_DAYS)
    return shortest is not None and as_of <= last_day(posted_on, shortest)
