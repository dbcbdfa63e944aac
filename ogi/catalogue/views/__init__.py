"""Views of the catalogue room, on one blueprint."""

from ogi.catalogue.views import calendar, editing, exchange, items, texts
from ogi.catalogue.views.blueprint import bp

__all__ = ["bp", "calendar", "editing", "exchange", "items", "texts"]
