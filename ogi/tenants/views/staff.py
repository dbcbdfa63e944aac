"""People of the township: list, add, correct, reset the password, stop and restore."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.platform.web.access import requires
from ogi.platform.web.database import engine
from ogi.platform.web.forms import try_action
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register, kept_filter
from ogi.tenants import actions, queries, sign_in
from ogi.tenants.forms.staff import ConfirmForm, NewStaffForm, StaffFilterForm, StaffForm
from ogi.tenants.models import Staff
from ogi.tenants.passwords import make_password
from ogi.tenants.permissions import Permission
from ogi.tenants.registers import STAFF
from ogi.tenants.views.blueprint import bp


def known_staff(staff_id: int) -> Staff:
    """Return a person of the actor's township; raises NotFound."""
    return queries.get_staff(g.session, g.actor.township_id, staff_id)


@bp.get("/staff")
@requires(Permission.STAFF_READ)
def staff() -> ResponseReturnValue:
    """List people with today's posts, and warn of posts that nobody holds."""
    township_id, today = g.actor.township_id, clock.today()
    form = _filter_form()
    listed = queries.staff_statement(township_id, **_asked(form))
    page = paginate(g.session, listed, asked_page())
    vacancies = queries.list_vacancies(g.session, township_id, today)
    return render_template(
        "tenants/staff.html",
        form=form,
        page=page,
        vacancies=vacancies,
        today=today,
        kept=kept_filter(form),
    )


def _filter_form() -> StaffFilterForm:
    form = StaffFilterForm(formdata=request.args)
    tenants = queries.list_tenants(g.session, g.actor.township_id)
    form.tenant.choices = {"": "全部"} | {str(tenant.id): tenant.name for tenant in tenants}
    return form


def _asked(form: StaffFilterForm) -> dict[str, Any]:
    if not form.validate():
        return {}
    return {
        "text": (form.text.data or "").strip(),
        "tenant_id": int(form.tenant.data) if form.tenant.data else None,
    }


@bp.route("/staff/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.STAFF_READ)
def export_staff(form: str) -> ResponseReturnValue:
    """Send the listed people with their posts as a file; it can be brought in elsewhere."""
    return answer_register(STAFF, _asked(_filter_form()), form)


@bp.route("/staff/new", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def add_staff() -> ResponseReturnValue:
    """Add a person; the answer shows the made password, once, and is never cached."""
    form = NewStaffForm()
    if form.validate_on_submit():
        username, password = (form.username.data or "").strip(), make_password()
        given = {
            "username": username, "name": form.name.data.strip(), "phone": form.phone.data or "",
            "password": password, "must_change_password": True, "now": clock.now(),
            "actor_id": g.actor.id, "name_is_taken": _is_taken(username),
        }  # fmt: skip
        if try_action(form, actions.add_staff, g.actor.township_id, **given):
            return _shown_once(form.result, password, "新人员的密码")
    page = render_template("tenants/staff_new.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _is_taken(username: str) -> bool:
    with open_session(engine(), Scope.for_sign_in(), read_only=True) as door:
        return sign_in.is_username_taken(door, username)


def _shown_once(person: Staff, password: str, title: str) -> str:
    """Show a made password in the answer itself: kept nowhere, neither cookie nor table."""
    return render_template(
        "tenants/staff_password.html", person=person, password=password, title=title
    )


@bp.get("/staff/<int:staff_id>")
@requires(Permission.STAFF_READ)
def person(staff_id: int) -> ResponseReturnValue:
    """Show a person with the posts held now, before and later."""
    found = known_staff(staff_id)
    posts = sorted(found.posts, key=lambda post: (post.since, post.id), reverse=True)
    return render_template("tenants/person.html", person=found, posts=posts, today=clock.today())


@bp.route("/staff/<int:staff_id>/edit", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def edit_staff(staff_id: int) -> ResponseReturnValue:
    """Correct a person's name or phone."""
    found = known_staff(staff_id)
    form = StaffForm(obj=found)
    if form.validate_on_submit():
        given = {"name": form.name.data.strip(), "phone": form.phone.data or ""}
        if try_action(form, actions.change_staff, found, actor_id=g.actor.id, **given):
            flash("已保存。", "success")
            return redirect(url_for("tenants.person", staff_id=staff_id), 303)
    page = render_template("tenants/staff_edit.html", form=form, person=found)
    return page, 422 if form.is_submitted() else 200


@bp.route("/staff/<int:staff_id>/password", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def reset_password(staff_id: int) -> ResponseReturnValue:
    """Ask first; then give a new made password and end every open sign-in."""
    found = known_staff(staff_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        password = make_password()
        given = {"actor_id": g.actor.id, "now": clock.now(), "must_change": True}
        if try_action(form, actions.set_password, found, password, **given):
            return _shown_once(found, password, "重置后的密码")
    page = render_template("tenants/staff_reset.html", form=form, person=found)
    return page, 422 if form.is_submitted() else 200


@bp.route("/staff/<int:staff_id>/access", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def staff_access(staff_id: int) -> ResponseReturnValue:
    """Ask first; then stop a person's access, or restore it."""
    found = known_staff(staff_id)
    form, stopping = ConfirmForm(), found.active
    if form.validate_on_submit():
        given = {"actor_id": g.actor.id, "now": clock.now(), "on": clock.today()}
        if try_action(form, actions.set_active, found, active=not stopping, **given):
            flash(f"{found.name}的账号已{'停用' if stopping else '恢复'}。", "success")
            return redirect(url_for("tenants.person", staff_id=staff_id), 303)
    page = render_template(
        "tenants/staff_access.html", form=form, person=found, stopping=stopping, today=clock.today()
    )
    return page, 422 if form.is_submitted() else 200
