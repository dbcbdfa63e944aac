"""Headers of every answer, and checks of every request before its view."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import CSRFProtect

from ogi.platform.web.inputs import init_inputs
from ogi.platform.web.uploading import init_uploading

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " frame-ancestors 'none'; form-action 'self'"
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
YEAR_SECONDS = 365 * 24 * 3600

csrf = CSRFProtect()


def init_security(app: Flask) -> None:
    """Put cross-site protection, checks of origin and input, and headers on the application."""
    init_inputs(app)
    init_uploading(app)
    csrf.init_app(app)
    app.before_request(_check_origin)
    app.after_request(_set_headers)


def _check_origin() -> None:
    """Refuse a change that another site sends."""
    origin = request.headers.get("Origin")
    if request.method in SAFE_METHODS or not origin:
        return
    if _host_of(origin) != request.host:
        abort(400, "请求来自别的网站。请从本系统的页面里操作。")


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # such as "http://[": no address at all
        return None


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_SECONDS}")
    if request.endpoint == "static" and "v" in request.args:
        headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    elif request.endpoint != "static":
        headers.setdefault("Cache-Control", "private, no-store")
    if "actor" in g:
        response.cache_control.private = True  # what staff see is kept by no shared cache
    return response
