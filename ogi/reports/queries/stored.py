"""Reports in work and issued ones, as they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from ogi.platform.errors import NotFound
from ogi.platform.ledger.recording import find_record
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.reports.models import ReportSnapshot, YearReport
from ogi.reports.rules import (
    Findings,
    Level,
    ReportDocument,
    check_figures,
    document_from_plain,
    parse_plain,
)
from ogi.reports.rules.sealing import ISSUED

FIRST_YEAR = 2000


@dataclass(frozen=True)
class ReportYear:
    """One year of the list: how much was published and where its report stands."""

    year: int
    published: int
    state: str


def check_report_year(year: int, *, today: date) -> None:
    """Raise NotFound for a year that can have no report: before 2000 or in the future."""
    if not FIRST_YEAR <= year <= today.year:
        raise NotFound


def find_report(session: Session, township_id: int, year: int) -> YearReport | None:
    """Return the report in work of a year, or None when nobody has touched it."""
    wanted = select(YearReport).where(
        YearReport.township_id == township_id, YearReport.year == year
    )
    return session.scalars(wanted).one_or_none()


def find_issued_report(session: Session, township_id: int, year: int) -> ReportSnapshot | None:
    """Return the latest issue of a year's report, or None."""
    wanted = (
        select(ReportSnapshot)
        .where(ReportSnapshot.township_id == township_id, ReportSnapshot.year == year)
        .order_by(ReportSnapshot.number.desc())
        .limit(1)
    )
    return session.scalars(wanted).one_or_none()


def get_issued_report(session: Session, township_id: int, year: int) -> ReportSnapshot:
    """Return the latest issue of a year's report. Raises NotFound."""
    snapshot = find_issued_report(session, township_id, year)
    if snapshot is None:
        raise NotFound
    return snapshot


def read_snapshot(session: Session, snapshot: ReportSnapshot) -> ReportDocument:
    """Return an issued report as it was frozen, with its place in the publish log.

    What a posting in its list is called is read from the posting: never changed, but purged where
    it told too much.
    """
    frozen = document_from_plain(snapshot.document, parse_plain(snapshot.figures))
    titles = _titles_of(session, snapshot)
    register = tuple(
        replace(row, title=titles.get(row.index_number, "")) for row in frozen.register
    )
    return replace(frozen, register=register, record=find_record(session, snapshot, ISSUED))


def _titles_of(session: Session, snapshot: ReportSnapshot) -> dict[str, str]:
    """Return the titles of a year's postings by index number, whatever became of them."""
    wanted = select(Posting.index_number, Posting.title).where(
        Posting.township_id == snapshot.township_id,
        Posting.state.in_(PUBLIC_STATES),
        Posting.counted_on.between(date(snapshot.year, 1, 1), date(snapshot.year, 12, 31)),
    )
    return {number: title for number, title in session.execute(wanted) if number}


def check_document(session: Session, township_id: int, document: ReportDocument) -> Findings:
    """Run C1 to C9 on a township's report; C5 against the issue of the year before, if any."""
    before = find_issued_report(session, township_id, document.year - 1)
    previous = parse_plain(before.figures) if before else None
    return check_figures(document.figures, previous=previous, level=Level.TOWNSHIP)


def list_issued_years(session: Session, township_id: int) -> Sequence[int]:
    """Return the years with an issued report, latest first."""
    wanted = select(ReportSnapshot.year).where(ReportSnapshot.township_id == township_id)
    return session.scalars(wanted.distinct().order_by(ReportSnapshot.year.desc())).all()


def list_report_years(session: Session, township_id: int, *, today: date) -> list[ReportYear]:
    """Return every year with postings or a report, and last year, latest first."""
    year = extract("year", Posting.counted_on)
    counts = {
        int(number): count
        for number, count in session.execute(
            select(year, func.count())
            .where(
                Posting.township_id == township_id,
                Posting.state == "published",
                Posting.kind == "content",
            )
            .group_by(year)
        )
    }
    reports = select(YearReport.year, YearReport.state)
    reports = reports.where(YearReport.township_id == township_id)
    states = {row.year: row.state for row in session.execute(reports)}
    years = {*counts, *states, today.year - 1}
    return [
        ReportYear(number, counts.get(number, 0), states.get(number, "none"))
        for number in sorted(years, reverse=True)
    ]
