"""The window of a checklist: a year, a half, a quarter or a month of periods.

An obligation lies in a window when its period ends there; so the quarters of a year hold
together exactly what the year holds.
"""

from ogi.catalogue.rules.frequency import Frequency, Period, list_periods, period_of
from ogi.platform.errors import RuleBroken

STEPS = (Frequency.YEAR, Frequency.HALF, Frequency.QUARTER, Frequency.MONTH)


def window_of(text: str) -> Period:
    """Return the window that a key such as 2026, 2026-H1, 2026-Q3 or 2026-09 names.

    Raises RuleBroken ("window_form").
    """
    try:
        return period_of(text.strip().upper())
    except ValueError:
        raise RuleBroken("window_form", field="period", text=text) from None


def is_whole_year(window: Period) -> bool:
    """Tell whether the window is a year, for which a summary is kept."""
    return window == list_periods(Frequency.YEAR, window.start.year)[0]


def list_windows(year: int) -> list[Period]:
    """Return the 19 windows of a year: the year, its halves, its quarters, its months."""
    return [window for step in STEPS for window in list_periods(step, year)]
