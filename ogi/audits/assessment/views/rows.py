"""The rows behind a line, each with its page: live ones of a draft, kept ones of a shown score."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, url_for

from ogi.audits.assessment.queries import Judged
from ogi.audits.assessment.queries.behind import Row, list_behind, row_from
from ogi.audits.assessment.rules.arithmetic import Method
from ogi.audits.indicators.rules import Frame
from ogi.platform import clock
from ogi.platform.web.paging import PER_PAGE, Page, asked_page
from ogi.tenants.permissions import Permission


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of rows, each with its address (blank where the seat may not see it)."""

    page: Page
    rows: list[tuple[Row, str]]


def rows_behind(judged: Judged, year: int) -> Rows | None:
    """Return the rows that a line counts; None for one that a person judges."""
    if judged.item.method == Method.MANUAL:
        return None
    kept = judged.line.arithmetic.get("rows")
    found = _live(judged, year) if kept is None else [row_from(one) for one in kept]
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(asked_page(), pages)
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    page = Page(shown, number, pages, len(found))
    return Rows(page, [(row, _href(row, year)) for row in shown])


def _live(judged: Judged, year: int) -> list[Row]:
    line, item = judged.line, judged.item
    told = str(line.arithmetic.get("as_of") or "")
    as_of = date.fromisoformat(told) if told else clock.today()
    frame = Frame(line.township_id, year, as_of, line.tenant_id)
    return list_behind(g.session, frame, (item.method, item.measure)).get(line.tenant_id, [])


def _href(row: Row, year: int) -> str:
    make = next((make for kind, make in _LINKS.items() if kind in row.link), None)
    return "" if make is None else make(row.link, year)


def _posting(link: dict[str, Any], _year: int) -> str:
    return url_for("postings.show", posting_id=link["posting"])


def _burst(link: dict[str, Any], year: int) -> str:
    if Permission.AUDIT_READ not in g.actor.permissions:
        return ""
    first, last = link["first"], link["last"]
    return url_for("indicators.burst", tenant=link["burst"], year=year, first=first, last=last)


def _cell(link: dict[str, Any], year: int) -> str:
    state = "missing" if link["item"] else None
    item = link["item"] or None
    return url_for("audits.cell", tenant=link["cell"], item=item, period=year, state=state)


def _page(kind: str, endpoint: str) -> Callable[[dict[str, Any], int], str]:
    """Return what makes the address of a row's own page."""
    return lambda link, _year: url_for(endpoint, **{f"{kind}_id": link[kind]})


_LINKS: dict[str, Callable[[dict[str, Any], int], str]] = {
    "posting": _posting,
    "burst": _burst,
    "cell": _cell,
    "share": _page("share", "plans.share"),
    "order": _page("order", "orders.show"),
    "finding": _page("finding", "orders.finding"),
}
