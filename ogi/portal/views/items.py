"""A tenant's items, and each one over the years."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.catalogue.models import CatalogueItem
from ogi.catalogue.queries import get_latest_item
from ogi.catalogue.rules import FREQUENCY_NAMES, board_name
from ogi.platform import clock
from ogi.platform.errors import NotFound
from ogi.platform.web.access import public
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, page_of
from ogi.portal.periods import queries
from ogi.portal.periods.rules import Period, list_periods, tally, years_of
from ogi.portal.queries import Place
from ogi.portal.rules import BOARDS
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import choices_of, enter_tenant, find_place, kept_page, layout_of

PER_PAGE = 24
"""Periods on a page: two years of months."""


@bp.get("/t/<township_slug>/<tenant_slug>/items/")
@public
def items(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """List the items that a tenant has to publish, board by board."""
    place = find_place(township_slug, tenant_slug)
    return kept_page("items", (), place, lambda: _items(place))


def _items(place: Place) -> str:
    rows = queries.list_item_rows(
        g.session, place.township_id, place.tenant_id, place.kind, clock.today()
    )
    boards = [
        (board, board_name(board, place.kind), [row for row in rows if row.board == board])
        for board in BOARDS
    ]
    return render_template(
        "portal/items.html", boards=boards, frequencies=FREQUENCY_NAMES, **layout_of(place)
    )


@bp.get("/t/<township_slug>/<tenant_slug>/items/<code>")
@public
def item(township_slug: str, tenant_slug: str, code: str) -> ResponseReturnValue:
    """Show one item over the years: each period, whether and when it was published."""
    place = enter_tenant(township_slug, tenant_slug)
    found = get_latest_item(g.session, place.township_id, code)
    lines = _lines(place, found)
    year = asked_number(request.args.get("year"))
    chosen = [line for line in lines if not year or line.year == year]
    page = render_template(
        "portal/item.html",
        item=found,
        board_name=board_name(found.board, place.kind),
        tally=tally(chosen),
        year_tabs=_year_tabs(years_of(lines), year),
        year=year,
        page=page_of(chosen, asked_page(), PER_PAGE),
        **layout_of(place),
    )
    return page, {"Cache-Control": "no-cache"}


def _lines(place: Place, found: CatalogueItem) -> list[Period]:
    """Return the item's history. Raises NotFound for one that the tenant never had to publish."""
    about = (g.session, place.township_id, place.tenant_id, found.code)
    owed, sheets = queries.list_owed_of(*about), queries.list_sheets_of(*about)
    if not owed and not sheets and place.kind not in found.tenant_kinds:
        raise NotFound
    shown = choices_of(place).show_missing
    return list_periods(owed, sheets, clock.today(), show_missing=shown)


def _year_tabs(years: list[int], chosen: int | None) -> list[tuple[Any, ...]]:
    return [(f"{year}年", f"{request.path}?year={year}", year == chosen, None) for year in years]
