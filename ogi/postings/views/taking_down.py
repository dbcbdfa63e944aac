"""Taking a leak of personal data down."""

from flask import current_app, flash, g, render_template
from flask.typing import ResponseReturnValue

from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.postings import actions, queries
from ogi.postings.actions.purging import open_stores
from ogi.postings.forms import TakeDownForm
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.views.blueprint import bp, to_posting
from ogi.postings.views.deciding import who
from ogi.tenants.permissions import Permission


@bp.get("/postings/<int:posting_id>/take-down")
@requires(Permission.POSTING_TAKE_DOWN)
def take_down_page(posting_id: int) -> ResponseReturnValue:
    """Say what taking down does, and ask why."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.state not in PUBLIC_STATES or posting.taken_down_at is not None:
        return to_posting(posting.id)
    return _page(posting, TakeDownForm(version=posting.version))


@bp.post("/postings/<int:posting_id>/take-down")
@requires(Permission.POSTING_TAKE_DOWN)
def take_down(posting_id: int) -> ResponseReturnValue:
    """Purge the words of a posting everywhere."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = TakeDownForm()
    stores = open_stores(current_app.extensions["ogi_settings"], posting.township_id)
    given = {"version": form.seen, "reason": form.reason.data or "", "stores": stores, **who()}
    if form.validate_on_submit() and try_action(form, actions.take_down, posting, **given):
        flash("已紧急下架，内容和附件已从系统里清除，镇督查岗会在总览里看到。", "success")
        return to_posting(posting.id)
    return _page(posting, form), 422


def _page(posting: Posting, form: TakeDownForm) -> str:
    editions = queries.list_lineage(g.session, posting)
    return render_template(
        "postings/take_down.html", posting=posting, form=form, editions=len(editions)
    )
