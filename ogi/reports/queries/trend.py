"""The five years that a report looks back on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from ogi.postings.models import Posting
from ogi.reports.models import HistoryYear, ReportSnapshot
from ogi.reports.rules import HistoryCount

TREND_YEARS = 5
OWN_RECORD = "本系统公开记录"


@dataclass(frozen=True)
class PastYear:
    """What is known of an earlier year: its issued total, its entered one, its rows."""

    year: int
    issued: int | None
    entered: int | None
    source: str
    counted: int

    def count(self) -> HistoryCount | None:
        """Choose what speaks: an issued report, an entered document, then the rows."""
        if self.issued is not None:
            return HistoryCount(self.year, self.issued, f"{self.year}年度报告（本系统签发）")
        if self.entered is not None:
            return HistoryCount(self.year, self.entered, self.source)
        return HistoryCount(self.year, self.counted, OWN_RECORD) if self.counted else None


def of_year(township_id: int, year: int, state: str = "published") -> ColumnElement[bool]:
    """Return the condition that a posting counts in a township's year."""
    return and_(
        Posting.township_id == township_id,
        Posting.state == state,
        Posting.kind == "content",
        Posting.superseded_by_id.is_(None),
        Posting.counted_on >= date(year, 1, 1),
        Posting.counted_on <= date(year, 12, 31),
    )


def count_published(
    session: Session, township_id: int, year: int, *, state: str = "published"
) -> int:
    """Count a year's postings in one state."""
    wanted = select(func.count(Posting.id)).where(of_year(township_id, year, state))
    return session.scalar(wanted) or 0


def list_history(
    session: Session, township_id: int, year: int, *, total: int
) -> tuple[HistoryCount, ...]:
    """Return the totals of the five years that end with `year`, where they are known."""
    past = list_past_years(session, township_id, year)
    history = [count for one in past if (count := one.count())]
    if total or history:
        history.append(HistoryCount(year, total, OWN_RECORD))
    return tuple(history)


def list_past_years(session: Session, township_id: int, year: int) -> list[PastYear]:
    """Return what is known of the four years before, earliest first."""
    span = range(year - TREND_YEARS + 1, year)
    issued = _issued_totals(session, township_id, span)
    entered = {one.year: one for one in _entered_years(session, township_id, span)}
    years = []
    for past in span:
        one = entered.get(past)
        years.append(
            PastYear(
                past,
                issued.get(past),
                one.total if one else None,
                one.source_document if one else "",
                count_published(session, township_id, past),
            )
        )
    return years


def _entered_years(session: Session, township_id: int, span: range) -> Sequence[HistoryYear]:
    wanted = select(HistoryYear).where(
        HistoryYear.township_id == township_id, HistoryYear.year.in_(span)
    )
    return session.scalars(wanted).all()


def _issued_totals(session: Session, township_id: int, span: range) -> dict[int, int]:
    wanted = (
        select(ReportSnapshot.year, ReportSnapshot.figures)
        .where(ReportSnapshot.township_id == township_id, ReportSnapshot.year.in_(span))
        .order_by(ReportSnapshot.number)
    )
    totals = {}
    for year, figures in session.execute(wanted):
        parts = (figures.get("categories") or {}).get("parts") or {}
        totals[year] = sum(count for count in parts.values() if count is not None)
    return totals
