"""Planning an inspection: what is typed, the drawing looked at, then saved."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.indicators.sets.queries import list_usable
from ogi.audits.inspections.actions import planning
from ogi.audits.inspections.actions.planning import plan_inspection, with_seed
from ogi.audits.inspections.forms.planning import (
    KIND_HINTS,
    METHOD_HINTS,
    CloseForm,
    DaysForm,
    PlanForm,
)
from ogi.audits.inspections.queries.inspections import list_recheck_sets, list_visits
from ogi.audits.inspections.queries.inspectors import list_inspectors
from ogi.audits.inspections.queries.proposals import Proposal, propose
from ogi.audits.inspections.queries.results import count_by_visit
from ogi.audits.inspections.rules.planning import LONGEST_TITLE
from ogi.audits.inspections.rules.words import Kind, Method, VisitState
from ogi.audits.inspections.views.blueprint import bp
from ogi.audits.inspections.views.listing import WORDS, get
from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.platform.web.inputs import asked_number
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import list_tenants

REFUSED = 422


@bp.route("/inspections/new", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def plan() -> ResponseReturnValue:
    """Plan an inspection: the first press shows whom it would visit, the second saves it."""
    form = _furnished(PlanForm())
    if not form.is_submitted():
        form.begin(clock.today())
        form.set.data = request.args.get("set", "")
        _look_again(form)
        return _plan_page(form, None), 200
    proposal = _proposal(form) if form.validate() else None
    asked_to_save = "save" in request.form and bool(form.mark.data)
    if proposal is not None and asked_to_save and _save(form):
        flash("检查已安排。到开始那天点“开始检查”，检查人就能在手机上记录。", "success")
        return redirect(url_for("inspections.show", inspection_id=form.result.id), 303)
    if proposal is not None:
        form.mark.data = proposal.mark
    return _plan_page(form, proposal), REFUSED if form.errors or proposal is None else 200


def _look_again(form: PlanForm) -> None:
    """Fill in a re-check of an inspection's tenants at fault, where the address names one."""
    again = asked_number(request.args.get("again"))
    if again is None:
        return
    one = get(again)
    counts = count_by_visit(g.session, one.township_id, one.id)
    lines = list_visits(g.session, one.township_id, one.id)
    faulty = [line for line in lines if counts.get(line.visit.id, (0, 0))[1]]
    form.title.data, form.kind.data = f"{one.title}复查"[:LONGEST_TITLE], Kind.RECHECK
    form.set.data, form.method.data = str(one.set_id), Method.NAMED
    form.tenants.data = [str(line.tenant.id) for line in faulty]
    form.inspectors.data = sorted({str(line.visit.inspector_id) for line in faulty})


def _save(form: PlanForm) -> bool:
    given = {"mark": form.mark.data, "actor_id": g.actor.id, "now": clock.now()}
    return try_action(form, plan_inspection, g.actor.township_id, form.plan(), **given)


def _proposal(form: PlanForm) -> Proposal | None:
    """Return whom the plan would visit, with its seed kept in the form."""
    chosen = with_seed(form.plan())
    if chosen.is_drawn:
        form.seed.data = chosen.seed
    try:
        return propose(g.session, g.actor.township_id, chosen, today=clock.today())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return None


def _furnished(form: PlanForm) -> PlanForm:
    township_id, today = g.actor.township_id, clock.today()
    once = list_recheck_sets(g.session, township_id)
    usable = sorted(list_usable(g.session, township_id), key=lambda one: one.id in once)
    form.set.choices = {str(one.id): one.title for one in usable}
    tenants = list_tenants(g.session, township_id, on=today)
    form.tenants.choices = {str(one.id): one.name for one in tenants}
    inspectors = list_inspectors(g.session, township_id, today)
    form.inspectors.choices = {str(one.id): one.name for one in inspectors}
    return form


def _plan_page(form: PlanForm, proposal: Proposal | None) -> str:
    return render_template(
        "inspections/plan.html", form=form, proposal=proposal, words=WORDS,
        kind_hints=KIND_HINTS, method_hints=METHOD_HINTS,
    )  # fmt: skip


@bp.route("/inspections/<int:inspection_id>/edit", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def edit(inspection_id: int) -> ResponseReturnValue:
    """Change title and days."""
    one = get(inspection_id)
    form = DaysForm(obj=one)
    if form.validate_on_submit():
        days = (form.starts_on.data, form.ends_on.data)
        given = {"title": form.title.data or "", "days": days, "version": form.seen}
        if try_action(form, planning.change_inspection, one, actor_id=g.actor.id, **given):
            return _done("已保存。", inspection_id)
    return form_page("inspections/edit.html", form, one=one)


@bp.route("/inspections/<int:inspection_id>/open", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def open_(inspection_id: int) -> ResponseReturnValue:
    """Ask first, then let the inspectors begin."""
    one, form = get(inspection_id), BaseForm()
    given = {"actor_id": g.actor.id, "now": clock.now()}
    if form.validate_on_submit() and try_action(form, planning.open_inspection, one, **given):
        return _done("检查开始了，检查人现在可以记录。", inspection_id)
    return form_page("inspections/open.html", form, one=one)


@bp.route("/inspections/<int:inspection_id>/close", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def close(inspection_id: int) -> ResponseReturnValue:
    """Say which visits were never made, then end the inspection."""
    one, form = get(inspection_id), CloseForm()
    if form.validate_on_submit():
        given = {"note": form.note.data or "", "actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, planning.close_inspection, one, **given):
            return _done("检查已结束。", inspection_id)
    lines = list_visits(g.session, one.township_id, one.id)
    missed = [line for line in lines if line.visit.state != VisitState.DONE]
    if missed:
        form.need_note()
    return form_page("inspections/close.html", form, one=one, missed=missed)


@bp.route("/inspections/<int:inspection_id>/cancel", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def cancel(inspection_id: int) -> ResponseReturnValue:
    """Ask for the reason, then call the inspection off."""
    one, form = get(inspection_id), CloseForm()
    if form.validate_on_submit():
        given = {"note": form.note.data or "", "actor_id": g.actor.id, "now": clock.now()}
        if try_action(form, planning.cancel_inspection, one, **given):
            return _done("检查已取消。", inspection_id)
    form.need_note()
    return form_page("inspections/cancel.html", form, one=one)


def _done(words: str, inspection_id: int) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("inspections.show", inspection_id=inspection_id), 303)


def form_page(template: str, form: BaseForm, **values: Any) -> tuple[str, int]:
    """Return a form's page, 422 where it was refused."""
    page = render_template(template, form=form, **values)
    return page, REFUSED if form.is_submitted() else 200
