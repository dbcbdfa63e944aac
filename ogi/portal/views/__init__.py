"""Views of the portal, on one blueprint."""

from ogi.portal.views import boards, editions, postings, proofs, registers, reports, townships
from ogi.portal.views.blueprint import bp

__all__ = ["boards", "bp", "editions", "postings", "proofs", "registers", "reports", "townships"]
