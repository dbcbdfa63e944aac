"""Making findings: from what inspectors saw, from a row of a measure, or by hand."""

from datetime import date
from typing import Any

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.indicators.measures import BY_KEY
from ogi.audits.orders.actions import findings as actions
from ogi.audits.orders.actions.findings import FindingText
from ogi.audits.orders.forms import AskForm, FindingForm, NewFindingForm
from ogi.audits.orders.queries import findings as queries
from ogi.audits.orders.queries.findings import Candidate
from ogi.audits.orders.rules import MEASURE_TOPICS
from ogi.audits.orders.views.blueprint import (
    acting,
    bp,
    done,
    form_page,
    page_of,
    seen_version,
    tenant_choices,
)
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_tenant

LONGEST_GIVEN = 300


@bp.get("/findings/entries")
@requires(Permission.ORDER_EDIT)
def entries() -> ResponseReturnValue:
    """List the faults that inspectors saw and that are no finding yet."""
    tenant_id = asked_number(request.args.get("tenant"))
    statement = queries.entries_statement(g.actor.township_id, tenant_id)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return page_of(
        "entries.html",
        page=page,
        found=[Candidate(*row) for row in page.rows],
        tenants=tenant_choices(),
        tenant_id=tenant_id,
    )


@bp.post("/findings/entries/<int:entry_id>")
@requires(Permission.ORDER_EDIT)
def add_from_entry(entry_id: int) -> ResponseReturnValue:
    """Make a finding of an entry, as it is."""
    found, is_latest = queries.get_candidate(g.session, g.actor.township_id, entry_id)
    form = AskForm()
    given: dict[str, Any] = {"is_latest": is_latest, **acting()}
    if form.validate_on_submit() and try_action(form, actions.add_from_entry, found, **given):
        return done("已立为问题，可以再改文字。", "orders.finding", finding_id=form.result.id)
    return form_page(
        "refused.html",
        form,
        heading=found.entry.remark or found.indicator.text,
        back=url_for("orders.entries"),
    )


@bp.route("/findings/new", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def add_finding() -> ResponseReturnValue:
    """Make a finding by hand; the address may fill it in from a row of a measure."""
    form = NewFindingForm()
    form.tenant.choices = {k: v if k else "请选择" for k, v in tenant_choices().items()}
    if form.validate_on_submit():
        tenant = get_tenant(g.session, g.actor.township_id, int(form.tenant.data))
        if try_action(form, actions.add_finding, tenant, _text(form), **acting()):
            return done("问题已登记。", "orders.finding", finding_id=form.result.id)
    elif not form.is_submitted():
        _prefill(form)
    return form_page(
        "finding_form.html", form, finding=None, measure=BY_KEY.get(form.measure.data or "")
    )


def _prefill(form: NewFindingForm) -> None:
    """Fill in what the address tells; what cannot be understood is left to the person."""
    measure = BY_KEY.get(request.args.get("measure", ""))
    tenant, text = request.args.get("tenant", ""), request.args.get("text", "")[:LONGEST_GIVEN]
    form.found_on.data = clock.today()
    form.tenant.data = tenant if tenant in form.tenant.choices else ""
    form.board.data = request.args.get("board", "") if measure is None else ""
    if measure is not None:
        form.measure.data = measure.key
        form.topic.data = MEASURE_TOPICS.get(measure.key, "other")
        form.evidence.data = f"自动指标“{measure.name}”：{measure.meaning}"
    form.text.data = text


@bp.route("/findings/<int:finding_id>/edit", methods=["GET", "POST"])
@requires(Permission.ORDER_EDIT)
def edit_finding(finding_id: int) -> ResponseReturnValue:
    """Change a finding that no order has named yet."""
    found, tenant = queries.get_finding(g.session, g.scope, finding_id)
    form = FindingForm(obj=found)
    given: dict[str, Any] = {"version": seen_version(form.version), **acting()}
    if form.validate_on_submit() and try_action(
        form, actions.change_finding, found, _text(form), **given
    ):
        return redirect(url_for("orders.finding", finding_id=finding_id), 303)
    return form_page("finding_form.html", form, finding=found, tenant=tenant, measure=None)


def _text(form: FindingForm) -> FindingText:
    measure = form.measure.data or ""
    on: date = form.found_on.data
    return FindingText(
        topic=form.topic.data or "",
        text=form.text.data or "",
        found_on=on,
        board=form.board.data or "",
        evidence=form.evidence.data or "",
        basis=form.basis.data or "",
        faults=form.faults.data or 1,
        measure=measure if measure in BY_KEY else "",
    )
