"""The township's own choices."""

from dataclasses import asdict, replace
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.tenants import actions, queries
from ogi.tenants.forms.settings import ChainForm, SettingsForm
from ogi.tenants.numbering import check_pattern, example_parts, format_index
from ogi.tenants.permissions import Permission
from ogi.tenants.settings import TownshipSettings, settings_of
from ogi.tenants.views.blueprint import bp

EXAMPLE_SERIAL = 12


@bp.route("/settings", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def settings() -> ResponseReturnValue:
    """Show and change the choices; `preview` only shows what a number would look like."""
    township = queries.get_township_by_id(g.session, g.actor.township_id)
    form = SettingsForm(data=asdict(settings_of(township.settings)))
    previewing = "preview" in request.form
    if not previewing and form.validate_on_submit():
        change = actions.change_settings
        chosen = replace(settings_of(township.settings), **_given(form))
        if try_action(form, change, township, chosen, actor_id=g.actor.id):
            flash("设置已保存。", "success")
            return redirect(url_for("tenants.settings"), 303)
    parts = example_parts(township.slug, clock.today())
    example = _example(form, parts)
    page = render_template("tenants/settings.html", form=form, example=example, parts=parts)
    return page, 422 if form.is_submitted() and not (previewing and example) else 200


def _given(form: SettingsForm) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in form.data.items()
        if name in TownshipSettings.__dataclass_fields__
    }


def _example(form: SettingsForm, parts: dict[str, str]) -> str:
    pattern = form.index_pattern.data or ""
    try:
        check_pattern(pattern)
    except RuleBroken as refusal:
        if not form.index_pattern.errors:
            form.refuse(refusal)
        return ""
    return format_index(pattern, EXAMPLE_SERIAL, parts)


@bp.route("/settings/chain", methods=["GET", "POST"])
@requires(Permission.SETTINGS_EDIT)
def chain() -> ResponseReturnValue:
    """Show and change the steps that each board's postings go through, and who is missing."""
    township = queries.get_township_by_id(g.session, g.actor.township_id)
    settings = settings_of(township.settings)
    form = ChainForm(data=ChainForm.ticked(settings))
    if form.validate_on_submit():
        chosen = replace(settings, **form.chains())
        if try_action(form, actions.change_settings, township, chosen, actor_id=g.actor.id):
            flash("办理环节已保存，以后提交的事项按新的环节办理。", "success")
            return redirect(url_for("tenants.chain"), 303)
    vacancies = queries.list_vacancies(g.session, g.actor.township_id, clock.today())
    page = render_template("tenants/chain.html", form=form, vacancies=vacancies)
    return page, 422 if form.is_submitted() else 200
