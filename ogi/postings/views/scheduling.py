"""Choosing the hour of publishing, and the moment before which nothing goes out."""

from flask import flash, g
from flask.typing import ResponseReturnValue

from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.postings import actions, queries
from ogi.postings.forms import EmbargoForm, ScheduleForm, VersionForm
from ogi.postings.rules.chain import Step
from ogi.postings.rules.states import MOVES, Move
from ogi.postings.rules.timing import shown_moment
from ogi.postings.views.blueprint import bp, to_posting
from ogi.postings.views.deciding import decision_page, who
from ogi.tenants.permissions import Permission


@bp.get("/postings/<int:posting_id>/schedule")
@requires(Permission.POSTING_PUBLISH)
def schedule_page(posting_id: int) -> ResponseReturnValue:
    """Ask when a posting that awaits publishing is to go out."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.awaiting != Step.PUBLISH:
        return to_posting(posting.id)
    form = ScheduleForm(version=posting.version)
    form.show(posting.scheduled_at or posting.embargo_until)
    return decision_page("schedule", posting, form)


@bp.post("/postings/<int:posting_id>/schedule")
@requires(Permission.POSTING_PUBLISH)
def schedule(posting_id: int) -> ResponseReturnValue:
    """Keep the hour; the server publishes then."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = ScheduleForm()
    if form.validate_on_submit() and try_action(
        form, actions.schedule, posting, version=form.seen, at=form.moment, **who()
    ):
        flash(f"已定于 {shown_moment(form.moment)} 发布，到时系统自动发布", "success")
        return to_posting(posting.id)
    return decision_page("schedule", posting, form), 422


@bp.post("/postings/<int:posting_id>/schedule/cancel")
@requires(Permission.POSTING_PUBLISH)
def cancel_schedule(posting_id: int) -> ResponseReturnValue:
    """Take back the hour."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = VersionForm()
    if form.validate_on_submit() and try_action(
        form, actions.cancel_schedule, posting, version=form.seen, **who()
    ):
        flash("已取消定时发布，等待发布", "success")
    else:
        flash("；".join(map(str, form.form_errors)) or "没有取消成功，请刷新后再试", "danger")
    return to_posting(posting_id)


@bp.get("/postings/<int:posting_id>/embargo")
@requires(Permission.POSTING_EMBARGO)
def embargo_page(posting_id: int) -> ResponseReturnValue:
    """Ask before which moment a posting may not go out."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.state not in MOVES[Move.EMBARGO][0]:
        return to_posting(posting.id)
    form = EmbargoForm(version=posting.version)
    form.show(posting.embargo_until)
    return decision_page("embargo", posting, form)


@bp.post("/postings/<int:posting_id>/embargo")
@requires(Permission.POSTING_EMBARGO)
def set_embargo(posting_id: int) -> ResponseReturnValue:
    """Keep the moment, or lift it where both fields are blank."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = EmbargoForm()
    if form.validate_on_submit() and try_action(
        form, actions.set_embargo, posting, version=form.seen, until=form.moment, **who()
    ):
        until = posting.embargo_until
        told = "已取消最早公开时间" if until is None else f"{shown_moment(until)} 以前不会公开"
        flash(told, "success")
        return to_posting(posting.id)
    return decision_page("embargo", posting, form), 422
