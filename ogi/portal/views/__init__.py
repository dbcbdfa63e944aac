"""Views of the portal, on one blueprint."""

from ogi.portal.views import boards, postings, proofs, reports, townships
from ogi.portal.views.blueprint import bp

__all__ = ["boards", "bp", "postings", "proofs", "reports", "townships"]
