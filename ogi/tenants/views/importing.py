"""Importing tenants, and people with their posts: look at the faults, then confirm."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.platform.errors import RuleBroken
from ogi.platform.tabular import MEDIA_TYPES, Checked, annotate
from ogi.platform.uploads import clean_name
from ogi.platform.web.access import requires
from ogi.platform.web.database import engine
from ogi.platform.web.files import send_made
from ogi.platform.web.forms import try_action
from ogi.platform.web.importing import Desk
from ogi.tenants import queries, sign_in
from ogi.tenants.forms.importing import TakeForm, UploadForm
from ogi.tenants.importing import actions, tables
from ogi.tenants.permissions import Permission
from ogi.tenants.rules import ROLE_NAMES
from ogi.tenants.views.blueprint import bp

SHOWN = 200
ALL, SOUND = "all", "sound"
XLSX = MEDIA_TYPES["xlsx"]


@dataclass(frozen=True)
class Subject:
    """What is brought in: words and addresses for its pages, and how a file is checked."""

    name: str
    title: str
    lead: str
    desk: Desk
    look: Callable[[bytes], Checked[Any]]

    def to(self, step: str, **values: Any) -> str:
        """Return the address of a step: upload, look, template, confirm, remarks; or the list."""
        name = f"{step}_{self.name}" if step else self.name
        return url_for(f"tenants.{name}", **values)


def taken_names(usernames: set[str]) -> frozenset[str]:
    """Ask at the door which of these usernames anybody has."""
    with open_session(engine(), Scope.for_sign_in(), read_only=True) as door:
        return sign_in.list_taken_usernames(door, usernames)


def _look_tenants(data: bytes) -> Checked[Any]:
    return actions.look_at_tenants(g.session, g.actor.township_id, data, now=clock.now())


def _look_staff(data: bytes) -> Checked[Any]:
    return actions.look_at_staff(g.session, g.actor.township_id, data, taken_names, now=clock.now())


TENANTS = Subject(
    "tenants", "单位", "成批新增单位，一行一个。先检查，确认后才新增。", Desk("tenants"),
    _look_tenants,
)  # fmt: skip
STAFF = Subject(
    "staff", "人员岗位", "成批新增人员和岗位，一行一个岗位。先检查，确认后才新增。",
    Desk("staff"), _look_staff,
)  # fmt: skip


def _upload(subject: Subject, form: UploadForm) -> str:
    return render_template("tenants/import.html", form=form, subject=subject)


def _look(subject: Subject) -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit():
        data, name = form.upload.data.read(), clean_name(form.upload.data.filename or "")
        try:
            checked = subject.look(data)
            token = subject.desk.keep(data, name)
        except RuleBroken as refusal:
            form.upload.errors = [refusal.text]
        else:
            return _preview(subject, TakeForm(formdata=None, token=token), checked, name)
    return _upload(subject, form), 422


def _preview(subject: Subject, form: TakeForm, checked: Checked[Any], name: str) -> str:
    form.choice.choices = _choices(checked)
    if len(form.choice.choices) == 1 and not form.choice.data:
        form.choice.data = next(iter(form.choice.choices))
    tenants = queries.list_tenants(g.session, g.actor.township_id)
    return render_template(
        "tenants/import_preview.html",
        subject=subject,
        form=form,
        checked=checked,
        name=name,
        shown=SHOWN,
        tenant_names={tenant.id: tenant.name for tenant in tenants},
        roles=ROLE_NAMES,
    )


def _choices(checked: Checked[Any]) -> dict[str, str]:
    if checked.is_sound:
        return {ALL: f"导入全部 {len(checked.rows)} 行"}
    return {SOUND: f"只导入没有问题的 {len(checked.rows)} 行"} if checked.rows else {}


def _confirm(
    subject: Subject, action: Callable[..., Any], *more: Any
) -> tuple[TakeForm, str | None]:
    """Take over what was chosen; returns the form, and the page to show again if refused."""
    form = TakeForm()
    data, name, _more = subject.desk.find(form.token.data or "")
    checked = subject.look(data)
    form.choice.choices = _choices(checked)
    given = {"file_name": name, "actor_id": g.actor.id, "now": clock.now(),
             "sound_only": form.choice.data == SOUND}  # fmt: skip
    who = g.actor.township_id
    if form.validate_on_submit() and try_action(form, action, who, data, *more, **given):
        return form, None
    return form, _preview(subject, form, checked, name)


def _remarks(subject: Subject) -> ResponseReturnValue:
    data, name, _more = subject.desk.find(request.args.get("token", ""))
    checked = subject.look(data)
    made = annotate(data, [*checked.errors, *checked.notes])
    return send_made(made, name=f"{name.rpartition('.')[0] or name}-备注.xlsx", media_type=XLSX)


@bp.get("/tenants/import")
@requires(Permission.TENANT_EDIT)
def upload_tenants() -> ResponseReturnValue:
    """Ask for the table of tenants."""
    return _upload(TENANTS, UploadForm())


@bp.post("/tenants/import")
@requires(Permission.TENANT_EDIT)
def look_tenants() -> ResponseReturnValue:
    """Check the table of tenants and show what was found; nothing is added yet."""
    return _look(TENANTS)


@bp.get("/tenants/import/template.<any(xlsx, docx):form>")
@requires(Permission.TENANT_EDIT)
def template_tenants(form: str) -> ResponseReturnValue:
    """Send the table of tenants to fill in."""
    made = tables.tenants_template(form)
    return send_made(made, name=f"单位导入模板.{form}", media_type=MEDIA_TYPES[form])


@bp.post("/tenants/import/confirm")
@requires(Permission.TENANT_EDIT)
def confirm_tenants() -> ResponseReturnValue:
    """Add all tenants of the table, or the sound rows where that was chosen."""
    form, again = _confirm(TENANTS, actions.import_tenants)
    if again is not None:
        return again, 422
    flash(f"已新增 {form.result} 个单位。请给它们安排岗位。", "success")
    return redirect(url_for("tenants.tenants"), 303)


@bp.get("/tenants/import/remarks.xlsx")
@requires(Permission.TENANT_EDIT)
def remarks_tenants() -> ResponseReturnValue:
    """Send the table of tenants back with a remark in every faulty row."""
    return _remarks(TENANTS)


@bp.get("/staff/import")
@requires(Permission.STAFF_EDIT)
def upload_staff() -> ResponseReturnValue:
    """Ask for the table of people."""
    return _upload(STAFF, UploadForm())


@bp.post("/staff/import")
@requires(Permission.STAFF_EDIT)
def look_staff() -> ResponseReturnValue:
    """Check the table of people and show what was found; nobody is added yet."""
    return _look(STAFF)


@bp.get("/staff/import/template.<any(xlsx, docx):form>")
@requires(Permission.STAFF_EDIT)
def template_staff(form: str) -> ResponseReturnValue:
    """Send the table of people to fill in."""
    tenants = queries.list_tenants(g.session, g.actor.township_id, on=clock.today())
    made = tables.staff_template([tenant.name for tenant in tenants], form)
    return send_made(made, name=f"人员岗位导入模板.{form}", media_type=MEDIA_TYPES[form])


@bp.post("/staff/import/confirm")
@requires(Permission.STAFF_EDIT)
def confirm_staff() -> ResponseReturnValue:
    """Add the people and give their posts; the answer shows the made passwords, once."""
    form, again = _confirm(STAFF, actions.import_staff, taken_names)
    if again is not None:
        return again, 422
    if form.result:
        return render_template("tenants/import_passwords.html", accounts=form.result)
    flash("岗位已登记，没有新的账号。", "success")
    return redirect(url_for("tenants.staff"), 303)


@bp.get("/staff/import/remarks.xlsx")
@requires(Permission.STAFF_EDIT)
def remarks_staff() -> ResponseReturnValue:
    """Send the table of people back with a remark in every faulty row."""
    return _remarks(STAFF)
