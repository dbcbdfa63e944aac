"""Views of the audits room, on one blueprint."""

from ogi.audits.views import checklist, duties, home, overview, sheet, waiving
from ogi.audits.views.blueprint import bp

__all__ = ["bp", "checklist", "duties", "home", "overview", "sheet", "waiving"]
