"""What a person sees when something fails, and what reaches the log."""

import secrets

import structlog
from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from ogi.platform.errors import MESSAGES, NotFound
from ogi.platform.web.uploading import drain

PAGES = frozenset({400, 403, 404, 413, 429, 500})
BAD_REQUEST, MISSING, CLASH, TOO_LARGE, BROKEN = 400, 404, 409, 413, 500

log = structlog.get_logger("ogi.web")


def init_failures(app: Flask) -> None:
    """Map every failure to its page; none shows a traceback, unexpected ones are logged."""
    app.before_request(_name_request)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _name_request() -> None:
    g.request_name = secrets.token_hex(4)


def _page(code: int, text: str = "") -> ResponseReturnValue:
    shown = code if code in PAGES else (BROKEN if code >= BROKEN else BAD_REQUEST)
    page = render_template(
        f"errors/{shown}.html", text=text, request_name=g.get("request_name", "")
    )
    return page, code


def _not_found(_error: NotFound) -> ResponseReturnValue:
    return _page(MISSING)


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    return _page(CLASH, MESSAGES["conflict"])


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _page(
        BAD_REQUEST, "页面打开太久，已失效。请返回上一页刷新后再提交，填写的内容可先复制。"
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # an untrusted Host: no address of ours can be built
        return Response("服务器不认这个网址。\n", BAD_REQUEST, mimetype="text/plain")
    code = error.code or BROKEN
    if code < BAD_REQUEST:
        return error
    if code == TOO_LARGE:
        drain()
    text = error.description or ""
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in text)
    return _page(code, text if chinese else "")


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error(
        "request failed",
        request=g.get("request_name"),
        method=request.method,
        path=request.path,
        exc_info=error,
    )
    return _page(BROKEN)
