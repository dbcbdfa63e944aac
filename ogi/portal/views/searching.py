"""The search over everything that stands on the boards of a township."""

from typing import Any, NamedTuple

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.search import Piece, mark
from ogi.platform.web.access import public
from ogi.platform.web.paging import Page, asked_page, page_of
from ogi.portal.search.forms import ANY_BOARD, SearchForm
from ogi.portal.search.narrowing import (
    Narrower,
    choices_of,
    lately,
    list_known_tenants,
    narrower,
    word_by_word,
)
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import Shown, enter_township
from ogi.postings.searching.queries import Found, Told, find, tell
from ogi.postings.searching.rules import Asked, read_question
from ogi.tenants.models import Tenant, Township
from ogi.tenants.settings import settings_of

PER_PAGE = 20
FILTERS = ("tenant", "board", "item", "year", "since", "until")
HEADERS = {"Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}
REFUSED = 422


class Answer(NamedTuple):
    """What was found, a page of it told, and what to try next."""

    found: Found
    page: Page
    told: list[tuple[Told, list[Piece]]]
    narrower: list[tuple[Narrower, str]]
    alone: list[tuple[str, int]]


@bp.get("/t/<township_slug>/search")
@public
def search(township_slug: str) -> ResponseReturnValue:
    """Answer a question, or show the empty form; one that cannot be answered is told why."""
    township = enter_township(township_slug)
    tenants = list_known_tenants(g.session, township.id)
    form = _form(township, tenants)
    asked = _read(form, tenants) if form.q.data else None
    answer = _answer(township, tenants, form, asked) if asked else None
    page = render_template(
        "portal/search.html",
        township=Shown(township.name, township.slug),
        hotline=settings_of(township.settings).hotline,
        form=form,
        answer=answer,
        offered=[] if form.q.data else lately(g.session, township.id),
        filtered=any(form[name].data for name in FILTERS),
        cleared=url_for("portal.search", township_slug=township.slug, q=form.q.data or None),
    )
    return page, REFUSED if form.errors else 200, HEADERS


def _form(township: Township, tenants: list[Tenant] | Any) -> SearchForm:
    form = SearchForm(request.args)
    offered = choices_of(g.session, township.id, tenants, clock.today())
    for name, choices in offered._asdict().items():
        form[name].choices = choices
    return form


def _read(form: SearchForm, tenants: Any) -> Asked | None:
    """Return what is asked for; None where the form tells what is wrong with it."""
    if not form.validate():
        return None
    try:
        words = read_question(form.q.data or "")
    except RuleBroken as refusal:
        form.refuse(refusal)
        return None
    keys = {one.slug: one.id for one in tenants}
    return Asked(
        words,
        tenant_id=keys.get(form.tenant.data or ""),
        board=form.board.data or "",
        item_code=form.item.data or "",
        year=int(form.year.data) if form.year.data else None,
        since=form.since.data,
        until=form.until.data,
    )


def _answer(township: Township, tenants: Any, form: SearchForm, asked: Asked) -> Answer:
    found = find(g.session, township.id, asked)
    page = page_of(found.hits, asked_page(), PER_PAGE)
    told = tell(g.session, township.id, page.rows, asked.words)
    offered = []
    if len(found.hits) > PER_PAGE:
        offered = narrower(found, tenants, form.data, ANY_BOARD.__getitem__)
    return Answer(
        found=found,
        page=page,
        told=[(one, mark(one.posting.title, asked.words)) for one in told],
        narrower=[(one, _address(township, one)) for one in offered],
        alone=[] if found.hits else word_by_word(g.session, township.id, asked),
    )


def _address(township: Township, choice: Narrower) -> str:
    kept: dict[str, Any] = {name: request.args.get(name) or None for name in ("q", *FILTERS)}
    kept[choice.field] = choice.value
    return url_for("portal.search", township_slug=township.slug, **kept)
