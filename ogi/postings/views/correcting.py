"""Correcting what is published, in a new edition."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.postings import actions, queries
from ogi.postings.forms import CorrectionForm
from ogi.postings.models import Posting
from ogi.postings.rules import EDITABLE, State
from ogi.postings.rules.declaring import CONTENT
from ogi.postings.views.blueprint import bp, to_posting
from ogi.postings.views.deciding import who
from ogi.tenants.permissions import Permission


@bp.get("/postings/<int:posting_id>/correct")
@requires(Permission.POSTING_DRAFT)
def correct_page(posting_id: int) -> ResponseReturnValue:
    """Ask what is corrected and why; of a correction under way, ask it anew."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if (there := _to_correction_under_way(posting)) is not None:
        return there
    begins = posting.state == State.PUBLISHED and posting.kind == CONTENT
    if not begins and not _is_own_draft(posting):
        return to_posting(posting.id)
    form = CorrectionForm(version=posting.version, note="" if begins else posting.correction_note)
    return _page(posting, form)


@bp.post("/postings/<int:posting_id>/correct")
@requires(Permission.POSTING_DRAFT)
def correct(posting_id: int) -> ResponseReturnValue:
    """Begin a correction, or write its explanation anew."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form, again = CorrectionForm(), _is_own_draft(posting)
    words = {"note_text": form.note.data or "", **who()}
    if form.validate_on_submit():
        if again:
            done = try_action(form, actions.explain_correction, posting, version=form.seen, **words)
        else:
            done = try_action(form, actions.begin_correction, posting, **words)
        if done:
            flash("更正说明已保存" if again else "请在下面改正，再提交审核", "success")
            draft = posting if again else form.result
            return redirect(url_for("postings.edit", posting_id=draft.id), 303)
    return _to_correction_under_way(posting) or (_page(posting, form), 422)


def _is_own_draft(posting: Posting) -> bool:
    return posting.corrects_id is not None and posting.state in EDITABLE


def _to_correction_under_way(posting: Posting) -> ResponseReturnValue | None:
    """Lead to the correction that somebody has begun, so that nobody begins a second."""
    found = queries.find_correction_under_way(g.session, posting)
    if found is None:
        return None
    flash("已经有人在更正这条事项，请接着这一份办。", "info")
    endpoint = "postings.edit" if found.state in EDITABLE else "postings.show"
    return redirect(url_for(endpoint, posting_id=found.id), 303)


def _page(posting: Posting, form: CorrectionForm) -> str:
    return render_template(
        "postings/correct.html", posting=posting, form=form, again=_is_own_draft(posting)
    )
