"""The obligations behind a cell or a figure, and waiving one of them."""

from typing import Any

from flask import abort, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.queries.duties import (
    Duty,
    count_duties,
    duties_of,
    duties_statement,
    list_duties,
)
from ogi.audits.rules.matrix import Column, Unit
from ogi.audits.rules.selection import Selection, select_duties
from ogi.audits.rules.tallies import Tally
from ogi.audits.views.asking import Asked, asked, kept_arguments
from ogi.audits.views.blueprint import bp
from ogi.audits.views.files import file_answer
from ogi.audits.views.loading import edges
from ogi.audits.writing import duties_register
from ogi.catalogue.rules.states import STATE_NAMES, State
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.tabular import write_register
from ogi.platform.web.access import requires
from ogi.platform.web.paging import asked_page, paginate
from ogi.tenants.permissions import Permission

PER_PAGE = 50


@bp.get("/checklist/cell")
@requires(Permission.CHECKLIST_READ)
def cell() -> ResponseReturnValue:
    """List the obligations of a tenant, an item, a board or a state."""
    wanted = asked()
    unit, column, selection = _selected(wanted)
    township_id = g.actor.township_id
    statement = duties_statement(township_id, wanted.view, selection)
    page = paginate(g.session, statement, asked_page(), PER_PAGE, scalars=False)
    tally = count_duties(g.session, township_id, wanted.view, selection)
    return render_template(
        "audits/cell.html",
        asked=wanted,
        unit=unit,
        column=column,
        duties=duties_of(page.rows, wanted.view),
        page=page,
        tally=tally,
        tabs=_tabs(tally, wanted),
        state_word=STATE_NAMES[State(wanted.filters.state)] if wanted.filters.state else "",
        posting_url=posting_url,
        addresses=_addresses(),
    )


@bp.get("/checklist/cell.<any(xlsx, docx, csv):form>")
@requires(Permission.CHECKLIST_READ)
def export_cell(form: str) -> ResponseReturnValue:
    """Hand over the listed obligations as a file."""
    wanted = asked()
    unit, column, selection = _selected(wanted)
    duties = list_duties(g.session, g.actor.township_id, wanted.view, selection)
    named = [unit.name if unit else "", column.title if column else ""]
    place = unit.name if unit and g.actor.tenant_id else g.actor.township_name
    try:
        content = write_register(duties_register(place, wanted.window, named, duties), form)
    except RuleBroken as refusal:
        abort(400, refusal.text)
    return file_answer(content, f"公开清单明细-{wanted.window.key}", form)


def _selected(wanted: Asked) -> tuple[Unit | None, Column | None, Selection]:
    """Return the tenant and the item named in the address, and what they select.

    Raises NotFound for an unknown one, and for a tenant that the seat may not see.
    """
    units, columns = edges(wanted)
    tenant, item = request.args.get("tenant", ""), request.args.get("item", "")
    unit = next((unit for unit in units if unit.slug == tenant), None)
    column = next((column for column in columns if column.code == item), None)
    if (tenant and unit is None) or (item and column is None):
        raise NotFound
    return unit, column, select_duties(units, columns, wanted.filters, tenant=tenant, item=item)


def _kept() -> dict[str, Any]:
    named = {name: request.args[name] for name in ("tenant", "item") if request.args.get(name)}
    return {**kept_arguments(), **named}


def _tabs(tally: Tally, wanted: Asked) -> list[tuple[str, str, bool, int]]:
    """Return the tabs above the list: all, and each state that occurs."""
    kept = {name: value for name, value in _kept().items() if name != "state"}
    chosen = wanted.filters.state
    tabs = [("全部", url_for("audits.cell", **kept), not chosen, tally.total)]
    for state in State:
        if tally.count(state) or state == chosen:
            url = url_for("audits.cell", **kept, state=str(state))
            tabs.append((STATE_NAMES[state], url, state == chosen, tally.count(state)))
    return tabs


def posting_url(duty: Duty) -> str:
    """Return the address of the posting that met an obligation, blank when there is none."""
    if duty.posting_id is None or "postings.show" not in current_app.view_functions:
        return ""
    return url_for("postings.show", posting_id=duty.posting_id)


def _addresses() -> dict[str, Any]:
    kept = _kept()
    over = {name: kept[name] for name in ("period", "as_of") if name in kept}
    return {
        "xlsx": url_for("audits.export_cell", form="xlsx", **kept),
        "docx": url_for("audits.export_cell", form="docx", **kept),
        "csv": url_for("audits.export_cell", form="csv", **kept),
        "checklist": url_for("audits.checklist", **over),
    }
