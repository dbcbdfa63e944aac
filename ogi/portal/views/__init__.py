"""Views of the portal, on one blueprint."""

from ogi.portal.views import (
    asking,
    boards,
    calendars,
    duties,
    editions,
    feeds,
    findings,
    following,
    items,
    own_lines,
    pictures,
    postings,
    proofs,
    registers,
    reports,
    searching,
    townships,
)
from ogi.portal.views.blueprint import bp

__all__ = [
    "asking",
    "boards",
    "bp",
    "calendars",
    "duties",
    "editions",
    "feeds",
    "findings",
    "following",
    "items",
    "pictures",
    "own_lines",
    "postings",
    "proofs",
    "registers",
    "reports",
    "searching",
    "townships",
]
