"""Composing the report in work: counts, typed tables and texts, put together as one document."""

from datetime import date

from sqlalchemy.orm import Session

from ogi.reports.models import YearReport
from ogi.reports.queries.counting import count_year, list_register
from ogi.reports.queries.stored import find_report
from ogi.reports.rules import (
    Claim,
    Figures,
    ReportDocument,
    YearCounts,
    outline_parts,
    parse_plain,
    prefilled_texts,
)
from ogi.tenants.models import Township
from ogi.tenants.settings import settings_of

TABLES = ("section2", "section3", "section4")
HISTORY_CLAIM = "history_claimed"


def compose_report(
    session: Session,
    township: Township,
    year: int,
    *,
    today: date,
    draft: bool = True,
    register: bool = True,
) -> ReportDocument:
    """Put the year's report together from current rows, typed tables and edited texts.

    `register` False leaves the list of postings out, for pages that do not show it.
    """
    report = find_report(session, township.id, year)
    counts = count_year(session, township.id, year, today=today)
    figures = figures_in_work(township, year, report, counts)
    texts = prefilled_texts(township.name, figures, counts) | (report.sections if report else {})
    return ReportDocument(
        township=township.name,
        issuer=settings_of(township.settings).issuing_body or f"{township.name}人民政府",
        year=year,
        number=report.document_number if report else "",
        signed_on=report.published_on if report else None,
        draft=draft,
        parts=outline_parts(texts),
        figures=figures,
        counts=counts,
        register=list_register(session, township.id, year) if register else (),
    )


def figures_in_work(
    township: Township, year: int, report: YearReport | None, counts: YearCounts
) -> Figures:
    """Return the figures as they stand: typed tables, counted categories, the trend's claim."""
    typed = report.tables if report else {}
    tables = parse_plain(
        {"unit": township.name, "year": year, **{name: typed.get(name) for name in TABLES}}
    )
    history = tuple((str(one.year), one.total) for one in counts.history)
    claimed = typed.get(HISTORY_CLAIM, counts.history_total)
    return Figures(
        unit=township.name,
        year=year,
        published_on=report.published_on if report else None,
        section2=tables.section2,
        section3=tables.section3,
        section4=tables.section4,
        history=Claim(history, claimed) if history else None,
        categories=Claim(counts.categories, counts.total) if counts.categories else None,
    )
