"""Feeds of a township, a tenant, a board and an item, for whoever follows them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import Response, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from ogi.catalogue.queries import get_latest_item
from ogi.catalogue.rules import board_name
from ogi.platform.clock import local_date
from ogi.platform.db import ScopedSession
from ogi.platform.web.access import public
from ogi.platform.web.database import begin_session
from ogi.platform.web.fragments import Fragments
from ogi.platform.web.paging import asked_page
from ogi.portal.feeds.queries import Followed, boards_version, list_moved, moved_at
from ogi.portal.feeds.rules import (
    MEDIA_TYPE,
    MOST_FEED_PAGES,
    PER_FEED,
    Entry,
    Feed,
    lasting_key,
    summary_of,
    tombstone_words,
    write_atom,
)
from ogi.portal.queries import Place
from ogi.portal.views.addresses import absolute, authority, site
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import KEPT, enter_township, find_place, scope_of
from ogi.postings.models import Posting
from ogi.postings.rules.content import content_of
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.sheet import Laid, lay_out

SUBTITLE = "新公开、更正和撤下的事项"


class Named(NamedTuple):
    """What a feed is called: by people, in its identifier, and where its page is."""

    title: str
    name: str
    home: str


@bp.get("/t/<township_slug>/feed.atom")
@public
def township_feed(township_slug: str) -> ResponseReturnValue:
    """Send what was last published, corrected or withdrawn anywhere in a township."""
    found = enter_township(township_slug)
    home = url_for("portal.township", township_slug=township_slug)
    named = Named(f"{found.name}三务公开", township_slug, home)
    version = boards_version(g.session, found.id)
    return _kept(named, Followed(found.id), version, lambda: g.session)


@bp.get("/t/<township_slug>/<tenant_slug>/feed.atom")
@public
def tenant_feed(township_slug: str, tenant_slug: str) -> ResponseReturnValue:
    """Send what was last published, corrected or withdrawn by a tenant."""
    place = find_place(township_slug, tenant_slug)
    home = url_for("portal.wall", township_slug=township_slug, tenant_slug=tenant_slug)
    named = Named(f"{place.name}三务公开", f"{township_slug}/{tenant_slug}", home)
    return _of_place(place, named, Followed(place.township_id, place.tenant_id))


@bp.get("/t/<township_slug>/<tenant_slug>/<any(party, affairs, finance):board>.atom")
@public
def board_feed(township_slug: str, tenant_slug: str, board: str) -> ResponseReturnValue:
    """Send what was last published, corrected or withdrawn on one board of a tenant."""
    place = find_place(township_slug, tenant_slug)
    home = url_for(
        "portal.board", township_slug=township_slug, tenant_slug=tenant_slug, board=board
    )
    title = f"{place.name}{board_name(board, place.kind)}公开"
    named = Named(title, f"{township_slug}/{tenant_slug}/{board}", home)
    return _of_place(place, named, Followed(place.township_id, place.tenant_id, board))


@bp.get("/t/<township_slug>/<tenant_slug>/items/<code>.atom")
@public
def item_feed(township_slug: str, tenant_slug: str, code: str) -> ResponseReturnValue:
    """Send what was last published, corrected or withdrawn of one item of a tenant."""
    place = find_place(township_slug, tenant_slug)
    session = begin_session(scope_of(place), read_only=True)
    item = get_latest_item(session, place.township_id, code)
    home = url_for(
        "portal.item", township_slug=township_slug, tenant_slug=tenant_slug, code=item.code
    )
    named = Named(
        f"{place.name}{item.title}", f"{township_slug}/{tenant_slug}/items/{item.code}", home
    )
    followed = Followed(place.township_id, place.tenant_id, item_code=item.code)
    return _kept(named, followed, place, lambda: session)


def _of_place(place: Place, named: Named, followed: Followed) -> ResponseReturnValue:
    return _kept(named, followed, place, lambda: begin_session(scope_of(place), read_only=True))


def _kept(
    named: Named, followed: Followed, version: object, open_it: Callable[[], ScopedSession]
) -> ResponseReturnValue:
    """Answer with a feed, made anew when something has changed; the session opens only then."""
    page = min(asked_page(), MOST_FEED_PAGES)

    def body() -> bytes:
        session = open_it()
        postings = list_moved(session, followed, limit=PER_FEED + 1, offset=(page - 1) * PER_FEED)
        return write_atom(_feed(named, postings, page))

    fragments: Fragments = current_app.extensions.setdefault(KEPT, Fragments())
    key = (followed, named.name, site(), page)
    return send_feed(fragments.get("feed", key, (version, named.title), body))


def send_feed(body: bytes) -> ResponseReturnValue:
    """Answer with a feed, or that nothing has changed since the reader last asked."""
    answer = Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _feed(named: Named, postings: Sequence[Posting], page: int) -> Feed:
    """Return a page of a feed of postings in this order; one too many tells of the next page."""
    url = absolute(request.path)
    pages = {"self": _numbered(url, page), "first": url}
    if page > 1:
        pages["previous"] = _numbered(url, page - 1)
    if len(postings) > PER_FEED and page < MOST_FEED_PAGES:
        pages["next"] = _numbered(url, page + 1)
    entries = [entry_of(one) for one in postings[:PER_FEED]]
    home = absolute(named.home)
    return Feed(named.title, SUBTITLE, url, home, authority(), named.name, entries, pages)


def _numbered(url: str, page: int) -> str:
    return url if page == 1 else f"{url}?page={page}"


def entry_of(posting: Posting) -> Entry:
    """Return a published or withdrawn posting, loaded with item and tenant, as followers see it."""
    address: dict[str, Any] = {**(request.view_args or {}), "posting_id": posting.id}
    slugs = {"township_slug": address["township_slug"], "tenant_slug": posting.tenant.slug}
    assert posting.published_at is not None  # noqa: S101 - the table's own constraint
    return Entry(
        key=lasting_key(slugs["township_slug"], posting.index_number or "", posting.edition),
        title=posting.title + ("（已撤下）" if posting.withdrawn_at else ""),
        url=absolute(url_for("portal.posting", posting_id=posting.id, **slugs)),
        author=posting.source or posting.tenant.name,
        board=board_name(posting.board, posting.tenant.kind),
        summary=digest_of(posting),
        published=posting.published_at,
        updated=moved_at(posting),
    )


def digest_of(posting: Posting, laid: Laid | None = None) -> str:
    """Return in a few words what a posting says, or what stands in its place.

    `laid` is its content where it is laid out already.
    """
    if posting.withdrawn_at is not None:
        day = local_date(posting.withdrawn_at)
        gone = posting.taken_down_at is not None
        return tombstone_words(posting.withdrawal_reason, day, taken_down=gone)
    laid = laid or lay_out(asked_of(posting), content_of(posting.content))
    return summary_of(laid, period=posting.period_label, note=posting.correction_note)
