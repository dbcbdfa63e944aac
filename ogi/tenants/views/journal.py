"""The journal, for the auditor: read, narrow, take away as a table."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register, kept_filter
from ogi.tenants import queries
from ogi.tenants.forms.journal import JournalFilterForm
from ogi.tenants.journal_words import action_name
from ogi.tenants.permissions import Permission
from ogi.tenants.registers import JOURNAL, SIGN_INS, journal_rows
from ogi.tenants.sign_in import IDLE_LIMIT
from ogi.tenants.views.blueprint import bp


@bp.get("/journal")
@requires(Permission.JOURNAL_READ)
def journal() -> ResponseReturnValue:
    """List who did what, newest first."""
    form = _filter_form()
    listed = queries.journal_statement(g.actor.township_id, **_asked(form))
    page = paginate(g.session, listed, asked_page())
    return render_template(
        "tenants/journal.html",
        form=form,
        page=page,
        rows=list(journal_rows(g.session, page.rows)),
        kept=kept_filter(form),
    )


@bp.get("/journal/sign-ins")
@requires(Permission.JOURNAL_READ)
def sign_ins() -> ResponseReturnValue:
    """List who signed in, when, and whether that sign-in is still open."""
    listed = queries.sign_ins_statement(g.actor.township_id)
    page = paginate(g.session, listed, asked_page(), scalars=False)
    open_since = clock.now() - IDLE_LIMIT
    return render_template("tenants/sign_ins.html", page=page, open_since=open_since)


@bp.route("/journal/export.<any(xlsx, docx, csv):form>", methods=["GET", "POST"])
@requires(Permission.JOURNAL_READ)
def export_journal(form: str) -> ResponseReturnValue:
    """Send what the filter shows as a file, newest first."""
    chosen = _asked(_filter_form())
    days = {name: chosen[name].isoformat() for name in ("since", "until") if chosen.get(name)}
    return answer_register(JOURNAL, {**chosen, "since": "", "until": "", **days}, form)


@bp.route("/journal/sign-ins/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.JOURNAL_READ)
def export_sign_ins(form: str) -> ResponseReturnValue:
    """Send who signed in, and when, as a file."""
    return answer_register(SIGN_INS, {}, form)


def _filter_form() -> JournalFilterForm:
    form = JournalFilterForm(formdata=request.args)
    township_id = g.actor.township_id
    found = queries.list_actions(g.session, township_id)
    form.action.choices = {"": "全部"} | {action: action_name(action) for action in found}
    actors = queries.list_actor_ids(g.session, township_id)
    names = queries.names_of_staff(g.session, township_id, actors)
    form.actor.choices = {"": "全部"} | {str(key): name for key, name in sorted(names.items())}
    return form


def _asked(form: JournalFilterForm) -> dict[str, Any]:
    if not form.validate():
        return {}
    return {
        "action": form.action.data or "",
        "actor_id": int(form.actor.data) if form.actor.data else None,
        "since": form.since.data,
        "until": form.until.data,
    }
