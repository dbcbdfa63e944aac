"""Issued yearly reports for anybody: the list, each as a page, and its figures."""

import io

from flask import g, render_template, send_file
from flask.typing import ResponseReturnValue

from ogi.platform.web.access import public
from ogi.portal.views.blueprint import bp
from ogi.portal.views.places import Shown, enter_township
from ogi.reports import queries
from ogi.reports.printing import figures_text, file_name, report_values
from ogi.tenants.settings import settings_of


@bp.get("/t/<township_slug>/reports/")
@public
def reports(township_slug: str) -> ResponseReturnValue:
    """List the years whose reports are issued."""
    township = enter_township(township_slug)
    return render_template(
        "portal/reports.html",
        township=Shown(township.name, township.slug),
        hotline=settings_of(township.settings).hotline,
        years=queries.list_issued_years(g.session, township.id),
    )


@bp.get("/t/<township_slug>/reports/<int(min=1990, max=2200):year>/")
@public
def report(township_slug: str, year: int) -> ResponseReturnValue:
    """Show an issued report as it was frozen, without its list of postings."""
    township = enter_township(township_slug)
    snapshot = queries.get_issued_report(g.session, township.id, year)
    document = queries.read_snapshot(g.session, snapshot)
    return render_template(
        "portal/report.html",
        township=Shown(township.name, township.slug),
        hotline=settings_of(township.settings).hotline,
        year=year,
        total=len(document.register),
        **report_values(document.without_register()),
    )


@bp.get("/t/<township_slug>/reports/<int(min=1990, max=2200):year>/figures.json")
@public
def report_figures(township_slug: str, year: int) -> ResponseReturnValue:
    """Send the figures of an issued report."""
    township = enter_township(township_slug)
    snapshot = queries.get_issued_report(g.session, township.id, year)
    document = queries.read_snapshot(g.session, snapshot)
    content = io.BytesIO(figures_text(document).encode())
    name = file_name(document, "json")
    return send_file(content, "application/json", as_attachment=True, download_name=name)
