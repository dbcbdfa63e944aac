"""The township's own choices."""

from dataclasses import asdict
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.tenants import actions, queries
from ogi.tenants.forms.settings import SettingsForm
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
        if try_action(form, change, township, _chosen(form), actor_id=g.actor.id):
            flash("设置已保存。", "success")
            return redirect(url_for("tenants.settings"), 303)
    parts = example_parts(township.slug, clock.today())
    example = _example(form, parts)
    page = render_template("tenants/settings.html", form=form, example=example, parts=parts)
    return page, 422 if form.is_submitted() and not (previewing and example) else 200


def _chosen(form: SettingsForm) -> TownshipSettings:
    given: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in form.data.items()
        if name in TownshipSettings.__dataclass_fields__
    }
    return TownshipSettings(**given)


def _example(form: SettingsForm, parts: dict[str, str]) -> str:
    pattern = form.index_pattern.data or ""
    try:
        check_pattern(pattern)
    except RuleBroken as refusal:
        if not form.index_pattern.errors:
            form.refuse(refusal)
        return ""
    return format_index(pattern, EXAMPLE_SERIAL, parts)
