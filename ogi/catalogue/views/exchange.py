"""The catalogue out to a spreadsheet and in again: look first, then confirm."""

from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.catalogue import actions, queries
from ogi.catalogue.forms.exchange import ConfirmForm, UploadForm
from ogi.catalogue.queries import ImportPlan
from ogi.catalogue.registers import bases_register, calendar_register, items_register
from ogi.catalogue.tables import workbook
from ogi.catalogue.views.blueprint import bp
from ogi.catalogue.views.calendar import asked_year
from ogi.catalogue.views.editing import next_month
from ogi.catalogue.views.items import asked_filter, asked_statement
from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.tabular import annotate
from ogi.platform.uploads import XLSX, clean_name
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_made
from ogi.platform.web.forms import try_action
from ogi.platform.web.importing import Desk
from ogi.platform.web.registers import send_register
from ogi.tenants.permissions import Permission

DESK = Desk("catalogue")
SHOWN_ERRORS = 200
ALL, SOUND = "all", "sound"


def _kept(token: str) -> tuple[bytes, str, date]:
    """Return the checked file, its name and the day. Raises NotFound for another's token."""
    data, name, more = DESK.find(token)
    return data, name, date.fromisoformat(more[0])


@bp.get("/catalogue/export.<any(xlsx, docx):form>")
@requires(Permission.CATALOGUE_READ)
def export(form: str) -> ResponseReturnValue:
    """Send the listed items as a file that can be imported again; the xlsx is made to be edited."""
    today, chosen = clock.today(), asked_filter()
    items = g.session.scalars(asked_statement(chosen, today)).all()
    if form == "xlsx":
        name = f"{g.actor.township_name}事项目录{today:%Y%m%d}.xlsx"
        return send_made(workbook(queries.sheet_rows(items)), name=name, media_type=XLSX)
    narrowed = [
        (field.label.text, _chosen_words(field)) for field in chosen if field.name != "csrf_token"
    ]
    return send_register(items_register(g.actor.township_name, items, narrowed), form)


def _chosen_words(field: Any) -> str:
    """Return what a filter is set to in the words of its list; blank for all."""
    value = str(field.data or "").strip()
    return str(field.choices[value]) if value and hasattr(field, "choices") else value


@bp.get("/catalogue/bases/export.<any(xlsx, docx):form>")
@requires(Permission.CATALOGUE_READ)
def export_bases(form: str) -> ResponseReturnValue:
    """Send every version of the legal texts as a file."""
    bases = queries.list_bases(g.session, g.actor.township_id)
    return send_register(bases_register(g.actor.township_name, bases), form)


@bp.get("/catalogue/calendar/export.<any(xlsx, docx):form>")
@requires(Permission.CALENDAR_EDIT)
def export_calendar(form: str) -> ResponseReturnValue:
    """Send a year's exceptional days as a file."""
    year = asked_year()
    days = queries.list_days(g.session, g.actor.township_id, year)
    return send_register(calendar_register(g.actor.township_name, year, days), form)


@bp.get("/catalogue/import")
@requires(Permission.CATALOGUE_EDIT)
def upload() -> ResponseReturnValue:
    """Ask for the spreadsheet and the day from which its changes hold."""
    form = UploadForm(formdata=None, valid_from=next_month(clock.today()))
    return render_template("catalogue/import.html", form=form)


@bp.post("/catalogue/import")
@requires(Permission.CATALOGUE_EDIT)
def look() -> ResponseReturnValue:
    """Check the spreadsheet and show what it would change; nothing is changed yet."""
    form = UploadForm()
    if form.validate_on_submit():
        data, name = form.upload.data.read(), clean_name(form.upload.data.filename or "")
        try:
            plan = _plan(data, form.valid_from.data)
            token = DESK.keep(data, name, form.valid_from.data.isoformat())
        except RuleBroken as refusal:
            form.upload.errors = [refusal.text]
        else:
            return _preview(ConfirmForm(formdata=None, token=token), plan, name)
    return render_template("catalogue/import.html", form=form), 422


def _plan(data: bytes, valid_from: date) -> ImportPlan:
    township_id, today = g.actor.township_id, clock.today()
    return queries.plan_import(g.session, township_id, data, valid_from, today=today)


def _preview(form: ConfirmForm, plan: ImportPlan, name: str) -> str:
    form.choice.choices = _choices(plan)
    if len(form.choice.choices) == 1 and not form.choice.data:
        form.choice.data = next(iter(form.choice.choices))
    return render_template(
        "catalogue/import_preview.html",
        form=form,
        plan=plan,
        name=name,
        errors=plan.errors[:SHOWN_ERRORS],
    )


def _choices(plan: ImportPlan) -> dict[str, str]:
    if not plan.changes:
        return {}
    if plan.errors:
        return {SOUND: f"只导入没有错误的 {len(plan.changes)} 个事项"}
    return {ALL: f"导入全部 {len(plan.changes)} 个事项"}


@bp.post("/catalogue/import/confirm")
@requires(Permission.CATALOGUE_EDIT)
def confirm_import() -> ResponseReturnValue:
    """Take over all rows, or the sound ones where that was chosen."""
    form = ConfirmForm()
    data, name, valid_from = _kept(form.token.data or "")
    plan = _plan(data, valid_from)
    form.choice.choices = _choices(plan)
    given = {"actor_id": g.actor.id, "now": clock.now(), "only_sound": form.choice.data == SOUND}
    if form.validate_on_submit():
        who = g.actor.township_id
        if try_action(form, actions.import_items, who, data, valid_from, **given):
            flash(f"已导入 {len(form.result.changes)} 个事项，{valid_from} 起执行。", "success")
            return redirect(url_for("catalogue.index"), 303)
    return _preview(form, plan, name), 422


@bp.get("/catalogue/import/remarks.xlsx")
@requires(Permission.CATALOGUE_EDIT)
def import_remarks() -> ResponseReturnValue:
    """Send the uploaded spreadsheet back with a remark in every faulty row."""
    data, name, valid_from = _kept(request.args.get("token", ""))
    plan = _plan(data, valid_from)
    made = annotate(data, [*plan.errors, *plan.notes])
    stem = name.rpartition(".")[0] or name
    return send_made(made, name=f"{stem}-备注.xlsx", media_type=XLSX)
