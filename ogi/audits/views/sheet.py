"""The inspection sheet to print, for one tenant or for all that the filters leave."""

from flask import Response, abort, g, request

from ogi.audits.inspection import inspection_sheet, sheet_pdf
from ogi.audits.queries.duties import list_duties
from ogi.audits.rules.selection import select_duties
from ogi.audits.views.asking import asked
from ogi.audits.views.blueprint import bp
from ogi.audits.views.files import file_answer
from ogi.audits.views.loading import edges
from ogi.platform.errors import NotFound
from ogi.platform.web.access import requires
from ogi.tenants.permissions import Permission

MOST_SHEETS = 30


@bp.get("/checklist/sheet.pdf")
@requires(Permission.CHECKLIST_READ)
def sheet() -> Response:
    """Hand over the sheets of the chosen tenants as one PDF."""
    wanted = asked()
    units, columns = edges(wanted)
    tenant = request.args.get("tenant", "")
    selection = select_duties(units, columns, wanted.filters, tenant=tenant)
    chosen = [unit for unit in units if unit.id in selection.unit_ids]
    if tenant and not chosen:
        raise NotFound
    duties = list_duties(g.session, g.actor.township_id, wanted.view, selection)
    by_unit = {unit.id: [duty for duty in duties if duty.tenant_id == unit.id] for unit in chosen}
    chosen = [unit for unit in chosen if by_unit[unit.id]]
    if not 1 <= len(chosen) <= MOST_SHEETS:
        abort(400, f"一次可以打印 1 到 {MOST_SHEETS} 个单位的检查表，现在选了 {len(chosen)} 个。")
    name, window, as_of = g.actor.township_name, wanted.window, wanted.view.as_of
    sheets = [inspection_sheet(name, unit, window, as_of, by_unit[unit.id]) for unit in chosen]
    return file_answer(sheet_pdf(sheets), f"检查表-{window.key}", "pdf", inline=True)
