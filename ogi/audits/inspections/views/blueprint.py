"""The blueprint of inspections: planning, visiting and receiving hang their routes on it."""

from flask import Blueprint

bp = Blueprint("inspections", __name__)
