"""Reading a year: the list of years, its state, figures, preview, checks, files."""

import io

from flask import abort, g, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.errors import RuleBroken
from ogi.platform.web.access import requires
from ogi.platform.web.jobs import ask_for
from ogi.platform.web.paging import asked_page
from ogi.platform.web.registers import send_register
from ogi.reports import queries
from ogi.reports.printing import draw_charts, file_name, report_values, write_report
from ogi.reports.registers import year_register, years_register
from ogi.reports.rules import check_wording
from ogi.reports.views.blueprint import bp, open_year
from ogi.reports.works import PRINT_REPORT
from ogi.tenants.permissions import Permission

MENDING = {
    "section2": ("reports.edit_table", {"name": "section2"}),
    "section3": ("reports.edit_table", {"name": "section3"}),
    "section4": ("reports.edit_table", {"name": "section4"}),
    "history": ("reports.edit_history", {}),
    "published_on": ("reports.edit_cover", {}),
    "categories": ("reports.figures", {}),
}
FORMATS = {"html": "text/html", "json": "application/json"}
REGISTER_PAGE = 100


@bp.get("/reports")
@requires(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    """List the years with their counts and where their reports stand."""
    years = queries.list_report_years(g.session, g.actor.township_id, today=clock.today())
    return render_template("reports/index.html", years=years)


@bp.get("/reports/export.<any(xlsx, docx):form>")
@requires(Permission.REPORT_READ)
def export_years(form: str) -> ResponseReturnValue:
    """Send the list of years as a file."""
    years = queries.list_report_years(g.session, g.actor.township_id, today=clock.today())
    return send_register(years_register(g.actor.township_name, years), form)


@bp.get("/reports/<int(min=1990, max=2200):year>")
@requires(Permission.REPORT_READ)
def show(year: int) -> ResponseReturnValue:
    """Show where a year's report stands and what is left to do."""
    page = open_year(year)
    document = page.document()
    return render_template(
        "reports/show.html",
        page=page,
        document=document,
        findings=queries.check_document(g.session, page.township.id, document),
        edited=set(page.report.sections) if page.report else set(),
    )


@bp.get("/reports/<int(min=1990, max=2200):year>/figures")
@requires(Permission.REPORT_READ)
def figures(year: int) -> ResponseReturnValue:
    """Show what was counted, with the charts."""
    page = open_year(year)
    document = page.document()
    return render_template(
        "reports/figures.html", page=page, document=document, charts=draw_charts(document)
    )


@bp.get("/reports/<int(min=1990, max=2200):year>/preview")
@requires(Permission.REPORT_READ)
def preview(year: int) -> ResponseReturnValue:
    """Show the report as it will be read, without its register."""
    page = open_year(year)
    values = report_values(page.document().without_register())
    return render_template("reports/preview.html", page=page, **values)


@bp.get("/reports/<int(min=1990, max=2200):year>/register")
@requires(Permission.REPORT_READ)
def register(year: int) -> ResponseReturnValue:
    """List the year's postings, a hundred on a page."""
    page = open_year(year)
    rows = page.register()
    pages = max(1, -(-len(rows) // REGISTER_PAGE))
    number = min(asked_page(), pages)
    first = (number - 1) * REGISTER_PAGE
    return render_template(
        "reports/register.html",
        page=page,
        rows=rows[first : first + REGISTER_PAGE],
        first=first,
        total=len(rows),
        number=number,
        pages=pages,
    )


@bp.get("/reports/<int(min=1990, max=2200):year>/register.<any(xlsx, docx):form>")
@requires(Permission.REPORT_READ)
def export_register(year: int, form: str) -> ResponseReturnValue:
    """Send the year's postings as a file."""
    page = open_year(year)
    try:
        return send_register(year_register(page.township.name, year, page.register()), form)
    except RuleBroken as refusal:
        abort(400, refusal.text)


@bp.get("/reports/<int(min=1990, max=2200):year>/checks")
@requires(Permission.REPORT_READ)
def checks(year: int) -> ResponseReturnValue:
    """Show which rules break, with both values and a way to mend each."""
    page = open_year(year)
    document = page.document()
    return render_template(
        "reports/checks.html",
        page=page,
        findings=queries.check_document(g.session, page.township.id, document),
        wording=check_wording(document.parts, document.figures, document.counts),
        titles={part.key: part.number + part.title for part in document.parts},
        mending=MENDING,
    )


@bp.get("/reports/<int(min=1990, max=2200):year>/download/<kind>")
@requires(Permission.REPORT_READ)
def download(year: int, kind: str) -> ResponseReturnValue:
    """Send the report as one HTML page, or its figures as JSON."""
    if kind not in FORMATS:
        abort(404)
    document = open_year(year).document(register=True)
    content = io.BytesIO(write_report(document, kind))
    name = file_name(document, kind)
    return send_file(content, FORMATS[kind], as_attachment=True, download_name=name)


@bp.post("/reports/<int(min=1990, max=2200):year>/print")
@requires(Permission.REPORT_READ)
def ask_print(year: int) -> ResponseReturnValue:
    """Begin laying the report out as a PDF; its page tells how far it is."""
    open_year(year)
    job = ask_for(PRINT_REPORT, f"{year}年度报告（PDF）", {"year": year})
    return redirect(url_for("tenants.job", job_id=job.id), 303)
