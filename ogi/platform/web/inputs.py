"""What an address may hold at all: keys that fit a column, names that every database keeps."""

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

KEY_DIGITS = 18
"""The most digits that always fit a column of 64 bits."""


class KeyConverter(IntegerConverter):
    """A whole number that any column holds; a longer one is no address of ours."""

    regex = rf"\d{{1,{KEY_DIGITS}}}"


def init_inputs(app: Flask) -> None:
    """Bound the numbers in addresses, and refuse names that PostgreSQL cannot hold."""
    app.url_map.converters["int"] = KeyConverter
    app.before_request(_check_path)


def asked_number(text: str | None) -> int | None:
    """Return a whole number that came as text, or None for anything that is not one."""
    if text and text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS:
        return int(text)
    return None


def _check_path() -> None:
    """Refuse the sign NUL in a path: one database keeps it, the other breaks on it."""
    if "\x00" in request.path:
        abort(400, "网址里有不能用的字符，请检查后再打开。")
