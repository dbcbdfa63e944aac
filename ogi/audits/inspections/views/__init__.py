"""Views of inspections, on one blueprint."""

from ogi.audits.inspections.views import (
    assigning,
    listing,
    papers,
    photos,
    planning,
    receiving,
    visiting,
)
from ogi.audits.inspections.views.blueprint import bp

__all__ = ["assigning", "bp", "listing", "papers", "photos", "planning", "receiving", "visiting"]
