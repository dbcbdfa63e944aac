"""The only place that reads the clock: UTC is stored, Asia/Shanghai is shown."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """Return the calendar day in China on which a moment falls."""
    return moment.astimezone(SHANGHAI).date()


def today() -> date:
    """Return today's date in China."""
    return local_date(now())
