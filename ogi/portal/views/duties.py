"""Who answers for the boards: the leading group and each tenant's leader, for anybody."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ogi.audits.duties import queries
from ogi.audits.duties.rules import PART_NAMES
from ogi.platform import clock
from ogi.platform.web.access import public
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import Shown, enter_township
from ogi.tenants.settings import settings_of


@bp.get("/t/<township_slug>/duty/")
@public
def duty(township_slug: str) -> ResponseReturnValue:
    """Show names, titles and office phones of those in charge today."""
    found, today = enter_township(township_slug), clock.today()
    members = queries.list_members(g.session, found.id, today)
    return render_template(
        "portal/duty.html",
        township=Shown(found.name, found.slug),
        hotline=settings_of(found.settings).hotline,
        group=queries.by_part(members),
        named=bool(members),
        roster=queries.list_public_roster(g.session, found.id, today),
        part_names=PART_NAMES,
        today=today,
    )
