"""Waiving an obligation (免报) for the township, and taking that back."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.forms import RevokeForm, WaiveForm
from ogi.audits.queries.duties import Duty, get_duty
from ogi.audits.views.asking import asked
from ogi.audits.views.blueprint import bp
from ogi.catalogue.actions import revoke_declaration, waive
from ogi.catalogue.queries import get_obligation
from ogi.catalogue.rules import Disposition
from ogi.platform import clock
from ogi.platform.errors import NotFound
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.tenants.permissions import Permission

REFUSED = 422


@bp.get("/checklist/obligations/<int:obligation_id>/waive")
@requires(Permission.OBLIGATION_WAIVE)
def waive_form(obligation_id: int) -> ResponseReturnValue:
    """Ask for the reason."""
    return _waive_page(_duty(obligation_id), WaiveForm())


@bp.post("/checklist/obligations/<int:obligation_id>/waive")
@requires(Permission.OBLIGATION_WAIVE)
def waive_obligation(obligation_id: int) -> ResponseReturnValue:
    """Waive the obligation with its reason."""
    duty = _duty(obligation_id)
    form = WaiveForm()
    obligation = get_obligation(g.session, g.actor.township_id, duty.tenant_id, duty.id)
    if form.validate_on_submit() and try_action(
        form, waive, obligation, form.reason.data, g.actor.id, clock.now()
    ):
        flash("已登记免报。", "success")
        return redirect(_cell(duty), 303)
    return _waive_page(duty, form), REFUSED


@bp.get("/checklist/obligations/<int:obligation_id>/revoke")
@requires(Permission.OBLIGATION_WAIVE)
def revoke_form(obligation_id: int) -> ResponseReturnValue:
    """Ask whether the waiver is really to be taken back."""
    return _revoke_page(_waived(obligation_id), RevokeForm())


@bp.post("/checklist/obligations/<int:obligation_id>/revoke")
@requires(Permission.OBLIGATION_WAIVE)
def revoke_waiver(obligation_id: int) -> ResponseReturnValue:
    """Take the waiver back; the obligation is open again."""
    duty = _waived(obligation_id)
    form = RevokeForm()
    obligation = get_obligation(g.session, g.actor.township_id, duty.tenant_id, duty.id)
    if form.validate_on_submit() and try_action(
        form, revoke_declaration, obligation, g.actor.id, clock.now()
    ):
        flash("已撤销免报。", "success")
        return redirect(_cell(duty), 303)
    return _revoke_page(duty, form), REFUSED


def _duty(obligation_id: int) -> Duty:
    return get_duty(g.session, g.actor.township_id, asked().view, obligation_id)


def _waived(obligation_id: int) -> Duty:
    """Return an obligation that the township waived; raises NotFound for any other."""
    duty = _duty(obligation_id)
    if duty.disposition != Disposition.WAIVED:
        raise NotFound
    return duty


def _cell(duty: Duty) -> str:
    return url_for(
        "audits.cell", tenant=duty.tenant_slug, item=duty.item_code, period=str(duty.year)
    )


def _waive_page(duty: Duty, form: BaseForm) -> str:
    return render_template("audits/waive.html", duty=duty, form=form, back=_cell(duty))


def _revoke_page(duty: Duty, form: BaseForm) -> str:
    return render_template("audits/revoke.html", duty=duty, form=form, back=_cell(duty))
