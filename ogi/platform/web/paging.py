"""Pages of long lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ogi.platform.web.inputs import asked_number

PER_PAGE = 30
MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, its number from 1, the count of pages and of rows."""

    rows: Sequence[Any]
    page: int
    pages: int
    total: int


def asked_page() -> int:
    """Return the page number in the address; anything that is not one means the first."""
    return min(max(asked_number(request.args.get("page")) or 1, 1), MOST_PAGES)


def paginate(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    page: int,
    per_page: int = PER_PAGE,
    *,
    scalars: bool = True,
) -> Page:
    """Return one page of a statement's rows; a page past the end is the last one.

    `scalars` False keeps rows of several columns.
    """
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    total = session.scalar(counted) or 0
    pages = max(1, -(-total // per_page))
    page = min(page, pages)
    limited = statement.limit(per_page).offset((page - 1) * per_page)
    rows = session.scalars(limited).all() if scalars else session.execute(limited).all()
    return Page(rows, page, pages, total)


def page_of(rows: Sequence[Any], page: int, per_page: int = PER_PAGE) -> Page:
    """Return one page of rows that are all at hand; a page past the end is the last one."""
    pages = max(1, -(-len(rows) // per_page))
    page = min(page, pages)
    return Page(rows[(page - 1) * per_page : page * per_page], page, pages, len(rows))
