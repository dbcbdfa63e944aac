"""The supervisor's first page (总览)."""

from datetime import timedelta
from typing import Any

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.queries.overview import count_older_missing, list_lately_published
from ogi.audits.rules.matrix import worst_first
from ogi.audits.views.asking import Asked, asked
from ogi.audits.views.blueprint import bp
from ogi.audits.views.home import supervision
from ogi.audits.views.loading import load_matrix
from ogi.audits.views.markup import Links
from ogi.catalogue.rules.states import State
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.postings.queries import list_taken_down
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.settings import settings_of

MOST_TENANTS = 8
TOLD_FOR = timedelta(days=30)
LATELY = timedelta(days=7)


@bp.get("/overview")
@requires(Permission.CHECKLIST_READ)
def overview() -> ResponseReturnValue:
    """Show what changed, how the year stands, who is behind, and what was published lately."""
    wanted = asked()
    matrix = load_matrix(wanted)
    behind = [line for line in worst_first(matrix.lines) if line.total.count(State.MISSING)]
    return render_template(
        "audits/overview.html",
        asked=wanted,
        matrix=matrix,
        links=Links(url_for("audits.cell"), wanted.query()),
        behind=behind[:MOST_TENANTS],
        behind_count=len(behind),
        **_older(wanted),
        published=list_lately_published(
            g.session, g.actor.township_id, since=wanted.today - LATELY
        ),
        home=supervision() if g.actor.tenant_id is None else None,
        taken_down=list_taken_down(g.session, g.scope, since=clock.now() - TOLD_FOR),
    )


def _older(wanted: Asked) -> dict[str, Any]:
    """Return what years before the figures' own still owe, and whether anybody may read it."""
    township = get_township_by_id(g.session, g.actor.township_id)
    older = count_older_missing(
        g.session, township.id, wanted.today, year=wanted.view.year, tenant_id=g.actor.tenant_id
    )
    return {"older": older, "show_missing": settings_of(township.settings).show_missing}
