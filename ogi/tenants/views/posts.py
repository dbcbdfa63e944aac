"""Giving a post and ending it."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.tenants import actions, queries
from ogi.tenants.forms.staff import ROLE_HINTS, ConfirmForm, PostForm
from ogi.tenants.models import Tenant
from ogi.tenants.permissions import Permission
from ogi.tenants.views.blueprint import bp
from ogi.tenants.views.staff import known_staff


@bp.route("/staff/<int:staff_id>/posts/new", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def give_post(staff_id: int) -> ResponseReturnValue:
    """Give a person a post from a day on."""
    found, today = known_staff(staff_id), clock.today()
    form = _post_form()
    if form.validate_on_submit():
        given = {"role": form.role.data, "tenant": _chosen(form), "actor_id": g.actor.id,
                 "since": form.since.data, "until": form.until.data}  # fmt: skip
        if try_action(form, actions.give_post, found, **given):
            flash("岗位已登记。", "success")
            return redirect(url_for("tenants.person", staff_id=staff_id), 303)
    elif not form.is_submitted():
        form.since.data = today
    page = render_template("tenants/post_new.html", form=form, person=found, hints=ROLE_HINTS)
    return page, 422 if form.is_submitted() else 200


def _post_form() -> PostForm:
    form = PostForm()
    form.today = clock.today()
    tenants = queries.list_tenants(g.session, g.actor.township_id, on=form.today)
    form.tenant.choices = {"": "镇的岗位，不选单位"} | {
        str(tenant.id): tenant.name for tenant in tenants
    }
    return form


def _chosen(form: PostForm) -> Tenant | None:
    if not form.tenant.data:
        return None
    return queries.get_tenant(g.session, g.actor.township_id, int(form.tenant.data))


@bp.route("/posts/<int:post_id>/end", methods=["GET", "POST"])
@requires(Permission.STAFF_EDIT)
def end_post(post_id: int) -> ResponseReturnValue:
    """Ask first; then end a post as of today."""
    post = queries.get_post(g.session, g.actor.township_id, post_id)
    found = known_staff(post.staff_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        given = {"on": clock.today(), "actor_id": g.actor.id}
        if try_action(form, actions.end_post, post, **given):
            flash("岗位已免去。", "success")
            return redirect(url_for("tenants.person", staff_id=found.id), 303)
    page = render_template("tenants/post_end.html", form=form, post=post, person=found)
    return page, 422 if form.is_submitted() else 200
