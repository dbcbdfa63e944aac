"""The blueprint of the portal, and the dress that a reader has chosen."""

from urllib.parse import quote, urlencode

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

DRESS_COOKIE = "dress"
DRESSES = frozenset({"plain", "elder"})
YEAR_SECONDS = 365 * 24 * 3600

bp = Blueprint("portal", __name__)


@bp.before_request
def choose_dress() -> ResponseReturnValue | None:
    """Keep a dress asked for in the address, and go on without it in the address."""
    if "dress" not in request.args:
        return None
    kept = request.args.copy()
    dress = kept.poplist("dress")[0]
    query = urlencode(list(kept.items(multi=True)))
    answer = redirect(quote(request.path) + (f"?{query}" if query else ""), 303)
    if dress in DRESSES:
        answer.set_cookie(DRESS_COOKIE, dress, max_age=YEAR_SECONDS, httponly=True, samesite="Lax")
    return answer


def chosen_dress() -> str:
    """Return the reader's dress: plain, or elder (长者版)."""
    return "elder" if request.cookies.get(DRESS_COOKIE) == "elder" else "plain"
