"""Pages of the boards; importing them puts their routes on the blueprint."""

from ogi.display.views import boards, hanging, printing, standard
from ogi.display.views.blueprint import bp

__all__ = ["boards", "bp", "hanging", "printing", "standard"]
