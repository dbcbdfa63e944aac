"""Editing a year's report by hand, and issuing it."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.forms import BaseForm, try_action
from ogi.reports import actions, queries
from ogi.reports.forms import (
    CoverForm,
    IssueForm,
    PartTextForm,
    ReportForm,
    cell_name,
    make_history_form,
    make_table_form,
    show_cells,
    shown_cells,
    typed_cells,
    typed_history,
)
from ogi.reports.models import YearReport
from ogi.reports.rules import Table, check_wording, table_to_plain, with_totals
from ogi.reports.rules.layout import LAYOUTS
from ogi.reports.views.blueprint import YearPage, bp, open_year
from ogi.tenants.permissions import Permission

TABLE_NAMES = {
    "section2": "主动公开政府信息情况",
    "section3": "收到和处理政府信息公开申请情况",
    "section4": "政府信息公开行政复议、行政诉讼情况",
}


@bp.route("/reports/<int(min=1990, max=2200):year>/texts/<key>", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def edit_text(year: int, key: str) -> ResponseReturnValue:
    """Edit the words of one part, or take back those written from the figures."""
    page = _open_for_editing(year)
    part = next((part for part in page.document().parts if part.key == key), None) or abort(404)
    form = PartTextForm(text=part.text, version=str(page.version))
    restore = request.method == "POST" and "restore" in request.form
    if restore or form.validate_on_submit():
        text = None if restore else form.text.data
        if _kept(form, page, actions.save_text, key, text):
            return _back(page, f"“{part.title}”已保存。")
    edited = page.report is not None and key in page.report.sections
    return _form_page("reports/text.html", form, page=page, part=part, edited=edited)


@bp.route("/reports/<int(min=1990, max=2200):year>/tables/<name>", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def edit_table(year: int, name: str) -> ResponseReturnValue:
    """Type in a statutory table."""
    page = _open_for_editing(year)
    layout = LAYOUTS.get(name) or abort(404)
    table: Table | None = getattr(page.document().figures, name)
    form = make_table_form(layout)(version=str(page.version), **shown_cells(table))
    shown = {"page": page, "layout": layout, "cell_name": cell_name, "name": name}
    shown |= {"title": TABLE_NAMES[name], "summed": False}
    if form.validate_on_submit():
        typed = typed_cells(form, layout)
        if "sum" in request.form:
            show_cells(form, with_totals(typed))
            return render_template("reports/table.html", form=form, **{**shown, "summed": True})
        if _kept(form, page, actions.save_table, name, table_to_plain(typed)):
            return _back(page, f"“{TABLE_NAMES[name]}”已保存。")
    return _form_page("reports/table.html", form, **shown)


@bp.route("/reports/<int(min=1990, max=2200):year>/history", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def edit_history(year: int) -> ResponseReturnValue:
    """Enter earlier years with their documents and the total that a document claims."""
    page = _open_for_editing(year)
    past = queries.list_past_years(g.session, page.township.id, year)
    years = [one.year for one in past if one.issued is None]
    history = page.document().figures.history
    shown: dict[str, Any] = {f"source_{one.year}": one.source for one in past}
    shown |= {f"total_{one.year}": str(one.entered) for one in past if one.entered is not None}
    claimed = "" if history is None else str(history.claimed_total)
    form = make_history_form(years)(version=str(page.version), claimed=claimed, **shown)
    if form.validate_on_submit():
        typed, claim = typed_history(form, years), form["claimed"].cell
        if _kept(form, page, actions.save_history, typed, claimed=claim):
            return _back(page, "历年件数已保存。")
    own = queries.count_published(g.session, page.township.id, year)
    return _form_page("reports/history.html", form, page=page, past=past, own=own)


@bp.route("/reports/<int(min=1990, max=2200):year>/cover", methods=["GET", "POST"])
@requires(Permission.REPORT_EDIT)
def edit_cover(year: int) -> ResponseReturnValue:
    """Fill in the document's number and day."""
    page = _open_for_editing(year)
    report = page.report
    form = CoverForm(
        version=str(page.version),
        document_number=report.document_number if report else "",
        published_on=report.published_on if report else None,
    )
    if form.validate_on_submit():
        typed = {
            "document_number": (form.document_number.data or "").strip(),
            "published_on": form.published_on.data,
        }
        if _kept(form, page, actions.save_cover, **typed):
            return _back(page, "发文字号和日期已保存。")
    return _form_page("reports/cover.html", form, page=page)


@bp.route("/reports/<int(min=1990, max=2200):year>/issue", methods=["GET", "POST"])
@requires(Permission.REPORT_ISSUE)
def issue(year: int) -> ResponseReturnValue:
    """Freeze the report and give it out."""
    page, form = _open_for_editing(year), IssueForm()
    if form.validate_on_submit() and try_action(form, _issue, page):
        return _back(page, f"{year}年度报告已签发。")
    document = page.document()
    return _form_page(
        "reports/issue.html",
        form,
        page=page,
        findings=queries.check_document(g.session, page.township.id, document),
        wording=check_wording(document.parts, document.figures, document.counts),
    )


def _issue(session: Any, page: YearPage) -> None:
    now, today = clock.now(), clock.today()
    report = actions.open_report(session, page.township.id, page.year, now=now)
    document = queries.compose_report(session, page.township, page.year, today=today, draft=False)
    actions.issue_report(session, report, document, actor_id=g.actor.id, now=now, today=today)


def _open_for_editing(year: int) -> YearPage:
    """Load a year that is still in work; an issued one has nothing to edit."""
    page = open_year(year)
    if page.snapshot is not None:
        abort(404)
    return page


def _kept(
    form: ReportForm, page: YearPage, action: Callable[..., None], *args: Any, **kwargs: Any
) -> bool:
    """Run an action on the year's report, begun on first use, unless someone saved before."""

    def act(session: Any) -> None:
        report = _opened(session, page, form)
        action(session, report, *args, actor_id=g.actor.id, now=clock.now(), **kwargs)

    return try_action(form, act)


def _opened(session: Any, page: YearPage, form: ReportForm) -> YearReport:
    known = page.report is not None
    report = actions.open_report(session, page.township.id, page.year, now=clock.now())
    actions.check_version(report, form.seen_version if known else None)
    return report


def _back(page: YearPage, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("reports.show", year=page.year), 303)


def _form_page(template: str, form: BaseForm, **values: Any) -> ResponseReturnValue:
    status = 422 if form.is_submitted() else 200
    return render_template(template, form=form, **values), status
