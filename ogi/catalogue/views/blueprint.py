"""The blueprint that the room's views are put on."""

from flask import Blueprint

bp = Blueprint("catalogue", __name__)
