"""Publishing and withdrawing."""

from flask import current_app, flash, g, request
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.postings import actions, queries
from ogi.postings.actions.purging import open_stores
from ogi.postings.forms import PublishForm, WithdrawForm
from ogi.postings.models import Posting
from ogi.postings.rules import State
from ogi.postings.rules.chain import Step
from ogi.postings.views.blueprint import bp, to_posting
from ogi.postings.views.deciding import decision_page, to_todo, who
from ogi.tenants.permissions import Permission


@bp.get("/postings/<int:posting_id>/publish")
@requires(Permission.POSTING_PUBLISH)
def release(posting_id: int) -> ResponseReturnValue:
    """Show an approved posting to its publisher."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.awaiting != Step.PUBLISH:
        return to_posting(posting.id)
    form = PublishForm(version=posting.version, claimed_on=clock.today())
    return _release_page(posting, form)


def _release_page(posting: Posting, form: PublishForm) -> str:
    vetted = queries.standing_of(g.session, posting).vetters
    return decision_page("publish", posting, form, vetted=g.actor.id in vetted)


@bp.post("/postings/<int:posting_id>/publish")
@requires(Permission.POSTING_PUBLISH)
def publish(posting_id: int) -> ResponseReturnValue:
    """Publish, or return with a remark."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = PublishForm()
    returns = request.form.get("decision") == "return"
    if returns:
        form.claimed_on.validators = [Optional()]
    if form.validate_on_submit():
        given = {"version": form.seen, **who()}
        if returns:
            given["remark"] = form.remark.data or ""
            if try_action(form, actions.return_for_changes, posting, **given):
                return to_todo("已退回起草人修改")
        elif try_action(form, actions.publish, posting, claimed_on=form.claimed_on.data, **given):
            flash(f"已公开，索引号 {posting.index_number}", "success")
            return to_posting(posting.id)
    return _release_page(posting, form), 422


@bp.get("/postings/<int:posting_id>/withdraw")
@requires(Permission.POSTING_WITHDRAW)
def withdraw_page(posting_id: int) -> ResponseReturnValue:
    """Ask why a posting is taken off the board."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.state != State.PUBLISHED:
        return to_posting(posting.id)
    return _withdraw_page(posting, WithdrawForm(version=posting.version))


def _withdraw_page(posting: Posting, form: WithdrawForm) -> str:
    until = queries.stays_until(posting)
    stays = until if until is not None and clock.today() < until else None
    return decision_page("withdraw", posting, form, stays_until=stays)


@bp.post("/postings/<int:posting_id>/withdraw")
@requires(Permission.POSTING_WITHDRAW)
def withdraw(posting_id: int) -> ResponseReturnValue:
    """Take a posting off the board; its tombstone says why."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = WithdrawForm()
    given = {"version": form.seen, "reason": form.reason.data or "", **who()}
    if form.validate_on_submit() and try_action(form, actions.withdraw, posting, **given):
        stores = open_stores(current_app.extensions["ogi_settings"], posting.township_id)
        for edition in queries.list_lineage(g.session, posting):
            stores.pictures.remove(edition.id)
        flash("已撤下。公开栏上原来的位置会说明理由。", "success")
        return to_posting(posting.id)
    return _withdraw_page(posting, form), 422
