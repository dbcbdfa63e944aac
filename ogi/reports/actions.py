"""Working on a year's report and issuing it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ogi.platform.errors import Conflict
from ogi.platform.journal import record
from ogi.platform.ledger import store
from ogi.platform.privacy import check_free
from ogi.postings.rules import clean_line, clean_text
from ogi.reports.models import HistoryYear, ReportSnapshot, YearReport
from ogi.reports.queries import check_document, count_published, find_report, list_past_years
from ogi.reports.queries.composing import HISTORY_CLAIM
from ogi.reports.queries.sealing import frozen_hash
from ogi.reports.rules import (
    ReportDocument,
    check_editable,
    check_history,
    check_issue,
    document_to_plain,
    figures_to_plain,
)
from ogi.reports.rules.sealing import ISSUED, sealed_snapshot
from ogi.tenants.queries import list_kept_numbers


def save_text(
    session: Session,
    report: YearReport,
    key: str,
    text: str | None,
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Keep a part's own words, or with None go back to those written from the figures."""
    check_editable(report.state, year=report.year)
    sections = {name: kept for name, kept in report.sections.items() if name != key}
    report.sections = sections if text is None else {**sections, key: clean_text(text)}
    _touch(session, report, "report.text_saved", actor_id=actor_id, now=now, part=key)


def save_table(
    session: Session,
    report: YearReport,
    name: str,
    table: dict[str, Any] | None,
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Keep a typed statutory table in the shape of the figures file; None clears it."""
    check_editable(report.state, year=report.year)
    report.tables = {**report.tables, name: table}
    _touch(session, report, "report.table_saved", actor_id=actor_id, now=now, table=name)


def save_cover(
    session: Session,
    report: YearReport,
    *,
    document_number: str,
    published_on: date | None,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Keep the document's number and its day of publication."""
    check_editable(report.state, year=report.year)
    report.document_number = clean_line(document_number)
    report.published_on = published_on
    _touch(session, report, "report.cover_saved", actor_id=actor_id, now=now)


def save_history(
    session: Session,
    report: YearReport,
    totals: list[tuple[int, int, str]],
    *,
    claimed: int,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Keep earlier years with their documents and the claimed total of the trend.

    `totals` are (year, total, source document); earlier years left out lose what was entered,
    and issued years speak for themselves. Raises RuleBroken("history_sum").
    """
    check_editable(report.state, year=report.year)
    township_id, past = (
        report.township_id,
        list_past_years(session, report.township_id, report.year),
    )
    open_years = {one.year: one for one in past if one.issued is None}
    entered = [one for one in totals if one[0] in open_years]
    spoken_for = {year for year, _, _ in entered}
    others = count_published(session, township_id, report.year)
    others += sum(
        (one.counted if one.issued is None else one.issued)
        for one in past
        if one.year not in spoken_for
    )
    check_history(entered, others=others, claimed=claimed)
    session.execute(
        delete(HistoryYear).where(
            HistoryYear.township_id == township_id, HistoryYear.year.in_(open_years)
        )
    )
    session.add_all(
        HistoryYear(
            township_id=township_id, year=year, total=total, source_document=clean_line(source)
        )
        for year, total, source in entered
    )
    report.tables = {**report.tables, HISTORY_CLAIM: claimed}
    _touch(session, report, "report.history_saved", actor_id=actor_id, now=now, claimed=claimed)


def open_report(session: Session, township_id: int, year: int, *, now: datetime) -> YearReport:
    """Return the year's report, begun when it was not."""
    report = find_report(session, township_id, year)
    if report is None:
        report = YearReport(
            township_id=township_id,
            year=year,
            state="draft",
            sections={},
            tables={},
            document_number="",
            updated_at=now,
        )
        session.add(report)
        session.flush()
    return report


def check_version(report: YearReport, version: int | None) -> None:
    """Raise Conflict when someone saved after the form was opened."""
    if version is not None and version != report.version:
        raise Conflict


def issue_report(
    session: Session,
    report: YearReport,
    document: ReportDocument,
    *,
    actor_id: int | None,
    now: datetime,
    today: date,
) -> ReportSnapshot:
    """Freeze figures, texts and register; later changes of rows leave the issue as it is.

    Raises RuleBroken when the year still runs, the day is missing, a rule C1 to C9 breaks, or
    personal data stands in its texts.
    """
    findings = check_document(session, report.township_id, document)
    check_issue(
        report.state, findings, year=report.year, published_on=report.published_on, today=today
    )
    _check_free(session, report)
    plain, figures = document_to_plain(document), figures_to_plain(document.figures)
    snapshot = ReportSnapshot(
        township_id=report.township_id,
        report_id=report.id,
        year=report.year,
        number=1,
        figures=figures,
        document=plain,
        sha256=frozen_hash(figures, plain),
        issued_by=actor_id,
        issued_at=now,
    )
    session.add(snapshot)
    session.flush()
    store.append(session, snapshot, ISSUED, sealed_snapshot(snapshot), at=now)
    report.state = "issued"
    _touch(session, report, "report.issued", actor_id=actor_id, now=now, sha256=snapshot.sha256)
    return snapshot


def _check_free(session: Session, report: YearReport) -> None:
    kept = list_kept_numbers(session, report.township_id)
    for text in (*map(str, report.sections.values()), report.document_number):
        check_free(text, kept=kept, field=None)


def _touch(
    session: Session,
    report: YearReport,
    action: str,
    *,
    actor_id: int | None,
    now: datetime,
    **detail: Any,
) -> None:
    report.edited_by, report.updated_at = actor_id, now
    record(session, actor_id, action, report, at=now, year=report.year, **detail)
