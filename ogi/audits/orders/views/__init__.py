"""Views of findings and orders, on one blueprint."""

from ogi.audits.orders.views import (  # noqa: F401 - each puts its routes on the blueprint
    answering,
    drafting,
    findings,
    following,
    making,
    orders,
    rechecking,
)
from ogi.audits.orders.views.blueprint import bp

__all__ = ["bp"]
