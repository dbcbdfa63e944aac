"""Declaring that nothing is published for a period, and why: a posting like any other."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.catalogue import actions as catalogue
from ogi.catalogue.models import Obligation
from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules import STATE_NAMES, Disposition, state_of
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.postings import actions, queries
from ogi.postings.forms import DeclareForm, VersionForm
from ogi.postings.rules import EDITABLE, clean_line, clean_text
from ogi.postings.rules.periods import period_words
from ogi.postings.views.blueprint import bp
from ogi.postings.views.deciding import to_todo
from ogi.tenants.permissions import Permission

CHOICES = {
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
    form.disposition.choices = CHOICES
    if not form.is_submitted() and asked in CHOICES:
        form.disposition.data = asked
    return form


def _to_posting(obligation: Obligation) -> ResponseReturnValue | None:
    """Go to the posting that is under way for a period, or that declares it."""
    found = queries.find_open_posting(g.session, g.scope, obligation.id)
    if found is not None:
        if found.kind == "content":
            flash("这一期已有一份稿子。要登记“本期无”或“依法不公开”，请先把它作废。", "info")
        endpoint = "postings.edit" if found.state in EDITABLE else "postings.show"
        return redirect(url_for(endpoint, posting_id=found.id), 303)
    declaring = queries.find_declaring(g.session, obligation)
    if declaring is None:
        return None
    return redirect(url_for("postings.show", posting_id=declaring.id), 303)


@bp.get("/obligations/<int:obligation_id>/declare")
@requires(Permission.POSTING_READ)
def declare_page(obligation_id: int) -> ResponseReturnValue:
    """Ask why nothing is published; a declared period shows its declaration."""
    obligation = queries.get_obligation(g.session, g.scope, obligation_id)
    if (there := _to_posting(obligation)) is not None:
        return there
    if obligation.disposition is not None:
        return _page("declared", obligation, VersionForm())
    return _page("declare", obligation, _form(request.args.get("as", "")))


@bp.post("/obligations/<int:obligation_id>/declare")
@requires(Permission.POSTING_DRAFT)
def declare(obligation_id: int) -> ResponseReturnValue:
    """Begin the declaration; it goes to the reviewer once its drafter has looked it over."""
    obligation = queries.get_obligation(g.session, g.scope, obligation_id)
    form = _form()
    if form.validate_on_submit():
        done = try_action(
            form,
            actions.begin_declaration,
            obligation=obligation,
            kind=form.disposition.data,
            reason=clean_text(form.reason.data),
            article=clean_line(form.article.data),
            actor_id=g.actor.id,
            now=clock.now(),
        )
        if done:
            return redirect(url_for("postings.check", posting_id=form.result.id), 303)
    return _page("declare", obligation, form), 422


@bp.post("/obligations/<int:obligation_id>/revoke")
@requires(Permission.POSTING_WITHDRAW)
def revoke(obligation_id: int) -> ResponseReturnValue:
    """Take back a declaration of older days, which has no posting.

    Others are withdrawn as postings are; the township's waiver is the township's to take back.
    """
    obligation = queries.get_obligation(g.session, g.scope, obligation_id)
    if (there := _to_posting(obligation)) is not None:
        return there
    form = VersionForm()
    if form.validate_on_submit() and obligation.disposition != Disposition.WAIVED:
        given = (obligation, g.actor.id, clock.now())
        if try_action(form, catalogue.revoke_declaration, *given):
            return to_todo("登记已撤销，这一期仍要公开")
    return _page("declared", obligation, form), 422
