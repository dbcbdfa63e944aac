"""Printing for the board: today's sheets in one go, one posting, a whole board."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ogi.display.forms import PosterForm, PrintForm
from ogi.display.paper.printing import check_amount, print_sheet, print_today
from ogi.display.queries.boards import list_places
from ogi.display.queries.work import work_of
from ogi.display.rules.standard import SHEETS
from ogi.display.views.blueprint import (
    bp,
    choices_of_tenants,
    chosen_tenant,
    form_page,
    needed_tenant,
    of_tenant,
    press,
    site_address,
)
from ogi.display.works import PDF, PRINT_POSTER, PRINT_SHEETS, sheets_name
from ogi.platform import clock
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_made
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.jobs import ask_for
from ogi.postings.queries import get_posting
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.settings import settings_of

AT_ONCE = 3
"""So many postings are printed while one waits; more are printed in the background."""


@bp.post("/boards/hanging/print")
@requires(Permission.BOARD_READ)
def print_due() -> ResponseReturnValue:
    """Print everything that is due to hang and does not, with the list for hanging."""
    tenant, form = needed_tenant(), PrintForm()
    paper = form.paper.data if form.paper.data in SHEETS else _papers(tenant)[0]
    work = work_of(g.session, tenant, clock.today())
    try:
        check_amount(len(work.posting_ids), len(work.take_down))
    except RuleBroken as refusal:
        flash(refusal.text, "info")
        return redirect(url_for("display.hanging", **of_tenant(tenant)), 303)
    if len(work.posting_ids) > AT_ONCE:
        title = f"{tenant.name}要张贴的公开（{paper}）"
        return _in_background(PRINT_SHEETS, title, tenant, {"paper": paper})
    data = print_today(g.session, tenant, paper, press(), lambda *_told: None)
    return send_made(data, name=sheets_name(tenant, clock.today()), media_type=PDF)


@bp.get("/boards/sheets/<int:posting_id>.pdf")
@requires(Permission.BOARD_READ)
def sheet(posting_id: int) -> ResponseReturnValue:
    """Print the sheets of one posting that is on the board."""
    posting = get_posting(g.session, g.scope, posting_id)
    if posting.state != "published":
        raise NotFound
    asked = request.args.get("paper", "")
    paper = asked if asked in SHEETS else _papers(posting.tenant)[0]
    one, data = print_sheet(g.session, posting.tenant, posting_id, paper, press())
    name = f"{one.sheet.tenant}-{one.sheet.title}-{paper}.pdf"
    return send_made(data, name=name, media_type=PDF)


@bp.route("/boards/poster", methods=["GET", "POST"])
@requires(Permission.BOARD_READ)
def poster() -> ResponseReturnValue:
    """Ask which board on which paper, and print it in the background."""
    tenant = needed_tenant() if request.method == "POST" else chosen_tenant()
    if tenant is None:
        raise NotFound
    form, places = PosterForm(), list_places(g.session, tenant, clock.today())
    form.board.choices = {"": "党务、村务（政务）、财务三栏齐全"} | {
        str(place.id): place.name for place in places
    }
    if form.validate_on_submit():
        board = asked_number(form.board.data)
        asked = {"paper": form.paper.data, "board": board}
        title = f"{tenant.name}整栏海报（{form.paper.data}）"
        return _in_background(PRINT_POSTER, title, tenant, asked)
    if not form.is_submitted():
        form.board.data = str(places[0].id) if places else ""
        form.paper.data = _papers(tenant)[1]
    return form_page(
        "poster.html", form, tenant=tenant, tenants=choices_of_tenants(), kept=of_tenant(tenant)
    )


def _in_background(
    kind: str, title: str, tenant: Tenant, asked: dict[str, Any]
) -> ResponseReturnValue:
    told = {"tenant": tenant.id, "site": site_address(), "on": clock.today().isoformat()}
    permission = {"permission": str(Permission.BOARD_READ)}
    job = ask_for(kind, title, {**asked, **told, **permission})
    return redirect(url_for("tenants.job", job_id=job.id), 303)


def _papers(tenant: Tenant) -> tuple[str, str]:
    """Return the papers of the township's standard: of sheets, and of posters."""
    settings = settings_of(get_township_by_id(g.session, tenant.township_id).settings)
    return settings.sheet_paper, settings.poster_paper
