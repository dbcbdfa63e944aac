"""Turning a report document into HTML and PDF; the same document gives the same bytes."""

from typing import Any

from markupsafe import Markup

from ogi.platform.charts import bar_chart, column_chart
from ogi.platform.pdf import print_pdf, render_print
from ogi.reports.rules import ReportDocument

TITLE_LINE_CHARACTERS = 18
ORGAN_POINTS, ORGAN_WIDTH_POINTS = 48, 440
PLACES_TO_BREAK = ("政府信息公开工作年度报告", "工作年度报告")


def print_report(document: ReportDocument) -> bytes:
    """Lay the report out as an official document (GB/T 9704-2012) in a tagged PDF."""
    return print_pdf(report_paper(document))


def report_paper(document: ReportDocument) -> str:
    """Write the HTML that is laid out on paper."""
    return render_print("report/document.html", **report_values(document))


def report_page(document: ReportDocument) -> str:
    """Write the report as one self-contained, accessible HTML page."""
    return render_print("report/page.html", **report_values(document))


def report_values(document: ReportDocument) -> dict[str, Any]:
    """Return what the report's templates name: the document, its charts, its title by lines."""
    return {
        "document": document,
        "charts": draw_charts(document),
        "title_lines": _title_lines(document.title),
        "organ_points": min(ORGAN_POINTS, ORGAN_WIDTH_POINTS // (len(document.issuer) + 2)),
    }


def draw_charts(document: ReportDocument) -> dict[str, Markup | None]:
    """Draw the shares of the categories, the trend of the years, and the months."""
    counts, year = document.counts, document.year
    trend = [(f"{one.year}年", one.total) for one in counts.history]
    months = [(f"{month}月", count) for month, count in counts.months]
    return {
        "categories": bar_chart(f"{year}年公开内容分类占比", counts.categories, unit="条"),
        "history": column_chart("历年公开件数", trend, unit="条", marked=f"{year}年"),
        "months": column_chart(f"{year}年各月公开件数", months, unit="条") if months else None,
    }


def _title_lines(title: str) -> list[str]:
    """Break a long title where the words allow it, so that its lines form a trapezoid."""
    if len(title) <= TITLE_LINE_CHARACTERS:
        return [title]
    for ending in PLACES_TO_BREAK:
        head = title.removesuffix(ending)
        if head != title:
            return [head, ending]
    return [title]
