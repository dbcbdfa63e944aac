"""Changing the catalogue: add, adapt, retire, restore."""

from datetime import date, timedelta

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from ogi.catalogue import actions, queries
from ogi.catalogue.forms.items import AdaptForm, AddForm, RetireForm
from ogi.catalogue.models import CatalogueItem
from ogi.catalogue.views.blueprint import bp
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.tenants.permissions import Permission

ONE_DAY = timedelta(days=1)


def next_month(today: date) -> date:
    """Return the first day of the next month, from which most changes hold."""
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1)


def seen_version(form: AdaptForm | RetireForm) -> int | None:
    """Return the version that the form was opened on."""
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() else None


@bp.route("/catalogue/add", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_EDIT)
def add() -> ResponseReturnValue:
    """Add an item of the township's own."""
    form = AddForm()
    if form.validate_on_submit() and try_action(form, _add, form):
        flash(f"已新增事项“{form.result.title}”。", "success")
        return redirect(url_for("catalogue.show", code=form.result.code), 303)
    if not form.is_submitted():
        form.valid_from.data = next_month(clock.today())
    page = render_template("catalogue/add.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _add(session: Session, form: AddForm) -> CatalogueItem:
    return actions.add_item(
        session,
        g.actor.township_id,
        (form.code.data or "").strip().upper(),
        form.values(),
        form.valid_from.data,
        actor_id=g.actor.id,
        now=clock.now(),
    )


@bp.route("/catalogue/items/<code>/adapt", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_EDIT)
def adapt(code: str) -> ResponseReturnValue:
    """Begin a new version of an item; past periods keep the old one."""
    item = queries.get_latest_item(g.session, g.actor.township_id, code)
    form = AdaptForm()
    if form.validate_on_submit() and try_action(form, _adapt, form, item):
        flash(f"已修改“{form.result.title}”，从 {form.result.valid_from} 起执行。", "success")
        return redirect(url_for("catalogue.show", code=code, on=form.result.valid_from), 303)
    if not form.is_submitted():
        form.show(queries.values_in(item))
        form.valid_from.data = next_month(clock.today())
        form.version.data = str(item.version)
    page = render_template("catalogue/adapt.html", form=form, item=item)
    return page, 422 if form.is_submitted() else 200


def _adapt(session: Session, form: AdaptForm, item: CatalogueItem) -> CatalogueItem:
    return actions.adapt_item(
        session,
        item,
        form.values(queries.values_in(item)),
        form.valid_from.data,
        actor_id=g.actor.id,
        now=clock.now(),
        version=seen_version(form),
    )


@bp.route("/catalogue/items/<code>/retire", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_EDIT)
def retire(code: str) -> ResponseReturnValue:
    """Ask, then let an item be in force for the last time on a day."""
    item = queries.get_latest_item(g.session, g.actor.township_id, code)
    form = RetireForm()
    given = {"actor_id": g.actor.id, "now": clock.now(), "version": seen_version(form)}
    if form.validate_on_submit():
        last_day = form.last_day.data
        if try_action(form, actions.retire_item, item, last_day, **given):
            flash(f"“{item.title}”到 {last_day} 为止。点“恢复”可以撤销。", "success")
            return redirect(url_for("catalogue.show", code=code), 303)
    if not form.is_submitted():
        form.last_day.data = next_month(clock.today()) - ONE_DAY
        form.version.data = str(item.version)
    page = render_template("catalogue/retire.html", form=form, item=item)
    return page, 422 if form.is_submitted() else 200


@bp.post("/catalogue/items/<code>/restore")
@requires(Permission.CATALOGUE_EDIT)
def restore(code: str) -> ResponseReturnValue:
    """Undo a retirement."""
    item = queries.get_latest_item(g.session, g.actor.township_id, code)
    form = BaseForm()
    given = {"actor_id": g.actor.id, "now": clock.now()}
    if form.validate_on_submit() and try_action(form, actions.restore_item, item, **given):
        flash(f"已恢复“{item.title}”。", "success")
    else:
        flash("；".join(form.form_errors) or "没有恢复，请再试一次。", "danger")
    return redirect(url_for("catalogue.show", code=code), 303)
