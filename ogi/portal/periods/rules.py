"""An item's periods in one list: what was owed, and what was published without being owed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ogi.catalogue.rules import STATE_NAMES, Standing, State, label_period, state_of

HIDDEN_WITHOUT_CHOICE = frozenset({State.MISSING})
UNTOLD = frozenset({State.NOT_DUE, State.DUE_SOON, State.WAIVED})
"""What is not due tells nothing yet; a waiver is the township's own business."""
WITHDRAWN = "withdrawn"
TOLD_ORDER = (State.IN_TIME, State.LATE, State.MISSING, State.NOTHING, State.WITHHELD)


@dataclass(frozen=True, slots=True)
class Owed:
    """What was owed for one period; `declared_on` is a day of China's."""

    period_key: str
    period_start: date
    event_title: str
    due_on: date
    due_estimated: bool
    posted_on: date | None
    posting_id: int | None
    disposition: str | None
    declared_on: date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One posting of the item that anybody may read, in its newest edition."""

    id: int
    title: str
    period_label: str
    counted_on: date
    edition: int
    imported: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Period:
    """One line of an item's history; `state` is blank for what was published and not owed."""

    label: str
    begins: date
    state: str
    days: int
    due_on: date | None
    due_estimated: bool
    sheet: Sheet | None

    @property
    def year(self) -> int:
        """The year that the period begins in."""
        return self.begins.year


def list_periods(
    owed: Iterable[Owed], sheets: Sequence[Sheet], today: date, *, show_missing: bool
) -> list[Period]:
    """Return the history, the latest period first; what was withdrawn has a line of its own."""
    by_key = {sheet.id: sheet for sheet in sheets}
    lines, named = [], set()
    for one in owed:
        line = _line(one, by_key, today)
        if line.state in UNTOLD or (line.state in HIDDEN_WITHOUT_CHOICE and not show_missing):
            continue
        lines.append(line)
        if line.sheet is not None:
            named.add(line.sheet.id)
    lines += [_loose(sheet) for sheet in sheets if sheet.id not in named]
    return sorted(lines, key=lambda line: (line.begins, line.label), reverse=True)


def _line(one: Owed, sheets: Mapping[int, Sheet], today: date) -> Period:
    standing = Standing(one.due_on, one.posted_on, one.disposition, one.declared_on)
    state, days = state_of(standing, today)
    label = one.event_title or label_period(one.period_key)
    sheet = sheets.get(one.posting_id or 0)
    return Period(label, one.period_start, state, days, one.due_on, one.due_estimated, sheet)


def _loose(sheet: Sheet) -> Period:
    state = WITHDRAWN if sheet.withdrawn else ""
    label = sheet.period_label or sheet.title
    return Period(label, sheet.counted_on, state, 0, None, due_estimated=False, sheet=sheet)


def tally(lines: Iterable[Period]) -> list[tuple[str, int]]:
    """Return how many periods are in each state, by its word; states without any are left out."""
    counts = Counter(line.state for line in lines)
    return [(STATE_NAMES[state], counts[state]) for state in TOLD_ORDER if counts[state]]


def years_of(lines: Iterable[Period]) -> list[int]:
    """Return the years that periods begin in, the latest first."""
    return sorted({line.year for line in lines}, reverse=True)
