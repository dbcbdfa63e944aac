"""Urgent publications: every step passed over, and how often it happens."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register
from ogi.postings import queries
from ogi.postings.bypass_register import BYPASSES, period_of
from ogi.postings.forms import BypassForm
from ogi.postings.rules.chain import STEP_WORDS, state_words
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import list_tenants

FIRST_YEAR, LAST_YEAR = 2000, 2200
YEARS = 5


@bp.get("/postings/bypasses")
@requires(Permission.POSTING_READ)
def bypasses() -> ResponseReturnValue:
    """List the steps passed over in a year, with each tenant's rate."""
    asked = _asked()
    period = period_of(asked)
    statement = queries.publications_statement(g.scope, period)
    page = paginate(g.session, statement, asked_page())
    every = period_of({**asked, "shown": "all"})
    return render_template(
        "postings/bypasses.html",
        form=_form(asked),
        asked=asked,
        page=page,
        rows=queries.list_bypasses(g.session, page.rows),
        rates=queries.list_rates(g.session, g.scope, every),
        words=STEP_WORDS,
        now=clock.now(),
    )


@bp.get("/postings/publications")
@requires(Permission.POSTING_READ)
def publications() -> ResponseReturnValue:
    """List every publication that a rate counts."""
    asked = _asked() | {"shown": "all"}
    page = paginate(
        g.session, queries.publications_statement(g.scope, period_of(asked)), asked_page()
    )
    return render_template(
        "postings/publications.html", asked=asked, page=page, state_words=state_words
    )


@bp.route("/postings/bypasses.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.POSTING_READ)
def export_bypasses(form: str) -> ResponseReturnValue:
    """Send the year's urgent publications as a file."""
    return answer_register(BYPASSES, _asked(), form)


def _asked() -> dict[str, Any]:
    """Return what the address asks for; what cannot be understood is passed over."""
    year = asked_number(request.args.get("year")) or 0
    tenant = asked_number(request.args.get("tenant"))
    shown = request.args.get("shown", "")
    return {
        "year": year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year,
        "tenant": tenant,
        "shown": shown if shown == "open" else "",
    }


def _form(asked: dict[str, Any]) -> BypassForm:
    form = BypassForm(request.args)
    this_year = clock.today().year
    years = {*range(this_year, this_year - YEARS, -1), asked["year"]}
    form.year.choices = {str(year): f"{year}年" for year in sorted(years, reverse=True)}
    tenants = list_tenants(g.session, g.actor.township_id) if g.scope.tenant_id is None else []
    form.tenant.choices = {"": "全部", **{str(tenant.id): tenant.name for tenant in tenants}}
    form.year.data = str(asked["year"])
    return form
