"""The first page, and a township's own."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.db import Scope
from ogi.platform.web.access import public
from ogi.platform.web.database import begin_session
from ogi.portal import queries
from ogi.portal.rules import BOARDS, group_by_kind
from ogi.portal.views.addresses import absolute
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import Shown, enter_township
from ogi.tenants.models import Township
from ogi.tenants.queries import list_tenants, list_townships
from ogi.tenants.settings import settings_of

NEW_ON_A_BOARD = 6
WORST_SHOWN = 8


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Show the townships, or go straight to the only one."""
    session = begin_session(Scope.global_only(), read_only=True)
    townships = list_townships(session)
    if len(townships) == 1:
        return redirect(url_for("portal.township", township_slug=townships[0].slug))
    return render_template("portal/townships.html", townships=townships)


@bp.get("/t/<township_slug>/")
@public
def township(township_slug: str) -> ResponseReturnValue:
    """Show what is new on the boards, what is missing, and every tenant."""
    found = enter_township(township_slug)
    settings = settings_of(found.settings)
    return render_template(
        "portal/township.html",
        township=Shown(found.name, found.slug),
        hotline=settings.hotline,
        here=absolute(request.path),
        boards=[
            (board, queries.list_new(g.session, found.id, board, NEW_ON_A_BOARD))
            for board in BOARDS
        ],
        **_tenants(found, show_missing=settings.show_missing),
    )


def _tenants(found: Township, *, show_missing: bool) -> dict[str, Any]:
    today = clock.today()
    tenants = list_tenants(g.session, found.id, on=today)
    missing = queries.count_missing(g.session, found.id, today) if show_missing else {}
    behind = [(tenant, missing[tenant.id]) for tenant in tenants if tenant.id in missing]
    behind.sort(key=lambda pair: -pair[1])
    return {
        "today": today,
        "groups": group_by_kind((tenant.kind, tenant) for tenant in tenants),
        "show_missing": show_missing,
        "behind": behind[:WORST_SHOWN],
        "behind_more": len(behind[WORST_SHOWN:]),
        "missing_total": sum(count for _, count in behind),
    }
