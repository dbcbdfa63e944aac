"""Views of the postings room, on one blueprint."""

from ogi.postings.views import (
    beginning,
    deciding,
    declaring,
    drafting,
    exporting,
    files,
    filling,
    importing,
    listing,
    releasing,
    rich,
    todo,
)
from ogi.postings.views.blueprint import bp

__all__ = [
    "beginning",
    "bp",
    "deciding",
    "declaring",
    "drafting",
    "exporting",
    "files",
    "filling",
    "importing",
    "listing",
    "releasing",
    "rich",
    "todo",
]
