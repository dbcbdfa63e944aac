"""Registering that nothing is posted for a period, and why."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.catalogue import actions as catalogue
from ogi.catalogue.models import Obligation
from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules import STATE_NAMES, Disposition, state_of
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.postings import queries
from ogi.postings.forms import DeclareForm, VersionForm
from ogi.postings.rules import clean_line, clean_text
from ogi.postings.rules.periods import period_words
from ogi.postings.views.blueprint import bp
from ogi.postings.views.deciding import to_todo
from ogi.tenants.permissions import Permission

DECLARED = {
    Disposition.NOTHING.value: "本期无：这一期没有可公开的内容",
    Disposition.WITHHELD.value: "依法不公开：有内容，但法律规定不能公开",
}


def _page(template: str, obligation: Obligation, form: BaseForm) -> str:
    state, days = state_of(standing_of(obligation), clock.today())
    return render_template(
        f"postings/{template}.html",
        form=form,
        obligation=obligation,
        period=period_words(obligation.period_key, obligation.period_start),
        state=state,
        days=days,
        state_names=STATE_NAMES,
    )


def _form(asked: str = "") -> DeclareForm:
    form = DeclareForm()
    form.disposition.choices = DECLARED
    if not form.is_submitted() and asked in DECLARED:
        form.disposition.data = asked
    return form


@bp.get("/obligations/<int:obligation_id>/declare")
@requires(Permission.OBLIGATION_DECLARE)
def declare_page(obligation_id: int) -> ResponseReturnValue:
    """Ask why nothing is posted; a declared period shows its declaration."""
    obligation = queries.get_obligation(g.session, g.scope, obligation_id)
    if obligation.disposition is not None:
        return _page("declared", obligation, VersionForm())
    return _page("declare", obligation, _form(request.args.get("as", "")))


@bp.post("/obligations/<int:obligation_id>/declare")
@requires(Permission.OBLIGATION_DECLARE)
def declare(obligation_id: int) -> ResponseReturnValue:
    """Register 本期无 or 依法不公开."""
    obligation = queries.get_obligation(g.session, g.scope, obligation_id)
    form = _form()
    if form.validate_on_submit():
        words = (
            form.disposition.data,
            clean_text(form.reason.data),
            clean_line(form.article.data),
        )
        if try_action(form, catalogue.declare, obligation, *words, g.actor.id, clock.now()):
            return to_todo(f"已登记“{STATE_NAMES[form.disposition.data]}”")
    return _page("declare", obligation, form), 422


@bp.post("/obligations/<int:obligation_id>/revoke")
@requires(Permission.OBLIGATION_DECLARE)
def revoke(obligation_id: int) -> ResponseReturnValue:
    """Take a declaration back; the township's waiver is not the tenant's to take back."""
    obligation = queries.get_obligation(g.session, g.scope, obligation_id)
    form = VersionForm()
    if form.validate_on_submit() and obligation.disposition != Disposition.WAIVED:
        given = (obligation, g.actor.id, clock.now())
        if try_action(form, catalogue.revoke_declaration, *given):
            return to_todo("登记已撤销，这一期仍要公开")
    return _page("declared", obligation, form), 422
