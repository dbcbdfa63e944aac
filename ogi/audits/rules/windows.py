"""The window of a checklist: a year, a half, a quarter or a month of periods.

An obligation lies in a window when its period ends there; so the quarters of a year hold
together exactly what the year holds.
"""

from datetime import date

from ogi.catalogue.rules.frequency import Frequency, Period, list_periods, period_of
from ogi.platform.errors import RuleBroken

YEARS = range(1990, 2101)
"""Years that a checklist can be asked for."""
STEPS = (Frequency.YEAR, Frequency.HALF, Frequency.QUARTER, Frequency.MONTH)


def window_of(text: str) -> Period:
    """Return the window that a key such as 2026, 2026-H1, 2026-Q3 or 2026-09 names.

    Raises RuleBroken ("window_form").
    """
    try:
        window = period_of(text.strip().upper())
    except ValueError:
        raise RuleBroken("window_form", field="period", text=text) from None
    if window.start.year not in YEARS:
        raise RuleBroken("window_form", field="period", text=text)
    return window


def day_of(text: str) -> date:
    """Return the day that 2026-03-15 names. Raises RuleBroken ("day_form")."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise RuleBroken("day_form", field="as_of", text=text) from None
    if day.year not in YEARS:
        raise RuleBroken("day_form", field="as_of", text=text)
    return day


def is_whole_year(window: Period) -> bool:
    """Tell whether the window is a year, for which a summary is kept."""
    return window == list_periods(Frequency.YEAR, window.start.year)[0]


def list_windows(year: int) -> list[Period]:
    """Return the 19 windows of a year: the year, its halves, its quarters, its months."""
    return [window for step in STEPS for window in list_periods(step, year)]
