"""The list of inspections, one inspection, and what was seen."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.audits.indicators.sets.queries import get_set, list_indicators
from ogi.audits.inspections.forms.planning import EntryFilterForm, InspectionFilterForm
from ogi.audits.inspections.models import Inspection
from ogi.audits.inspections.paper import MOST_PAPERS
from ogi.audits.inspections.queries import automatic, inspections, results
from ogi.audits.inspections.queries.inspections import Asked, VisitLine
from ogi.audits.inspections.queries.results import AskedEntries
from ogi.audits.inspections.register import ENTRIES, INSPECTIONS
from ogi.audits.inspections.rules.drawing import MOST_LOTS
from ogi.audits.inspections.rules.words import (
    KIND_WORDS,
    METHOD_WORDS,
    RESULT_WORDS,
    STATE_WORDS,
    VISIT_WORDS,
)
from ogi.audits.inspections.views.blueprint import bp
from ogi.platform import clock
from ogi.platform.errors import NotFound
from ogi.platform.web.access import requires
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, page_of, paginate
from ogi.platform.web.registers import answer_register
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import names_of_staff

WORDS = {
    "kinds": KIND_WORDS,
    "methods": METHOD_WORDS,
    "states": STATE_WORDS,
    "visits": VISIT_WORDS,
    "results": RESULT_WORDS,
}


@bp.get("/inspections")
@requires(Permission.INSPECTION_READ)
def index() -> ResponseReturnValue:
    """List the inspections."""
    asked, form = _asked(), InspectionFilterForm(request.args)
    years = {*inspections.list_years(g.session, g.actor.township_id), clock.today().year}
    form.year.choices = {
        "": "全部",
        **{str(one): f"{one}年" for one in sorted(years, reverse=True)},
    }
    statement = inspections.inspections_statement(g.actor.township_id, Asked(**asked))
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "inspections/index.html", form=form, page=page, words=WORDS,
        lines=inspections.inspection_lines(page.rows), narrowed=any(asked.values()),
        kept={name: value for name, value in asked.items() if value},
    )  # fmt: skip


@bp.route("/inspections/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.INSPECTION_READ)
def export(form: str) -> ResponseReturnValue:
    """Send the listed inspections as a file."""
    return answer_register(INSPECTIONS, _asked(), form)


def _asked() -> dict[str, Any]:
    """Return what the address asks for; what cannot be understood is passed over."""
    args = request.args
    kind, state = args.get("kind", ""), args.get("state", "")
    year = asked_number(args.get("year")) or 0
    return {
        "year": year if 1 <= year <= 9999 else None,  # noqa: PLR2004 - what a date can hold
        "kind": kind if kind in KIND_WORDS else "",
        "state": state if state in STATE_WORDS else "",
        "text": args.get("text", "").strip()[:60],
    }


@bp.get("/inspections/<int:inspection_id>")
@requires(Permission.INSPECTION_READ)
def show(inspection_id: int) -> ResponseReturnValue:
    """Show an inspection: its visits, its results by indicator, what the system counts."""
    one = get(inspection_id)
    rows = list_indicators(g.session, one.township_id, one.set_id)
    visits = inspections.list_visits(g.session, one.township_id, one.id)
    manual = [row for row in rows if row.method != "auto"]
    return render_template(
        "inspections/show.html",
        one=one,
        used=get_set(g.session, one.township_id, one.set_id),
        results=results.list_results(g.session, one.township_id, one.id, manual),
        automatic=automatic.list_automatic(g.session, one, rows, visits, clock.today()),
        planner=names_of_staff(g.session, one.township_id, {one.created_by}),
        today=clock.today(),
        words=WORDS,
        **_visits_page(one, visits),
    )


def _visits_page(one: Inspection, visits: list[VisitLine]) -> dict[str, Any]:
    """Return a page of the visits, narrowed to how far they are."""
    state = request.args.get("state", "")
    state = state if state in VISIT_WORDS else ""
    shown = [line for line in visits if not state or line.visit.state == state]
    return {
        "visits": visits,
        "page": page_of(shown, asked_page()),
        "state": state,
        "counts": results.count_by_visit(g.session, one.township_id, one.id),
        "parts": range(0, len(visits), MOST_PAPERS),
        "most_papers": MOST_PAPERS,
    }


@bp.get("/inspections/<int:inspection_id>/drawing")
@requires(Permission.INSPECTION_READ)
def drawing(inspection_id: int) -> ResponseReturnValue:
    """Show how tenants were drawn, and how anybody can draw again."""
    one = get(inspection_id)
    if not one.seed:
        raise NotFound
    return render_template("inspections/drawing.html", one=one, words=WORDS, most=MOST_LOTS)


@bp.get("/inspections/<int:inspection_id>/entries")
@requires(Permission.INSPECTION_READ)
def entries(inspection_id: int) -> ResponseReturnValue:
    """List what was seen, narrowed to a tenant, an indicator or a result."""
    one, asked = get(inspection_id), _asked_entries()
    form = EntryFilterForm(request.args)
    visits = inspections.list_visits(g.session, one.township_id, one.id)
    rows = list_indicators(g.session, one.township_id, one.set_id)
    form.visit.choices = {"": "全部", **{str(v.visit.id): v.tenant.name for v in visits}}
    form.indicator.choices = {"": "全部", **{str(row.id): row.text for row in rows}}
    chosen = AskedEntries(asked["indicator"], asked["visit"], asked["result"])
    statement = results.entries_statement(one.township_id, one.id, chosen)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "inspections/entries.html", one=one, form=form, page=page, words=WORDS,
        lines=results.entry_lines(page.rows), narrowed=any(asked.values()),
        kept={name: value for name, value in asked.items() if value},
    )  # fmt: skip


@bp.route(
    "/inspections/<int:inspection_id>/entries/export.<any(xlsx, docx):form>",
    methods=["GET", "POST"],
)
@requires(Permission.INSPECTION_READ)
def export_entries(inspection_id: int, form: str) -> ResponseReturnValue:
    """Send what was seen as a file."""
    asked = {"inspection": get(inspection_id).id, **_asked_entries()}
    return answer_register(ENTRIES, asked, form)


def _asked_entries() -> dict[str, Any]:
    args, result = request.args, request.args.get("result", "")
    return {
        "indicator": asked_number(args.get("indicator")),
        "visit": asked_number(args.get("visit")),
        "result": result if result in RESULT_WORDS else "",
    }


def get(inspection_id: int) -> Inspection:
    """Return one inspection of the actor's township; raises NotFound."""
    return inspections.get_inspection(g.session, g.actor.township_id, inspection_id)
