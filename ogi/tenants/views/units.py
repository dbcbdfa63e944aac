"""The township's tenants: list, add, change, close."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.platform.web.paging import asked_page, paginate
from ogi.platform.web.registers import answer_register, kept_filter
from ogi.tenants import actions, queries
from ogi.tenants.forms.units import NewTenantForm, TenantChangeForm, TenantFilterForm
from ogi.tenants.permissions import Permission
from ogi.tenants.registers import TENANTS
from ogi.tenants.rules import TenantKind
from ogi.tenants.views.blueprint import bp


@bp.get("/tenants")
@requires(Permission.TENANT_EDIT)
def tenants() -> ResponseReturnValue:
    """List villages, departments and the office in their order."""
    form = TenantFilterForm(formdata=request.args)
    asked = _asked(form)
    kind = TenantKind(asked["kind"]) if asked.get("kind") else None
    listed = queries.tenants_statement(g.actor.township_id, kind=kind, text=asked.get("text", ""))
    page = paginate(g.session, listed, asked_page())
    return render_template(
        "tenants/units.html", form=form, page=page, today=clock.today(), kept=kept_filter(form)
    )


def _asked(form: TenantFilterForm) -> dict[str, Any]:
    if not form.validate():
        return {}
    return {"text": (form.text.data or "").strip(), "kind": form.kind.data or ""}


@bp.route("/tenants/export.<any(xlsx, docx):form>", methods=["GET", "POST"])
@requires(Permission.TENANT_EDIT)
def export_tenants(form: str) -> ResponseReturnValue:
    """Send the listed tenants as a file; it can be brought in elsewhere."""
    return answer_register(TENANTS, _asked(TenantFilterForm(formdata=request.args)), form)


@bp.route("/tenants/new", methods=["GET", "POST"])
@requires(Permission.TENANT_EDIT)
def add_tenant() -> ResponseReturnValue:
    """Add a tenant with its three boards."""
    form = NewTenantForm()
    if form.validate_on_submit():
        given = {
            "slug": form.slug.data.strip(), "name": form.name.data.strip(),
            "kind": TenantKind(form.kind.data), "active_from": form.active_from.data,
            "position": form.position.data, "hotline": form.hotline.data or "",
            "actor_id": g.actor.id,
        }  # fmt: skip
        if try_action(form, actions.add_tenant, g.actor.township_id, **given):
            flash(f"已新增{form.result.name}。请给它安排起草、审核、发布三个岗位。", "success")
            return redirect(url_for("tenants.staff"), 303)
    elif not form.is_submitted():
        form.active_from.data, form.position.data = clock.today(), _next_position()
    page = render_template("tenants/unit_new.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _next_position() -> int:
    known = queries.list_tenants(g.session, g.actor.township_id)
    return max((tenant.position for tenant in known), default=-1) + 1


@bp.route("/tenants/<int:tenant_id>/edit", methods=["GET", "POST"])
@requires(Permission.TENANT_EDIT)
def edit_tenant(tenant_id: int) -> ResponseReturnValue:
    """Rename, reorder or close a tenant."""
    tenant = queries.get_tenant(g.session, g.actor.township_id, tenant_id)
    form = TenantChangeForm(obj=tenant)
    if form.validate_on_submit():
        given = {
            "name": form.name.data.strip(), "position": form.position.data,
            "hotline": form.hotline.data or "", "active_to": form.active_to.data,
            "actor_id": g.actor.id,
        }  # fmt: skip
        if try_action(form, actions.change_tenant, tenant, **given):
            flash("已保存。", "success")
            return redirect(url_for("tenants.tenants"), 303)
    page = render_template("tenants/unit_edit.html", form=form, tenant=tenant)
    return page, 422 if form.is_submitted() else 200
