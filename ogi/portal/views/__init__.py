"""Views of the portal, on one blueprint."""

from ogi.portal.views import (
    boards,
    calendars,
    duties,
    editions,
    findings,
    postings,
    proofs,
    registers,
    reports,
    townships,
)
from ogi.portal.views.blueprint import bp

__all__ = [
    "boards",
    "bp",
    "calendars",
    "duties",
    "editions",
    "findings",
    "postings",
    "proofs",
    "registers",
    "reports",
    "townships",
]
