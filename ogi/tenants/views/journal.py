"""The journal, for the auditor: read, narrow, take away as a table."""

from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from ogi.platform import clock
from ogi.platform.journal import JournalEntry
from ogi.platform.tabular import Column, Page, write_csv
from ogi.platform.web.access import requires
from ogi.platform.web.paging import asked_page, paginate
from ogi.tenants import queries
from ogi.tenants.forms.journal import JournalFilterForm
from ogi.tenants.journal_words import action_name, detail_text, subject_name
from ogi.tenants.permissions import Permission
from ogi.tenants.sign_in import IDLE_LIMIT
from ogi.tenants.views.blueprint import bp

MOST_ROWS = 100_000
COLUMNS = ("时间", "人员", "操作", "对象", "内容")


@bp.get("/journal")
@requires(Permission.JOURNAL_READ)
def journal() -> ResponseReturnValue:
    """List who did what, newest first."""
    form = _filter_form()
    listed = queries.journal_statement(g.actor.township_id, **_asked(form))
    page = paginate(g.session, listed, asked_page())
    kept: dict[str, Any] = {name: request.args.get(name) or None for name in form.data}
    return render_template(
        "tenants/journal.html",
        form=form,
        page=page,
        rows=_rows(page.rows),
        export=url_for("tenants.journal_csv", **kept),
    )


@bp.get("/journal/sign-ins")
@requires(Permission.JOURNAL_READ)
def sign_ins() -> ResponseReturnValue:
    """List who signed in, when, and whether that sign-in is still open."""
    listed = queries.sign_ins_statement(g.actor.township_id)
    page = paginate(g.session, listed, asked_page(), scalars=False)
    open_since = clock.now() - IDLE_LIMIT
    return render_template("tenants/sign_ins.html", page=page, open_since=open_since)


@bp.get("/journal.csv")
@requires(Permission.JOURNAL_READ)
def journal_csv() -> ResponseReturnValue:
    """Send what the filter shows as a table, at most 100,000 rows, newest first."""
    listed = queries.journal_statement(g.actor.township_id, **_asked(_filter_form()))
    rows = _rows(g.session.scalars(listed.limit(MOST_ROWS)))
    page = Page("操作日志", [Column(title) for title in COLUMNS], rows)
    name = f"journal-{clock.today():%Y%m%d}.csv"
    return Response(
        write_csv(page),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


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


def _rows(entries: Any) -> list[tuple[str, str, str, str, str]]:
    listed: list[JournalEntry] = list(entries)
    actors = {entry.actor_id for entry in listed if entry.actor_id is not None}
    names = queries.names_of_staff(g.session, g.actor.township_id, actors)
    return [
        (
            f"{entry.at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}",
            names.get(entry.actor_id or 0) or entry.actor_name or "系统",
            action_name(entry.action),
            subject_name(entry.subject_type, entry.subject_id),
            detail_text(entry.detail),
        )
        for entry in listed
    ]
