"""Beginning a draft: for an obligation, or for something that has happened."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.catalogue.models import Obligation
from ogi.catalogue.queries import list_bases_of, list_items, standing_of
from ogi.catalogue.rules import RECORDED, state_of
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.platform.web.inputs import asked_number
from ogi.postings import actions, queries
from ogi.postings.forms import EventForm, VersionForm
from ogi.postings.rules import EDITABLE
from ogi.postings.rules.periods import period_words
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission


@bp.get("/postings/new")
@requires(Permission.POSTING_DRAFT)
def new() -> ResponseReturnValue:
    """Show what is to be posted for an obligation, or ask what has happened."""
    asked = asked_number(request.args.get("obligation"))
    if asked is None:
        return render_template("postings/event.html", form=_event_form())
    obligation = queries.get_obligation(g.session, g.scope, asked)
    return _to_open_posting(obligation) or _begin_page(obligation, VersionForm())


def _to_open_posting(obligation: Obligation) -> ResponseReturnValue | None:
    """Go to what is under way for an obligation, so that nobody begins it twice."""
    found = queries.find_open_posting(g.session, g.scope, obligation.id)
    if found is None:
        return None
    endpoint = "postings.edit" if found.state in EDITABLE else "postings.show"
    return redirect(url_for(endpoint, posting_id=found.id), 303)


def _begin_page(obligation: Obligation, form: VersionForm) -> str:
    today, item = clock.today(), obligation.item
    state, days = state_of(standing_of(obligation), today)
    return render_template(
        "postings/new.html",
        form=form,
        obligation=obligation,
        item=item,
        period=period_words(obligation.period_key, obligation.period_start),
        state=state,
        days=days,
        earlier=queries.find_earlier(g.session, g.scope, obligation),
        bases=list_bases_of(g.session, g.actor.township_id, item.basis, today),
    )


@bp.post("/postings/new")
@requires(Permission.POSTING_DRAFT)
def begin() -> ResponseReturnValue:
    """Begin the draft of an obligation."""
    asked = asked_number(request.args.get("obligation"))
    if asked is None:
        return _record_event()
    obligation = queries.get_obligation(g.session, g.scope, asked)
    if (there := _to_open_posting(obligation)) is not None:
        return there
    form = VersionForm()
    like = queries.find_earlier(g.session, g.scope, obligation) if "like" in request.form else None
    who = {"actor_id": g.actor.id, "now": clock.now(), "like": like}
    if form.validate_on_submit() and try_action(
        form, actions.create_draft_for, obligation=obligation, **who
    ):
        return redirect(url_for("postings.edit", posting_id=form.result.id), 303)
    return _begin_page(obligation, form), 422


def _event_form() -> EventForm:
    form = EventForm()
    items = list_items(g.session, g.actor.township_id, clock.today(), kind=g.actor.seat.kind)
    form.item.choices = {"": "请选择"} | {
        item.code: f"{item.code} {item.title}" for item in items if item.frequency in RECORDED
    }
    return form


def _record_event() -> ResponseReturnValue:
    form = _event_form()
    if form.validate_on_submit():
        done = try_action(
            form,
            actions.draft_event,
            township_id=g.actor.township_id,
            tenant_id=g.actor.tenant_id,
            item_code=form.item.data,
            title=form.title.data,
            event_on=form.event_on.data,
            actor_id=g.actor.id,
            now=clock.now(),
        )
        if done:
            return redirect(url_for("postings.edit", posting_id=form.result.id), 303)
    return render_template("postings/event.html", form=form), 422
