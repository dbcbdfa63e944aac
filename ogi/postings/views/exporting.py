"""The register of published postings as a table."""

from datetime import date

from flask import g, request
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.files import send_made
from ogi.postings import queries
from ogi.postings.importing.tables import register_csv, register_xlsx
from ogi.postings.views.blueprint import bp
from ogi.tenants.permissions import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_YEAR, LAST_YEAR = 1990, 2200


def asked_year() -> int:
    """Return the year in the address; anything that is not one means this year."""
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


@bp.get("/postings/export.<any(xlsx, csv):form>")
@requires(Permission.POSTING_READ)
def export(form: str) -> ResponseReturnValue:
    """Send the year's register of the seat: one tenant's, or the whole township's."""
    year = asked_year()
    rows = queries.list_register(
        g.session, g.scope, since=date(year, 1, 1), until=date(year, 12, 31), withdrawn=True
    )
    name = f"{g.actor.seat.name}{year}年公开事项台账"
    if form == "csv":
        return send_made(register_csv(rows), name=f"{name}.csv", media_type="text/csv")
    return send_made(register_xlsx(rows, name), name=f"{name}.xlsx", media_type=XLSX)
