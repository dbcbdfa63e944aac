"""What the automatic indicators go by: the year, the day, and the limits that make a fault."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
CLAIM_GAP_DAYS = 3
"""A sheet hung on a Friday is recorded on the Monday after: no more than that is nothing."""
BURST_PAUSE_MINUTES = 60
BURST_POSTINGS = 6
BURST_MONTHS = 3
"""A run of late postings, none an hour after the one before, that were due in so many months."""
ALIKE_PER_CENT = 90
"""A text of which so much is that of the period before was hardly written anew."""
FIRST_YEAR, LAST_YEAR = 2000, 2200


@dataclass(frozen=True, slots=True)
class Frame:
    """A township's year as it stands on a day; `tenant_id` narrows it to one tenant."""

    township_id: int
    year: int
    as_of: date
    tenant_id: int | None = None

    @property
    def first(self) -> date:
        """The first day of the year."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)

    @property
    def begins(self) -> datetime:
        """The moment when the year begins in China."""
        return datetime.combine(self.first, time(), CHINA)

    @property
    def ends(self) -> datetime:
        """The moment when the year is over in China."""
        return datetime.combine(self.last + timedelta(days=1), time(), CHINA)

    def months(self) -> list[tuple[date, date]]:
        """Return first and last day of the year's months that are over."""
        starts = [date(self.year, month, 1) for month in range(1, 13)]
        ends = [start - timedelta(days=1) for start in (*starts[1:], date(self.year + 1, 1, 1))]
        return [(one, end) for one, end in zip(starts, ends, strict=True) if end < self.as_of]
