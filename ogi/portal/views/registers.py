"""The public registers as Excel and Word files, for anybody."""

from flask import abort, g, request
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.jobs.exports import count_rows
from ogi.platform.tabular import Register, check_length
from ogi.platform.web.access import public
from ogi.platform.web.inputs import asked_number
from ogi.platform.web.registers import send_register
from ogi.portal import queries
from ogi.portal.registers import declared_register, entries_statement, log_register
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import enter_tenant, enter_township

FIRST_YEAR, LAST_YEAR = 2000, 2200
MOST_DECLARED = 5_000
MOST_ENTRIES = 20_000
"""A visitor is served at once; who wants more takes the whole log, which flows line by line."""


@bp.get("/t/<township_slug>/<tenant_slug>/declared.<any(xlsx, docx):form>")
@public
def export_declared(township_slug: str, tenant_slug: str, form: str) -> ResponseReturnValue:
    """Send what a tenant declared, and why."""
    place = enter_tenant(township_slug, tenant_slug)
    rows = queries.list_declared(g.session, place.township_id, place.tenant_id, MOST_DECLARED)
    return _send(declared_register(place.name, place.kind, rows, clock.today()), form)


@bp.get("/t/<township_slug>/log/entries.<any(xlsx, docx):form>")
@public
def export_log(township_slug: str, form: str) -> ResponseReturnValue:
    """Send what the log took in during a year, an entry a row."""
    township = enter_township(township_slug)
    year = asked_number(request.args.get("year")) or clock.today().year
    year = min(max(year, FIRST_YEAR), LAST_YEAR)
    wanted = entries_statement(township.id, year)
    rows = count_rows(g.session, wanted)
    _check(rows, form)
    entries = g.session.scalars(wanted).all()
    return _send(log_register(township.name, year, entries, clock.today()), form)


def _check(rows: int, form: str) -> None:
    try:
        check_length(rows, form)
    except RuleBroken as refusal:
        abort(400, refusal.text)
    if rows > MOST_ENTRIES:
        abort(400, f"这一年有 {rows} 条，太多了。请在“公开记录”页下载全部记录。")


def _send(register: Register, form: str) -> ResponseReturnValue:
    try:
        return send_register(register, form)
    except RuleBroken as refusal:
        abort(400, refusal.text)
