"""Views of the audits room, on one blueprint."""

from ogi.audits.views import checklist, duties, overview, sheet, waiving
from ogi.audits.views.blueprint import bp

__all__ = ["bp", "checklist", "duties", "overview", "sheet", "waiving"]
