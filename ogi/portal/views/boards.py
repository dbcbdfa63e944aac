"""A tenant's three boards, each board by itself, and what is missing."""

from typing import Any

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue

from ogi.catalogue.rules import board_name, label_period
from ogi.platform import clock
from ogi.platform.web.access import public
from ogi.platform.web.paging import PER_PAGE, asked_page, page_of
from ogi.portal import queries
from ogi.portal.queries import Place
from ogi.portal.rules import BOARDS, pages_of
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import choices_of, find_place, kept_page, layout_of, scope_of
from ogi.postings.queries import list_board

ON_THE_WALL = 8
MOST_DECLARED = 200


@bp.get("/t/<township_slug>/<tenant_slug>/")
@public
def wall(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Show the three boards side by side, as they hang on the wall."""
    place = find_place(township_slug, tenant_slug)
    return kept_page("wall", (), place, lambda: _wall(place))


def _wall(place: Place) -> str:
    session, scope = g.session, scope_of(place)
    counts = queries.count_boards(session, place.township_id, place.tenant_id)
    boards = [
        (
            board,
            counts.get(board, 0),
            list_board(session, scope, place.tenant_id, board=board, limit=ON_THE_WALL),
        )
        for board in BOARDS
    ]
    return render_template(
        "portal/wall.html", boards=boards, missing=_missing(place), **layout_of(place)
    )


@bp.get("/t/<township_slug>/<tenant_slug>/<any(party, affairs, finance):board>")
@public
def board(township_slug: str, tenant_slug: str, board: str) -> ResponseReturnValue:
    """Show one board from its latest posting to its first, page by page."""
    place = find_place(township_slug, tenant_slug)
    page = asked_page()
    return kept_page("board", (board, page), place, lambda: _board(place, board, page))


def _board(place: Place, board: str, page: int) -> str:
    counts = queries.count_boards(g.session, place.township_id, place.tenant_id)
    total = counts.get(board, 0)
    pages = pages_of(total, PER_PAGE)
    page = min(page, pages)
    rows = list_board(
        g.session,
        scope_of(place),
        place.tenant_id,
        board=board,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    return render_template(
        "portal/board.html",
        board=board,
        board_name=board_name(board, place.kind),
        rows=rows,
        counts=counts,
        total=total,
        page=page,
        pages=pages,
        **layout_of(place),
    )


@bp.get("/t/<township_slug>/<tenant_slug>/missing")
@public
def missing(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Show what was due and has not been published, where the township tells it."""
    place = find_place(township_slug, tenant_slug)
    if not choices_of(place).show_missing:
        abort(404)
    page = asked_page()
    return kept_page("missing", (page,), place, lambda: _missing_page(place, page))


def _missing_page(place: Place, page: int) -> str:
    rows = page_of(_missing(place), page)
    return render_template(
        "portal/missing.html", page=rows, today=clock.today(), **layout_of(place)
    )


@bp.get("/t/<township_slug>/<tenant_slug>/declared")
@public
def declared(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Show for which periods the tenant declared 本期无 or 依法不公开, and why."""
    place = find_place(township_slug, tenant_slug)
    return kept_page("declared", (), place, lambda: _declared_page(place))


def _declared_page(place: Place) -> str:
    found = queries.list_declared(g.session, place.township_id, place.tenant_id, MOST_DECLARED)
    rows = [
        {**row._asdict(), "period": row.event_title or label_period(row.period_key)}
        for row in found
    ]
    return render_template("portal/declared.html", rows=rows, **layout_of(place))


def _missing(place: Place) -> list[dict[str, Any]]:
    if not choices_of(place).show_missing:
        return []
    today = clock.today()
    found = queries.list_missing(g.session, place.township_id, place.tenant_id, today)
    return [
        {
            **row._asdict(),
            "period": row.event_title or label_period(row.period_key),
            "days": (today - row.due_on).days,
        }
        for row in found
    ]
