"""What search engines are told: the public pages, and what to leave alone."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from flask import Response, abort, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.platform.web.access import public
from ogi.platform.web.database import begin_session, engine
from ogi.platform.web.fragments import Fragments
from ogi.platform.web.paging import asked_page
from ogi.portal.feeds.queries import boards_version
from ogi.portal.rules import BOARDS
from ogi.portal.sitemap import (
    MEDIA_TYPE,
    Place,
    count_pages,
    list_rows,
    robots_text,
    write_index,
    write_places,
)
from ogi.portal.views.addresses import absolute, site
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import KEPT, enter_township
from ogi.tenants.models import Township
from ogi.tenants.queries import list_tenants, list_townships


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Say what programs may leave alone, and where the list of pages is."""
    answer = Response(robots_text(absolute(url_for("portal.sitemap"))), mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """List the townships' lists of pages."""
    session = begin_session(Scope.global_only(), read_only=True)
    return _send(write_index(_parts(list_townships(session))))


def _parts(townships: Sequence[Township]) -> Iterator[Place]:
    """Yield the address of each part; what a township has is counted once a day."""
    fragments: Fragments = current_app.extensions.setdefault(KEPT, Fragments())
    for township in townships:
        count = partial(_counted, township)
        told = fragments.get("sitemaps", township.id, clock.today(), count)
        address = absolute(url_for("portal.township_sitemap", township_slug=township.slug))
        for page in range(1, int(told) + 1):
            yield Place(address if page == 1 else f"{address}?page={page}")


def _counted(township: Township) -> bytes:
    scope = Scope(township.id, public=True)
    with open_session(engine(), scope, read_only=True) as session:
        return str(count_pages(session, township.id)).encode()


@bp.get("/t/<township_slug>/sitemap.xml")
@public
def township_sitemap(township_slug: str) -> ResponseReturnValue:
    """List a township's pages: its own, its tenants', and what stands on their boards."""
    found, page = enter_township(township_slug), asked_page()
    fragments: Fragments = current_app.extensions.setdefault(KEPT, Fragments())
    version = (boards_version(g.session, found.id), clock.today())
    key = (found.id, site(), page)
    body = fragments.get("sitemap", key, version, lambda: write_places(_places(found, page)))
    if page > 1 and b"<url>" not in body:
        abort(404)
    return _send(body)


def _places(found: Township, page: int) -> Iterator[Place]:
    if page == 1:
        yield from _own_pages(found)
    for row in list_rows(g.session, found.id, page):
        address = url_for(
            "portal.posting",
            township_slug=found.slug,
            tenant_slug=row.tenant_slug,
            posting_id=row.id,
        )
        yield Place(absolute(address), row.published_on)


def _own_pages(found: Township) -> Iterator[Place]:
    for name in ("township", "reports", "duty", "findings", "follow"):
        yield Place(absolute(url_for(f"portal.{name}", township_slug=found.slug)))
    for tenant in list_tenants(g.session, found.id, on=clock.today()):
        slugs: dict[str, Any] = {"township_slug": found.slug, "tenant_slug": tenant.slug}
        yield Place(absolute(url_for("portal.wall", **slugs)))
        for board in BOARDS:
            yield Place(absolute(url_for("portal.board", board=board, **slugs)))
        yield Place(absolute(url_for("portal.items", **slugs)))


def _send(body: bytes) -> ResponseReturnValue:
    answer = Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)
