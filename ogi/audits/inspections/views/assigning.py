"""Who visits whom: another inspector, one more tenant, one less."""

from typing import Any

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from ogi.audits.inspections.actions import visits as actions
from ogi.audits.inspections.forms.planning import InspectorForm, VisitForm
from ogi.audits.inspections.models import Inspection
from ogi.audits.inspections.queries.inspections import get_visit, list_visits
from ogi.audits.inspections.queries.inspectors import list_barred, list_inspectors
from ogi.audits.inspections.views.blueprint import bp
from ogi.audits.inspections.views.listing import get
from ogi.audits.inspections.views.planning import form_page
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_tenant, list_tenants


@bp.route("/inspections/visits/<int:visit_id>/inspector", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def reassign(visit_id: int) -> ResponseReturnValue:
    """Give a visit to another inspector."""
    line, one = get_visit(g.session, g.actor.township_id, visit_id)
    form = InspectorForm(inspector=str(line.visit.inspector_id))
    _furnish(form.inspector, one, line.tenant.id)
    if form.validate_on_submit():
        given = {"inspector_id": int(form.inspector.data), "actor_id": g.actor.id}
        if try_action(form, actions.change_inspector, line, one, **given):
            return _done(f"{line.tenant.name}的检查人已更换。", one)
    return form_page("inspections/reassign.html", form, one=one, line=line)


@bp.route("/inspections/<int:inspection_id>/visits/new", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def add_visit(inspection_id: int) -> ResponseReturnValue:
    """Add a tenant that was not drawn with the others."""
    one, form = get(inspection_id), VisitForm()
    visited = {line.tenant.id for line in list_visits(g.session, one.township_id, one.id)}
    tenants = list_tenants(g.session, one.township_id, on=clock.today())
    form.tenant.choices = {str(t.id): t.name for t in tenants if t.id not in visited}
    _furnish(form.inspector, one)
    if form.validate_on_submit():
        tenant = get_tenant(g.session, one.township_id, int(form.tenant.data))
        given: dict[str, Any] = {"inspector_id": int(form.inspector.data)}
        if try_action(form, actions.add_visit, one, tenant, actor_id=g.actor.id, **given):
            return _done(f"已增加{tenant.name}。", one)
    return form_page("inspections/visit_new.html", form, one=one)


@bp.route("/inspections/visits/<int:visit_id>/remove", methods=["GET", "POST"])
@requires(Permission.INSPECTION_EDIT)
def remove_visit(visit_id: int) -> ResponseReturnValue:
    """Ask first, then take a tenant out before its visit begins."""
    line, one = get_visit(g.session, g.actor.township_id, visit_id)
    form = BaseForm()
    if form.validate_on_submit() and try_action(
        form, actions.remove_visit, line, one, actor_id=g.actor.id
    ):
        return _done(f"已去掉{line.tenant.name}。", one)
    return form_page("inspections/visit_remove.html", form, one=one, line=line)


def _furnish(field: SelectField, one: Inspection, tenant_id: int | None = None) -> None:
    """Fill in the inspectors; of a known tenant, those who hold a post there say so."""
    people = list_inspectors(g.session, one.township_id, one.starts_on)
    days = (one.starts_on, one.ends_on)
    barred = list_barred(g.session, one.township_id, [person.id for person in people], days)
    field.choices = {
        str(person.id): person.name
        + ("（在这里任职，不能检查）" if tenant_id in barred.get(person.id, ()) else "")
        for person in people
    }


def _done(words: str, one: Inspection) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("inspections.show", inspection_id=one.id), 303)
