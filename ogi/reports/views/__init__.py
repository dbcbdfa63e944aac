"""Pages of the yearly report."""

from ogi.reports.views import editing, reading
from ogi.reports.views.blueprint import bp

__all__ = ["bp", "editing", "reading"]
