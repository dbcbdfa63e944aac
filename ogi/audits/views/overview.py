"""The supervisor's first page (总览)."""

from datetime import timedelta

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from ogi.audits.queries.overview import list_lately_published
from ogi.audits.rules.matrix import worst_first
from ogi.audits.views.asking import asked
from ogi.audits.views.blueprint import bp
from ogi.audits.views.home import supervision
from ogi.audits.views.loading import load_matrix
from ogi.audits.views.markup import Links
from ogi.catalogue.rules.states import State
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.postings.queries import list_taken_down
from ogi.tenants.permissions import Permission

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
        published=list_lately_published(
            g.session, g.actor.township_id, since=wanted.today - LATELY
        ),
        home=supervision() if g.actor.tenant_id is None else None,
        taken_down=list_taken_down(g.session, g.scope, since=clock.now() - TOLD_FOR),
    )
