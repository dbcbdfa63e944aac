"""Turning a report document into HTML and PDF; the same document gives the same bytes."""

import json
from typing import Any

from markupsafe import Markup

from ogi.platform.charts import bar_chart, column_chart
from ogi.platform.pdf import packaged_text, print_pdf, render_print
from ogi.reports.rules import ReportDocument, figures_to_plain

TITLE_LINE_CHARACTERS = 18
ORGAN_SIZES = ((9, "large"), (12, "medium"), (16, "small"), (23, "tiny"))
PLACES_TO_BREAK = ("政府信息公开工作年度报告", "工作年度报告")


def print_report(document: ReportDocument) -> bytes:
    """Lay the report out as an official document (GB/T 9704-2012) in a tagged PDF."""
    return print_pdf(report_paper(document))


def report_paper(document: ReportDocument) -> str:
    """Write the HTML that is laid out on paper."""
    return render_print("report/document.html", **report_values(document))


def report_page(document: ReportDocument) -> str:
    """Write the report as one self-contained, accessible HTML page."""
    style = Markup(packaged_text("css/report-screen.css"))  # noqa: S704 - our own style sheet
    return render_print("report/page.html", style=style, **report_values(document))


def figures_text(document: ReportDocument) -> str:
    """Write the document's figures as the JSON that `ogi report check` reads."""
    return json.dumps(figures_to_plain(document.figures), ensure_ascii=False, indent=2) + "\n"


def write_report(document: ReportDocument, kind: str) -> bytes:
    """Return the document as a file: "pdf", "html", or its figures as "json"."""
    if kind == "pdf":
        return print_report(document)
    return (report_page(document) if kind == "html" else figures_text(document)).encode()


def file_name(document: ReportDocument, kind: str) -> str:
    """Name the file of a report; a draft says so."""
    return f"{document.title}{'（草案）' if document.draft else ''}.{kind}"


def report_values(document: ReportDocument) -> dict[str, Any]:
    """Return what the report's templates name: the document, its charts, its title by lines."""
    return {
        "document": document,
        "charts": draw_charts(document),
        "title_lines": _title_lines(document.title),
        "organ_size": _organ_size(document.issuer),
    }


def draw_charts(document: ReportDocument) -> dict[str, Markup | None]:
    """Draw the shares of the categories, the trend of the years, and the months."""
    counts, year = document.counts, document.year
    trend = [(f"{one.year}年", one.total) for one in counts.history]
    months = [(f"{month}月", count) for month, count in counts.months]
    return {
        "categories": bar_chart(f"{year}年公开内容分类占比", counts.categories, unit="条"),
        "history": column_chart("历年公开件数", trend, unit="条", marked=f"{year}年")
        if len(trend) > 1
        else None,
        "months": column_chart(f"{year}年各月公开件数", months, unit="条") if months else None,
    }


def _organ_size(issuer: str) -> str:
    """Choose the type size at which the red head (发文机关标志) fits on one line."""
    length = len(issuer) + len("文件")
    return next((size for most, size in ORGAN_SIZES if length <= most), "wrapped")


def _title_lines(title: str) -> list[str]:
    """Break a long title where the words allow it, so that its lines form a trapezoid."""
    if len(title) <= TITLE_LINE_CHARACTERS:
        return [title]
    for ending in PLACES_TO_BREAK:
        head = title.removesuffix(ending)
        if head != title:
            return [head, ending]
    return [title]
