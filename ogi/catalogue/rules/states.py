"""The state of an obligation on a day: in time, late, missing, declared."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON_DAYS = 7


class State(StrEnum):
    """未到期, 即将到期, 按时, 迟, 缺, 本期无, 依法不公开, 免报."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    NOTHING = "nothing"
    WITHHELD = "withheld"
    WAIVED = "waived"


STATE_NAMES = {
    State.NOT_DUE: "未到期",
    State.DUE_SOON: "即将到期",
    State.IN_TIME: "按时",
    State.LATE: "迟",
    State.MISSING: "缺",
    State.NOTHING: "本期无",
    State.WITHHELD: "依法不公开",
    State.WAIVED: "免报",
}


class Disposition(StrEnum):
    """What was declared in place of a posting: 本期无, 依法不公开, 免报."""

    NOTHING = "nothing"
    WITHHELD = "withheld"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the state depends on; `declared_on` is the day in China of the declaration."""

    due_on: date
    posted_on: date | None = None
    disposition: str | None = None
    declared_on: date | None = None


def state_of(standing: Standing, as_of: date, soon_days: int = SOON_DAYS) -> tuple[State, int]:
    """Return the state on a day, and the days late (0 unless late or missing).

    What happened after that day is left out. A posting counts before a
    declaration; a declaration ends the duty whenever it was made.
    """
    if standing.posted_on is not None and standing.posted_on <= as_of:
        late = (standing.posted_on - standing.due_on).days
        return (State.LATE, late) if late > 0 else (State.IN_TIME, 0)
    if standing.disposition is not None and (
        standing.declared_on is None or standing.declared_on <= as_of
    ):
        return State(standing.disposition), 0
    if as_of > standing.due_on:
        return State.MISSING, (as_of - standing.due_on).days
    soon = standing.due_on - timedelta(days=soon_days)
    return (State.DUE_SOON if as_of >= soon else State.NOT_DUE), 0


def state_text(state: State | str, days_late: int = 0) -> str:
    """Return a state in words, with the days for a late posting, as 迟3天."""
    name = STATE_NAMES[State(state)]
    return f"{name}{days_late}天" if state == State.LATE else name
