"""Pages of the year's score, gathered on one blueprint."""

from ogi.audits.assessment.views import lines, objections, schemes, scores
from ogi.audits.assessment.views.blueprint import bp

__all__ = ["bp", "lines", "objections", "schemes", "scores"]
