"""Views of inspections, on one blueprint."""

from ogi.audits.inspections.views.blueprint import bp

__all__ = ["bp"]
