"""Reading the catalogue: the list, one item on a day, the legal texts."""

from collections.abc import Sequence
from datetime import date

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ogi.catalogue import actions, queries
from ogi.catalogue.forms.items import FilterForm
from ogi.catalogue.models import CatalogueItem
from ogi.catalogue.rules import FIELD_KINDS, words_of
from ogi.catalogue.views.blueprint import bp
from ogi.platform import clock
from ogi.platform.errors import NotFound
from ogi.platform.web.access import requires
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import kept_filter
from ogi.tenants.permissions import Permission


def asked_day() -> date:
    """Return the day in the address; anything that is not one means today."""
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return clock.today()


def version_on(versions: Sequence[CatalogueItem], on: date) -> CatalogueItem:
    """Return the version in force on a day, else the one nearest to it."""
    for version in versions:
        if version.valid_from <= on:
            return version
    return versions[-1]


@bp.get("/catalogue")
@requires(Permission.CATALOGUE_READ)
def index() -> ResponseReturnValue:
    """List the items in force today."""
    township_id, today = g.actor.township_id, clock.today()
    chosen = asked_filter()
    page = paginate(g.session, asked_statement(chosen, today), asked_page())
    return render_template(
        "catalogue/index.html",
        form=chosen,
        page=page,
        rows=[(item, words_of(queries.values_in(item))) for item in page.rows],
        retired=queries.list_retired(g.session, township_id, today),
        coming=queries.list_coming(g.session, township_id, today),
        kept=kept_filter(chosen),
    )


def asked_filter() -> FilterForm:
    """Return what the list is narrowed to; what cannot be understood narrows nothing."""
    form = FilterForm(request.args)
    return form if form.validate() else FilterForm(formdata=None)


def asked_statement(form: FilterForm, today: date) -> Select[CatalogueItem]:
    """Return the statement of the narrowed list."""
    return queries.items_statement(
        g.actor.township_id,
        today,
        board=form.board.data or None,
        kind=form.kind.data or None,
        frequency=form.frequency.data or None,
        text=(form.text.data or "").strip(),
    )


@bp.get("/catalogue/items/<code>")
@requires(Permission.CATALOGUE_READ)
def show(code: str) -> ResponseReturnValue:
    """Show an item as it stands on a day, with its versions and legal texts."""
    versions = queries.list_versions(g.session, g.actor.township_id, code)
    if not versions:
        raise NotFound
    on = asked_day()
    item = version_on(versions, on)
    return render_template(
        "catalogue/show.html",
        item=item,
        words=words_of(queries.values_in(item)),
        versions=versions,
        latest=versions[0],
        bases=queries.list_bases_of(g.session, g.actor.township_id, item.basis, on),
        on=on,
        today=clock.today(),
        field_kinds=FIELD_KINDS,
    )


@bp.post("/catalogue/obligations")
@requires(Permission.CATALOGUE_EDIT)
def ensure() -> ResponseReturnValue:
    """Make this year's obligations that are not there yet."""
    year = clock.today().year
    made = actions.ensure_obligations(g.session, g.actor.township_id, year)
    g.session.commit()
    flash(f"已核对 {year} 年的应公开事项，补上 {made} 条。", "success")
    return redirect(url_for("catalogue.index"), 303)
