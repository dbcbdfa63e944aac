"""Check and submit, review, return, discard and take back."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.postings import actions, queries
from ogi.postings.forms import ReviewForm, VersionForm
from ogi.postings.models import Posting
from ogi.postings.rules import EDITABLE, State
from ogi.postings.rules.chain import STEP_WORDS
from ogi.postings.views.blueprint import bp, shown_sheet, to_posting
from ogi.postings.views.listing import history, stages_of
from ogi.tenants.permissions import Permission


def who() -> dict[str, Any]:
    """Return who acts, and when by the server's clock."""
    return {"actor_id": g.actor.id, "now": clock.now()}


def decision_page(template: str, posting: Posting, form: BaseForm, **more: Any) -> str:
    """Return a page with the sheet, its chain and history, and a decision to take."""
    editors = queries.list_editors(g.session, posting)
    return render_template(
        f"postings/{template}.html",
        posting=posting,
        form=form,
        steps=history(posting),
        stages=stages_of(posting),
        own=g.actor.id in editors,
        **shown_sheet(posting),
        **more,
    )


def to_todo(text: str) -> ResponseReturnValue:
    """Go back to the list of duties with a word on what was done."""
    flash(text, "success")
    return redirect(url_for("postings.todo"), 303)


@bp.get("/postings/<int:posting_id>/check")
@requires(Permission.POSTING_DRAFT)
def check(posting_id: int) -> ResponseReturnValue:
    """Show the draft as the board will, before it is submitted."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.state not in EDITABLE:
        return to_posting(posting.id)
    return decision_page("check", posting, VersionForm(version=posting.version))


@bp.post("/postings/<int:posting_id>/check")
@requires(Permission.POSTING_DRAFT)
def submit(posting_id: int) -> ResponseReturnValue:
    """Send the draft to the reviewer."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = VersionForm()
    if form.validate_on_submit() and try_action(
        form, actions.submit, posting, version=form.seen, **who()
    ):
        _tell_lacking(posting)
        return to_todo(f"“{posting.title}”已提交审核")
    return decision_page("check", posting, form), 422


def _tell_lacking(posting: Posting) -> None:
    """Say which step nobody can do: the submission stands, and somebody has to be found."""
    lacking = queries.list_lacking(g.session, posting, on=clock.today())
    if lacking:
        flash(
            f"还没有人担任{'、'.join(lacking)}，这条事项会停在那一步。请联系镇系统管理员安排。",
            "warning",
        )


@bp.get("/postings/<int:posting_id>/review")
@requires(Permission.POSTING_REVIEW)
def review(posting_id: int) -> ResponseReturnValue:
    """Show a submitted posting to its reviewer."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.state != State.SUBMITTED:
        return to_posting(posting.id)
    return decision_page("review", posting, ReviewForm(version=posting.version))


@bp.post("/postings/<int:posting_id>/review")
@requires(Permission.POSTING_REVIEW)
def decide(posting_id: int) -> ResponseReturnValue:
    """Approve, or return with a remark."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = ReviewForm()
    approves = request.form.get("decision") == "approve"
    action = actions.approve if approves else actions.return_for_changes
    given = {"version": form.seen, "remark": form.remark.data or "", **who()}
    if form.validate_on_submit() and try_action(form, action, posting, **given):
        word = STEP_WORDS[posting.awaiting]
        return to_todo(f"已审核通过，等待{word}" if approves else "已退回起草人修改")
    return decision_page("review", posting, form), 422


@bp.get("/postings/<int:posting_id>/discard")
@requires(Permission.POSTING_DRAFT)
def discard_page(posting_id: int) -> ResponseReturnValue:
    """Ask before a draft is put away."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.state not in EDITABLE:
        return to_posting(posting.id)
    return decision_page("discard", posting, VersionForm(version=posting.version))


@bp.post("/postings/<int:posting_id>/discard")
@requires(Permission.POSTING_DRAFT)
def discard(posting_id: int) -> ResponseReturnValue:
    """Put a draft away."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = VersionForm()
    if form.validate_on_submit() and try_action(
        form, actions.discard, posting, version=form.seen, **who()
    ):
        flash("草稿已作废。需要时可以在这里恢复。", "success")
        return to_posting(posting.id)
    return decision_page("discard", posting, form), 422


@bp.post("/postings/<int:posting_id>/restore")
@requires(Permission.POSTING_DRAFT)
def restore(posting_id: int) -> ResponseReturnValue:
    """Take a discarded draft back."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = VersionForm()
    if form.validate_on_submit() and try_action(form, actions.restore, posting, **who()):
        flash("草稿已恢复", "success")
        return redirect(url_for("postings.edit", posting_id=posting.id), 303)
    flash("；".join(map(str, form.form_errors)) or "没有恢复成功，请刷新后再试", "danger")
    return to_posting(posting_id)
