"""Signing in and out, choosing a seat, one's own page and password."""

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.platform.errors import RuleBroken
from ogi.platform.web.access import public, requires
from ogi.platform.web.addresses import is_own_path
from ogi.platform.web.database import engine
from ogi.platform.web.forms import try_action
from ogi.tenants import actions, queries
from ogi.tenants import sign_in as gate
from ogi.tenants.forms.door import MailForm, PasswordForm, SeatForm, SignInForm
from ogi.tenants.permissions import Permission
from ogi.tenants.views.blueprint import bp
from ogi.tenants.web import Person, seat_value, shown_seat, take_seat

# the first of these that a seat may open is its first page
HOMES = (
    ("audits.overview", Permission.PLAN_EDIT),  # who plans the year looks over all
    ("postings.todo", Permission.WORKLIST_READ),
    ("audits.overview", Permission.CHECKLIST_READ),
    ("tenants.staff", Permission.STAFF_READ),
    ("tenants.journal", Permission.JOURNAL_READ),
)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Check name and password; the cookie then carries a token that we can end."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for("tenants.home"), 303)
    form = SignInForm()
    if form.validate_on_submit() and (token := _token(form)):
        session.clear()
        person = Person(token, None)  # type: ignore[arg-type]  # found again on the next request
        login_user(person)
        session.permanent = True
        target = request.args.get("next", "")
        return redirect(target if is_own_path(target) else url_for("tenants.home"), 303)
    return render_template("tenants/sign_in.html", form=form), 422 if form.is_submitted() else 200


def _token(form: SignInForm) -> str | None:
    with open_session(engine(), Scope.for_sign_in()) as door:
        try:
            token = gate.sign_in(
                door,
                username=(form.username.data or "").strip().lower(),
                password=form.password.data or "",
                address=request.remote_addr or "",
                now=clock.now(),
            )
            if current_user.is_authenticated:
                gate.sign_out(door, current_user.token, now=clock.now())
        except RuleBroken as refusal:
            form.refuse(refusal)
            token = None
        door.commit()
    return token


@bp.post("/sign-out")
@requires(Permission.SELF_MANAGE)
def sign_out() -> ResponseReturnValue:
    """End the sign-in on our side and in the browser."""
    with open_session(engine(), Scope.for_sign_in()) as door:
        gate.sign_out(door, current_user.token, now=clock.now())
        door.commit()
    logout_user()
    session.clear()
    flash("已退出。", "success")
    return redirect(url_for("tenants.sign_in"), 303)


@bp.get("/home")
@requires(Permission.SELF_MANAGE)
def home() -> ResponseReturnValue:
    """Send each seat to its first page."""
    for endpoint, permission in HOMES:
        if permission in g.actor.permissions and endpoint in current_app.view_functions:
            return redirect(url_for(endpoint), 303)
    return redirect(url_for("tenants.me"), 303)


@bp.route("/seat", methods=["GET", "POST"])
@requires(Permission.SELF_MANAGE)
def choose_seat() -> ResponseReturnValue:
    """Move to another tenant in which the person holds a post."""
    form = SeatForm()
    form.seat.choices = {seat_value(seat): shown_seat(seat) for seat in g.actor.seats}
    if form.validate_on_submit():
        seat = next(seat for seat in g.actor.seats if seat_value(seat) == form.seat.data)
        take_seat(seat)
        flash(f"现在以“{shown_seat(seat)}”办事。", "success")
        return redirect(url_for("tenants.home"), 303)
    if not form.is_submitted():
        form.seat.data = seat_value(g.actor.seat)
    page = render_template("tenants/seat.html", form=form)
    return page, 422 if form.is_submitted() else 200


@bp.get("/me")
@requires(Permission.SELF_MANAGE)
def me() -> ResponseReturnValue:
    """Show the person's own account and posts."""
    staff = queries.get_staff(g.session, g.actor.township_id, g.actor.id)
    return render_template("tenants/me.html", staff=staff, today=clock.today())


@bp.route("/me/email", methods=["GET", "POST"])
@requires(Permission.SELF_MANAGE)
def change_mail() -> ResponseReturnValue:
    """Say where one's weekly mail goes, and whether it is wanted."""
    staff = queries.get_staff(g.session, g.actor.township_id, g.actor.id)
    form = MailForm(obj=staff)
    if form.validate_on_submit():
        given = {"email": (form.email.data or "").strip(), "digest": form.digest.data}
        if try_action(form, actions.set_mail, staff, **given, today=clock.today()):
            flash("已保存。", "success")
            return redirect(url_for("tenants.me"), 303)
    sends = bool(current_app.extensions["ogi_settings"].smtp_url)
    page = render_template("tenants/mail.html", form=form, sends=sends)
    return page, 422 if form.is_submitted() else 200


@bp.route("/me/password", methods=["GET", "POST"])
@requires(Permission.SELF_MANAGE)
def change_password() -> ResponseReturnValue:
    """Change one's own password; every browser has to sign in again."""
    form = PasswordForm()
    if form.validate_on_submit():
        staff = queries.get_staff(g.session, g.actor.township_id, g.actor.id)
        old, new = form.old.data or "", form.password.data or ""
        change = actions.change_own_password
        if try_action(form, change, staff, old=old, new=new, now=clock.now()):
            session.clear()
            flash("密码已改，请用新密码登录。", "success")
            return redirect(url_for("tenants.sign_in"), 303)
    page = render_template("tenants/password.html", form=form)
    return page, 422 if form.is_submitted() else 200
