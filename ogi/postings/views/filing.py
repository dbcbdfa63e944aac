"""Filing with the township (报镇备案): the list of what waits, one by one or all that was seen."""

from datetime import datetime

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ogi.catalogue.rules import BOARDS, board_name
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.postings import actions, queries
from ogi.postings.forms import FilingAllForm, FilingForm, QueueForm
from ogi.postings.queries import Awaiting, Queue
from ogi.postings.rules.chain import Step
from ogi.postings.views.blueprint import bp, to_posting
from ogi.postings.views.deciding import decision_page, who
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import list_tenants

MOST_AT_ONCE = 200


@bp.get("/postings/filing")
@requires(Permission.POSTING_FILE)
def filing() -> ResponseReturnValue:
    """List what waits to be put on file, the longest waiting first."""
    form, queue = _asked()
    statement = queries.queue_statement(g.scope, queue)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    rows = [Awaiting(*row) for row in page.rows]
    return render_template("postings/filing.html", form=form, page=page, rows=rows, queue=queue)


def _asked() -> tuple[QueueForm, Queue]:
    """Return the form of the filter and the queue that it asks for."""
    form = QueueForm(request.args)
    tenants = list_tenants(g.session, g.actor.township_id)
    form.tenant.choices = {"": "全部", **{str(tenant.id): tenant.name for tenant in tenants}}
    form.board.choices = {"": "全部", **{board: board_name(board) for board in BOARDS}}
    board = form.board.data if form.board.data in BOARDS else ""
    return form, Queue(str(Step.FILING), asked_number(form.tenant.data), board)


@bp.get("/postings/<int:posting_id>/filing")
@requires(Permission.POSTING_FILE)
def filing_page(posting_id: int) -> ResponseReturnValue:
    """Show one posting that waits to be put on file."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    if posting.awaiting != Step.FILING:
        return to_posting(posting.id)
    return decision_page("file_one", posting, FilingForm(version=posting.version))


@bp.post("/postings/<int:posting_id>/filing")
@requires(Permission.POSTING_FILE)
def file_one(posting_id: int) -> ResponseReturnValue:
    """Put one posting on file."""
    posting = queries.get_posting(g.session, g.scope, posting_id)
    form = FilingForm()
    given = {"version": form.seen, "remark": form.remark.data or "", **who()}
    if form.validate_on_submit() and try_action(form, actions.file_with_township, posting, **given):
        flash(f"“{posting.title}”已登记备案", "success")
        return redirect(url_for("postings.filing"), 303)
    return decision_page("file_one", posting, form), 422


@bp.get("/postings/filing/all")
@requires(Permission.POSTING_FILE)
def filing_all_page() -> ResponseReturnValue:
    """Ask before all that the list shows is put on file."""
    form, queue = FilingAllForm(until=clock.now().isoformat()), _asked()[1]
    return _filing_all(form, queue)


def _filing_all(form: FilingAllForm, queue: Queue) -> str:
    count = queries.count_queue(g.session, g.scope, queue)
    first = queries.list_queue(g.session, g.scope, queue, limit=5)
    return render_template(
        "postings/filing_all.html",
        form=form, queue=queue, count=count, first=first, most=MOST_AT_ONCE,
    )  # fmt: skip


@bp.post("/postings/filing/all")
@requires(Permission.POSTING_FILE)
def file_all() -> ResponseReturnValue:
    """Put on file what was published up to the moment of asking, at most 200 at once."""
    form, queue = FilingAllForm(), _asked()[1]
    until = _moment(form.until.data)
    if until is None:
        form.form_errors.append("页面停留太久，请返回清单再办。")
    elif form.validate_on_submit() and try_action(
        form, _file_each, Queue(queue.step, queue.tenant_id, queue.board, until)
    ):
        flash(f"已登记备案 {form.result} 条", "success")
        return redirect(url_for("postings.filing"), 303)
    return _filing_all(form, queue), 422


def _file_each(session: Session, queue: Queue) -> int:
    found = queries.list_queued(session, g.scope, queue, limit=MOST_AT_ONCE)
    for posting in found:
        actions.file_with_township(session, posting, version=None, **who())
    return len(found)


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
