"""The township's one standard for what is printed for the boards."""

from dataclasses import asdict, replace
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue

from ogi.display.forms import StandardForm
from ogi.display.views.blueprint import bp, done, form_page
from ogi.platform.web.access import requires
from ogi.platform.web.forms import try_action
from ogi.tenants.actions import change_settings
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.settings import TownshipSettings, settings_of


@bp.route("/boards/standard", methods=["GET", "POST"])
@requires(Permission.BOARD_STANDARD)
def standard() -> ResponseReturnValue:
    """Show and change heads, colours, ornament and paper, alike for every village."""
    township = get_township_by_id(g.session, g.actor.township_id)
    settings = settings_of(township.settings)
    form = StandardForm(data=asdict(settings))
    if form.validate_on_submit():
        given: dict[str, Any] = {
            name: (value or "").strip()
            for name, value in form.data.items()
            if name in TownshipSettings.__dataclass_fields__
        }
        chosen = replace(settings, **given)
        if try_action(form, change_settings, township, chosen, actor_id=g.actor.id):
            return done("制作标准已保存，以后打印都按新的样式。", "display.standard")
    return form_page("standard.html", form)
