"""Importing postings in two steps: look at the faults, then confirm."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.catalogue.queries import list_items
from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.tabular import MEDIA_TYPES, Checked, annotate
from ogi.platform.uploads import clean_name
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_made
from ogi.platform.web.forms import try_action
from ogi.platform.web.importing import Desk
from ogi.postings.forms import ConfirmForm, UploadForm
from ogi.postings.importing.actions import check_file, import_file
from ogi.postings.importing.rules import ImportRow
from ogi.postings.importing.tables import template
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import list_tenants

DESK = Desk("postings")
SHOWN_ERRORS = 200
ALL, SOUND = "all", "sound"


@bp.get("/postings/import")
@requires(Permission.POSTING_IMPORT)
def upload() -> ResponseReturnValue:
    """Ask for the table."""
    return render_template("postings/import.html", form=UploadForm())


@bp.get("/postings/import/template.<any(xlsx, docx):form>")
@requires(Permission.POSTING_IMPORT)
def import_template(form: str) -> ResponseReturnValue:
    """Send the table to fill in."""
    tenants = list_tenants(g.session, g.actor.township_id)
    items = list_items(g.session, g.actor.township_id, clock.today())
    known = [tenant.name for tenant in tenants], [(item.code, item.title) for item in items]
    name = f"公开事项导入模板.{form}"
    return send_made(template(*known, form), name=name, media_type=MEDIA_TYPES[form])


@bp.post("/postings/import")
@requires(Permission.POSTING_IMPORT)
def look() -> ResponseReturnValue:
    """Check the table and show what was found; nothing is imported yet."""
    form = UploadForm()
    if form.validate_on_submit():
        data, name = form.upload.data.read(), clean_name(form.upload.data.filename or "")
        try:
            checked = check_file(g.session, g.scope, data, today=clock.today())
            token = DESK.keep(data, name)
        except RuleBroken as refusal:
            form.upload.errors = [refusal.text]
        else:
            return _preview(ConfirmForm(formdata=None, token=token), checked, name)
    return render_template("postings/import.html", form=form), 422


def _preview(form: ConfirmForm, checked: Checked[ImportRow], name: str) -> str:
    form.choice.choices = _choices(checked)
    if len(form.choice.choices) == 1 and not form.choice.data:
        form.choice.data = next(iter(form.choice.choices))
    return render_template(
        "postings/import_preview.html",
        form=form,
        checked=checked,
        name=name,
        errors=checked.errors[:SHOWN_ERRORS],
    )


def _choices(checked: Checked[ImportRow]) -> dict[str, str]:
    if checked.is_sound:
        return {ALL: f"导入全部 {len(checked.rows)} 行"}
    return {SOUND: f"只导入没有问题的 {len(checked.rows)} 行"} if checked.rows else {}


@bp.post("/postings/import/confirm")
@requires(Permission.POSTING_IMPORT)
def confirm_import() -> ResponseReturnValue:
    """Import all rows, or the sound ones where that was chosen."""
    form = ConfirmForm()
    data, name, _more = DESK.find(form.token.data or "")
    checked = check_file(g.session, g.scope, data, today=clock.today())
    form.choice.choices = _choices(checked)
    given: dict[str, Any] = {"file_name": name, "actor_id": g.actor.id, "now": clock.now()}
    if form.validate_on_submit():
        given["sound_only"] = form.choice.data == SOUND
        if try_action(form, import_file, g.scope, data, **given):
            flash(f"已导入 {len(form.result.rows)} 条公开事项", "success")
            return redirect(url_for("postings.index", state="published"), 303)
    return _preview(form, checked, name), 422


@bp.get("/postings/import/remarks.xlsx")
@requires(Permission.POSTING_IMPORT)
def import_remarks() -> ResponseReturnValue:
    """Send the uploaded table back with a remark in every faulty row."""
    data, name, _more = DESK.find(request.args.get("token", ""))
    checked = check_file(g.session, g.scope, data, today=clock.today())
    stem = name.rpartition(".")[0] or name
    made = annotate(data, [*checked.errors, *checked.notes])
    return send_made(made, name=f"{stem}-备注.xlsx", media_type=MEDIA_TYPES["xlsx"])
