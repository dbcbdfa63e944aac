"""Views of the tenants room, on one blueprint."""

from ogi.tenants.views import door, importing, jobs, journal, posts, settings, staff, units
from ogi.tenants.views.blueprint import bp

__all__ = ["bp", "door", "importing", "jobs", "journal", "posts", "settings", "staff", "units"]
