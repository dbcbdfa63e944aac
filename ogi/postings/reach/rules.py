"""Which openings of a page are counted: people's, not machines'."""

import re
from datetime import date, timedelta
from typing import NamedTuple

RECENT_DAYS = 30
LONGEST_AGENT = 500
MACHINES = re.compile(
    r"bot|crawl|spider|slurp|fetch|preview|monitor|check|scan|archiv|feed|rss|curl|wget|python"
    r"|java/|okhttp|go-http|libwww|headless|phantom|lighthouse|facebookexternalhit|bytespider",
    re.IGNORECASE,
)
"""Words by which programs name themselves; what names itself not at all is a program, too."""


class Opened(NamedTuple):
    """What is counted: a posting of a tenant, opened on a day of China's."""

    township_id: int
    tenant_id: int
    posting_id: int
    day: date


class Reach(NamedTuple):
    """How often a posting was opened in all, and in the last 30 days."""

    total: int
    recent: int


def is_person(agent: str) -> bool:
    """Tell whether a browser's name is that of a browser that people use."""
    return agent.startswith("Mozilla/") and not MACHINES.search(agent[:LONGEST_AGENT])


def recent_since(today: date) -> date:
    """Return the first of the last 30 days."""
    return today - timedelta(days=RECENT_DAYS - 1)
