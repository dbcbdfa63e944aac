"""The automatic indicators: tenants by measures, and the rows behind every figure."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.indicators.forms import FaultForm, IndicatorForm
from ogi.audits.indicators.measures import MEASURES, measure_of
from ogi.audits.indicators.queries import (
    Fault,
    burst_name,
    count_faults,
    count_unmeasured,
    faults_of,
    late_postings_between,
    rows_of,
)
from ogi.audits.indicators.register import FAULTS, INDICATORS, frame_of
from ogi.audits.indicators.rules import FIRST_YEAR, LAST_YEAR
from ogi.audits.indicators.spread import spread_of
from ogi.audits.indicators.table import lines_of, list_units, totals_of
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import Page, asked_page, paginate
from ogi.platform.web.registers import answer_register
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import list_tenants
from ogi.tenants.rules import TenantKind

YEARS = 5
KINDS = [str(kind) for kind in TenantKind]
bp = Blueprint("indicators", __name__)


@bp.get("/indicators")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    """Show how often each tenant is at fault in a year, by measure."""
    asked = _asked()
    frame = frame_of(g.session, asked)
    found = count_faults(g.session, frame)
    units = list_units(g.session, frame, asked["kind"])
    lines = lines_of(units, found, worst=asked["sort"] == "worst")
    form = IndicatorForm(request.args)
    form.year.choices, form.year.data = _years(asked["year"]), str(asked["year"])
    return render_template(
        "audits/indicators/index.html", form=form, asked=asked, frame=frame, measures=MEASURES,
        lines=lines, totals=totals_of(lines), unmeasured=count_unmeasured(g.session, frame),
    )  # fmt: skip


@bp.get("/indicators/rows")
@requires(Permission.AUDIT_READ)
def rows() -> ResponseReturnValue:
    """List the rows behind a figure."""
    asked = _asked() | {"measure": request.args.get("measure", MEASURES[0].key)}
    measure, frame = measure_of(asked["measure"]), frame_of(g.session, asked)
    statement = rows_of(measure, frame)
    page = Page([], 1, 1, 0)
    if statement is not None:
        page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "audits/indicators/rows.html", form=_fault_form(asked), asked=asked, frame=frame,
        measure=measure, page=page, faults=faults_of(measure, page.rows), address=_address,
        spread=spread_of(g.session, measure, frame) if page.page == 1 else None,
    )  # fmt: skip


@bp.get("/indicators/burst")
@requires(Permission.AUDIT_READ)
def burst() -> ResponseReturnValue:
    """List what a tenant published late in one burst, and the months it was due in."""
    asked = _asked()
    first, last = _moment("first"), _moment("last")
    if asked["tenant"] is None:
        abort(404)
    statement = late_postings_between(frame_of(g.session, asked), first, last)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    if not page.total:
        abort(404)
    return render_template(
        "audits/indicators/burst.html", asked=asked, page=page, name=burst_name(first, last),
        tenant=page.rows[0].tenant,
    )  # fmt: skip


@bp.route("/indicators/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.AUDIT_READ)
def export(form: str) -> ResponseReturnValue:
    """Send the year's indicators as a file."""
    return answer_register(INDICATORS, _asked(), form)


@bp.route("/indicators/rows/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.AUDIT_READ)
def export_rows(form: str) -> ResponseReturnValue:
    """Send the rows behind a figure as a file."""
    asked = _asked() | {"measure": request.args.get("measure", MEASURES[0].key)}
    measure_of(asked["measure"])
    return answer_register(FAULTS, asked, form)


def _asked() -> dict[str, Any]:
    """Return what the address asks for; what cannot be understood is passed over."""
    year = asked_number(request.args.get("year")) or 0
    kind, sort = request.args.get("kind", ""), request.args.get("sort", "")
    return {
        "year": year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year,
        "tenant": asked_number(request.args.get("tenant")),
        "kind": kind if kind in KINDS else "",
        "sort": sort if sort == "worst" else "",
    }


def _moment(name: str) -> datetime:
    """Return a moment in the address; one without a zone or out of reach is not there."""
    try:
        moment = datetime.fromisoformat(request.args.get(name, ""))
    except ValueError:
        abort(404)
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        abort(404)
    return moment


def _years(year: int) -> dict[str, str]:
    this_year = clock.today().year
    years = {*range(this_year, this_year - YEARS, -1), year}
    return {str(one): f"{one}年" for one in sorted(years, reverse=True)}


def _fault_form(asked: dict[str, Any]) -> FaultForm:
    form = FaultForm(request.args)
    form.measure.choices = {one.key: f"{one.group}：{one.name}" for one in MEASURES}
    form.year.choices = _years(asked["year"])
    tenants = list_tenants(g.session, g.actor.township_id)
    form.tenant.choices = {"": "全部", **{str(one.id): one.name for one in tenants}}
    form.measure.data, form.year.data = asked["measure"], str(asked["year"])
    return form


def _address(fault: Fault, year: int) -> str:
    """Return where a row is seen: its posting, its burst, or its place on the checklist."""
    if fault.posting_id is not None:
        return url_for("postings.show", posting_id=fault.posting_id)
    if fault.first_at is not None and fault.last_at is not None:
        return url_for(
            "indicators.burst",
            tenant=fault.tenant_id,
            year=year,
            first=fault.first_at.isoformat(),
            last=fault.last_at.isoformat(),
        )
    if fault.item_code:
        return url_for(
            "audits.cell", tenant=fault.slug, item=fault.item_code, period=year, state="missing"
        )
    return url_for("audits.cell", tenant=fault.slug, period=year)
