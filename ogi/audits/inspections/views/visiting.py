"""The inspector's pages on the phone: one's visits, a visit board by board, its end."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from ogi.audits.inspections.actions.visiting import finish_visit, reopen_visit
from ogi.audits.inspections.forms.visiting import EntryForm, FinishForm, VisitFilterForm
from ogi.audits.inspections.queries import visiting as queries
from ogi.audits.inspections.queries.visiting import VisitAt
from ogi.audits.inspections.rules.sending import Answer, Batch, Outcome, SentEntry, SentPhoto
from ogi.audits.inspections.rules.words import KIND_WORDS, VISIT_WORDS
from ogi.audits.inspections.views.blueprint import bp
from ogi.audits.inspections.views.receiving import receive_all, sender_now
from ogi.audits.inspections.views.visit_page import Page, entry_form, make_page
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.uploading import sent_files, takes_files
from ogi.tenants.permissions import Permission

REFUSED = 422


@bp.get("/inspections/visits")
@requires(Permission.INSPECTION_VISIT)
def visits() -> ResponseReturnValue:
    """List one's own visits: under way, due, done."""
    state = request.args.get("state", "")
    state = state if state in VISIT_WORDS else ""
    statement = queries.visits_statement(g.actor.township_id, g.actor.id, state)
    page = paginate(g.session, statement, asked_page(), scalars=False)
    return render_template(
        "inspections/visits.html", page=page, visits=queries.visits_of(page.rows),
        form=VisitFilterForm(request.args), state=state, words=VISIT_WORDS, kinds=KIND_WORDS,
        today=clock.today(),
    )  # fmt: skip


@bp.get("/inspections/visits/<int:visit_id>")
@requires(Permission.INSPECTION_VISIT)
def visit(visit_id: int) -> ResponseReturnValue:
    """Show one board of a visit: what should hang there, and what to look at."""
    page = make_page(g.session, _own(visit_id), request.args.get("board", ""), clock.today())
    return _show(page)


@bp.post("/inspections/visits/<int:visit_id>/indicators/<int:indicator_id>")
@requires(Permission.INSPECTION_VISIT)
@takes_files
def record_entry(visit_id: int, indicator_id: int) -> ResponseReturnValue:
    """Keep one entry with its photos, sent as an ordinary form."""
    page = make_page(g.session, _own(visit_id), request.args.get("board", ""), clock.today())
    form = page.forms.get(indicator_id)
    if form is None:
        abort(404)
    if not page.at.is_open:
        flash("这次检查已经完成或结束，没有保存。", "danger")
        return redirect(url_for("inspections.visit", visit_id=visit_id), 303)
    form = page.forms[indicator_id] = entry_form(page, indicator_id, typed=True)
    if form.validate_on_submit() and _kept(page, form, indicator_id):
        there = f"indicator-{indicator_id}"
        back = url_for("inspections.visit", visit_id=visit_id, board=page.board, _anchor=there)
        return redirect(back, 303)
    return _show(page, form), REFUSED


@bp.route("/inspections/visits/<int:visit_id>/finish", methods=["GET", "POST"])
@requires(Permission.INSPECTION_VISIT)
def finish(visit_id: int) -> ResponseReturnValue:
    """Finish a visit with a summary, after showing what was not looked at."""
    at, form = _own(visit_id), FinishForm()
    if form.validate_on_submit():
        given = {"actor_id": g.actor.id, "now": clock.now(), "version": _version(form)}
        if try_action(form, finish_visit, at, form.summary.data or "", **given):
            flash(f"{at.tenant.name}的检查已完成。", "success")
            return redirect(url_for("inspections.visit_record", visit_id=visit_id), 303)
    elif not form.is_submitted():
        form.summary.data, form.version.data = at.visit.summary, str(at.visit.version)
    asked = queries.list_manual(g.session, at.inspection)
    seen = queries.list_seen(g.session, at.visit)
    return render_template(
        "inspections/visit_finish.html", form=form, at=at,
        left=_left(asked, seen), progress=queries.progress_of(asked, seen),
    ), REFUSED if form.is_submitted() else 200  # fmt: skip


@bp.post("/inspections/visits/<int:visit_id>/reopen")
@requires(Permission.INSPECTION_VISIT)
def reopen(visit_id: int) -> ResponseReturnValue:
    """Go on with a visit that was done."""
    at, form = _own(visit_id), BaseForm()
    given = {"actor_id": g.actor.id, "now": clock.now()}
    if form.validate_on_submit() and try_action(form, reopen_visit, at, **given):
        flash("可以继续检查。", "success")
        return redirect(url_for("inspections.visit", visit_id=visit_id), 303)
    flash("；".join(map(str, form.form_errors)) or "没有继续，请再试一次。", "danger")
    return redirect(url_for("inspections.visit_record", visit_id=visit_id), 303)


def _own(visit_id: int) -> VisitAt:
    """Return a visit of one's own; another inspector's is refused in words."""
    at = queries.get_visit(g.session, g.actor.township_id, visit_id)
    if at.visit.inspector_id != g.actor.id:
        abort(403, f"{at.tenant.name}的检查派给了{at.inspector}，由{at.inspector}记录。")
    return at


def _show(page: Page, wrong: EntryForm | None = None) -> str:
    return render_template("inspections/visit.html", page=page, at=page.at, wrong=wrong)


def _kept(page: Page, form: EntryForm, indicator_id: int) -> bool:
    """Keep what the form holds; refusals of photos are told beside what was kept."""
    files = dict(enumerate(sent_files(form.photos.name), 1))
    key, now = _key(form, files.values()), clock.now()
    entry = SentEntry(
        key, page.at.visit.id, indicator_id, form.result.data or "", now, page.stored_board,
        asked_number(form.sheet.data), form.faults.data or 0, form.remark.data or "",
    )  # fmt: skip
    photos = [SentPhoto(f"{key}-{number}", key, now) for number in files]
    batch = Batch(None, [entry], photos, [])
    named = {f"{key}-{number}": file for number, file in files.items()}
    first, *others = receive_all(sender_now(batch), batch, named)
    return _told(form, first, others)


def _key(form: EntryForm, files: Iterable[FileStorage]) -> str:
    """Return a key that a form sent twice has again, and one that was changed meanwhile has not."""
    made = form.client_key.data or str(uuid4())
    fields = (form.result, form.faults, form.sheet, form.remark)
    said = (made, *(field.data for field in fields), *(file.filename for file in files))
    return str(uuid5(NAMESPACE_OID, repr(said)))


def _told(form: EntryForm, first: Answer, others: Sequence[Answer]) -> bool:
    if first.outcome in (Outcome.REFUSED, Outcome.LATER):
        form.form_errors.append(first.text)
        return False
    for one in others:
        if one.outcome in (Outcome.REFUSED, Outcome.LATER):
            flash(f"记录已保存，但有一张照片没有收下：{one.text}", "warning")
    flash("已保存。", "success")
    return True


def _version(form: FinishForm) -> int:
    return asked_number(form.version.data) or 0


def _left(asked: Sequence[Any], seen: Sequence[queries.Seen]) -> list[Any]:
    answered = {one.entry.indicator_id for one in seen}
    return [one for one in asked if one.id not in answered]
