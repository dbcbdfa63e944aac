"""The paper version of the visits."""

from flask import g, request
from flask.typing import ResponseReturnValue

from ogi.audits.inspections.paper import MOST_PAPERS, print_papers, visit_papers
from ogi.audits.inspections.queries.inspections import list_visits
from ogi.audits.inspections.views.blueprint import bp
from ogi.audits.inspections.views.listing import get
from ogi.platform import clock
from ogi.platform.errors import NotFound
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_made
from ogi.platform.web.inputs import asked_number
from ogi.tenants.permissions import Permission


@bp.get("/inspections/<int:inspection_id>/paper.pdf")
@requires(Permission.INSPECTION_READ)
def paper(inspection_id: int) -> ResponseReturnValue:
    """Hand over the papers of the visits, so many at a time, or of one, as a PDF."""
    one = get(inspection_id)
    lines = list_visits(g.session, one.township_id, one.id)
    if request.args.get("visit"):
        lines = [line for line in lines if line.visit.id == asked_number(request.args["visit"])]
    first = asked_number(request.args.get("from")) or 0
    lines = lines[first : first + MOST_PAPERS]
    if not lines:
        raise NotFound
    as_of = min(clock.today(), one.ends_on)
    made = print_papers(visit_papers(g.session, one, lines, as_of))
    unit = f"-{lines[0].tenant.name}" if len(lines) == 1 else ""
    return send_made(made, name=f"{one.title}{unit}检查表.pdf", media_type="application/pdf")
