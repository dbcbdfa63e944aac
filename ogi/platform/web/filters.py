"""How moments, days and money are written on the screen."""

import hashlib
from collections.abc import Callable, Collection
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for
from markupsafe import Markup

from ogi.platform.clock import SHANGHAI, local_date
from ogi.platform.richtext import render


def _day(value: date | datetime) -> date:
    return local_date(value) if isinstance(value, datetime) else value


def date_text(value: date | datetime | None) -> str:
    """Write a day for running text: 2026年3月15日."""
    if value is None:
        return ""
    day = _day(value)
    return f"{day.year}年{day.month}月{day.day}日"


def date_table(value: date | datetime | None) -> str:
    """Write a day for a table: 2026-03-15."""
    return "" if value is None else _day(value).isoformat()


def datetime_text(value: datetime | None) -> str:
    """Write a moment by the clock of China: 2026年3月15日 14:05."""
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI)
    return f"{date_text(value)} {local:%H:%M}"


def money(value: Decimal | float | str | None) -> str:
    """Write an amount in yuan with two decimals and thousands separators."""
    return "" if value is None or value == "" else f"{Decimal(str(value)):,.2f}"


def points(value: Decimal | int | None) -> str:
    """Write points of a score without needless decimals: 10, 2.5."""
    if value is None:
        return ""
    return f"{Decimal(value).quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")


def rich(html: str, file_url: Callable[[int], str], keys: Collection[int], top: int = 2) -> Markup:
    """Write rich text with the pictures of these files, headings from level `top` down."""
    return render(html, lambda key: file_url(key) if key in keys else None, top=top)


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """Return the address of a packaged file, changed whenever its content changes."""
    folder = Path(current_app.static_folder or "")
    return url_for("static", filename=name, v=_digest(folder / name))


def init_filters(app: Flask) -> None:
    """Make the filters and `static_url` known to the templates."""
    app.jinja_env.filters.update(
        date_text=date_text,
        date_table=date_table,
        datetime_text=datetime_text,
        money=money,
        points=points,
        rich=rich,
    )
    app.jinja_env.globals["static_url"] = static_url
