"""Pages of long works: progress that one can leave and come back to, and the file at the end."""

import io

from flask import abort, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.jobs import actions, queries
from ogi.platform.jobs.models import Job
from ogi.platform.web.access import requires
from ogi.platform.web.jobs import runner
from ogi.platform.web.paging import asked_page, paginate
from ogi.tenants.permissions import Permission
from ogi.tenants.views.blueprint import bp

STATE_WORDS = {"waiting": "排队", "running": "进行中", "done": "已完成", "failed": "没有做成"}


@bp.get("/jobs")
@requires(Permission.SELF_MANAGE)
def jobs() -> ResponseReturnValue:
    """List the works that the person asked for."""
    state = request.args.get("state", "")
    listed = queries.jobs_statement(
        g.actor.township_id, asked_by=g.actor.id, state=state if state in STATE_WORDS else ""
    )
    page = paginate(g.session, listed, asked_page())
    return render_template("tenants/jobs.html", page=page, state=state, words=STATE_WORDS)


@bp.get("/jobs/<int:job_id>")
@requires(Permission.SELF_MANAGE)
def job(job_id: int) -> ResponseReturnValue:
    """Show how far a work is; the page asks again by itself while it is under way."""
    found = queries.get_job(g.session, g.actor.township_id, job_id, asked_by=g.actor.id)
    silent = queries.is_silent(found, clock.now())
    return render_template(
        "tenants/job.html", job=found, silent=silent, gone=_is_gone(found), words=STATE_WORDS
    )


def _is_gone(found: Job) -> bool:
    """Tell whether the file of a work that is done was deleted since."""
    if found.state != "done":
        return False
    try:
        runner().storage.path(found.result_key or "")
    except NotFound:
        return True
    return False


def _check_allowed(found: Job) -> None:
    """Answer 403 where the work needs a permission that the present seat has not."""
    needed = found.arguments.get("permission")
    if needed and needed not in g.actor.permissions:
        abort(403, "这个文件要在提出它的岗位上取。请先换到那个岗位。")


@bp.get("/jobs/<int:job_id>/file")
@requires(Permission.SELF_MANAGE)
def job_file(job_id: int) -> ResponseReturnValue:
    """Send the file that a work made."""
    found = queries.get_job(g.session, g.actor.township_id, job_id, asked_by=g.actor.id)
    _check_allowed(found)
    if found.result_key is None:
        raise NotFound
    data = runner().storage.read(found.result_key)
    return send_file(
        io.BytesIO(data), found.media_type, as_attachment=True, download_name=found.result_name
    )


@bp.post("/jobs/<int:job_id>/again")
@requires(Permission.SELF_MANAGE)
def job_again(job_id: int) -> ResponseReturnValue:
    """Put a failed or interrupted work back in line, in the seat that it was asked from."""
    found = queries.get_job(g.session, g.actor.township_id, job_id, asked_by=g.actor.id)
    if found.tenant_id != g.actor.tenant_id:
        flash("这项工作是在另一个岗位提出的，请先换到那个岗位再办。", "warning")
        return redirect(url_for("tenants.job", job_id=found.id), 303)
    _check_allowed(found)
    try:
        actions.ask_again(g.session, found, now=clock.now(), gone=_is_gone(found))
    except RuleBroken as refusal:
        flash(refusal.text, "warning")
    else:
        g.session.commit()
        runner().start(g.scope, found.id)
    return redirect(url_for("tenants.job", job_id=found.id), 303)
