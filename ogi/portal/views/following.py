"""How to follow a township or a tenant, and the calendar of what is due, for anybody."""

from typing import Any

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.calendars.ics import MEDIA_TYPE, write_calendar
from ogi.catalogue.queries import get_latest_item
from ogi.catalogue.rules import board_name
from ogi.platform import clock
from ogi.platform.web.access import public
from ogi.portal.periods.queries import AheadRow, list_ahead
from ogi.portal.queries import Place
from ogi.portal.rules import BOARDS
from ogi.portal.views.addresses import absolute, authority
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import (
    Shown,
    choices_of,
    enter_tenant,
    enter_township,
    layout_of,
)
from ogi.postings.rules.periods import period_words
from ogi.tenants.due import Due, DueKind
from ogi.tenants.queries import list_tenants
from ogi.tenants.settings import settings_of


@bp.get("/t/<township_slug>/follow")
@public
def follow(township_slug: str) -> ResponseReturnValue:
    """Say how to follow a whole township, and lead to each tenant's own page."""
    found = enter_township(township_slug)
    feed = absolute(url_for("portal.township_feed", township_slug=found.slug))
    return render_template(
        "portal/follow.html",
        township=Shown(found.name, found.slug),
        tenant=None,
        hotline=settings_of(found.settings).hotline,
        feeds=[(f"{found.name}全部公开", feed)],
        calendar="",
        tenants=list_tenants(g.session, found.id, on=clock.today()),
    )


@bp.get("/t/<township_slug>/<tenant_slug>/follow")
@public
def follow_tenant(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Say how to follow a tenant, one of its boards or one item."""
    place = enter_tenant(township_slug, tenant_slug)
    calendar = url_for("portal.due_calendar", township_slug=township_slug, tenant_slug=tenant_slug)
    return render_template(
        "portal/follow.html",
        feeds=[*_item_feed(place), *_feeds(place)],
        calendar=absolute(calendar),
        tenants=[],
        **layout_of(place),
    )


def _feeds(place: Place) -> list[tuple[str, str]]:
    slugs: dict[str, Any] = {"township_slug": place.township_slug, "tenant_slug": place.slug}
    whole = [(f"{place.name}全部公开", absolute(url_for("portal.tenant_feed", **slugs)))]
    boards = [
        (
            f"{board_name(board, place.kind)}公开",
            absolute(url_for("portal.board_feed", board=board, **slugs)),
        )
        for board in BOARDS
    ]
    return whole + boards


def _item_feed(place: Place) -> list[tuple[str, str]]:
    """Return the feed of the item that the reader came from, if it is one."""
    code = request.args.get("item")
    if not code:
        return []
    item = get_latest_item(g.session, place.township_id, code)
    slugs: dict[str, Any] = {"township_slug": place.township_slug, "tenant_slug": place.slug}
    return [(item.title, absolute(url_for("portal.item_feed", code=item.code, **slugs)))]


@bp.get("/t/<township_slug>/<tenant_slug>/due.ics")
@public
def due_calendar(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Send by which days a tenant has to publish what, for the calendar of a phone."""
    place = enter_tenant(township_slug, tenant_slug)
    today = clock.today()
    rows = list_ahead(
        g.session, place.township_id, place.tenant_id, today,
        overdue=choices_of(place).show_missing,
    )  # fmt: skip
    body = write_calendar(
        [_due(place, row) for row in reversed(rows)],
        name=f"{place.name}公开日程",
        site=authority(),
        today=today,
    )
    answer = Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Content-Disposition"] = "inline; filename=due.ics"
    answer.add_etag()
    return answer.make_conditional(request)


def _due(place: Place, row: AheadRow) -> Due:
    named = row.event_title or period_words(row.period_key, row.period_start)
    title = f"{place.name}应公开：{row.item}（{named}）"
    return Due(DueKind.OBLIGATION, row.id, title, row.due_on, "portal.wall")
