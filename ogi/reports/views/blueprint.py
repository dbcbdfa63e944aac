"""The blueprint, and what every page of a year needs."""

from dataclasses import dataclass

from flask import Blueprint, g

from ogi.platform import clock
from ogi.reports import queries
from ogi.reports.models import ReportSnapshot, YearReport
from ogi.reports.rules import RegisterRow, ReportDocument
from ogi.tenants.models import Township
from ogi.tenants.permissions import Permission
from ogi.tenants.queries import get_township_by_id

bp = Blueprint("reports", __name__)


@dataclass(frozen=True)
class YearPage:
    """One year as its pages see it: the report in work, the issue, who may change it."""

    year: int
    township: Township
    report: YearReport | None
    snapshot: ReportSnapshot | None

    @property
    def version(self) -> int:
        """The version that forms carry; 0 before anything was kept."""
        return self.report.version if self.report else 0

    @property
    def editable(self) -> bool:
        """Whether the visitor may change this report."""
        return self.snapshot is None and Permission.REPORT_EDIT in g.actor.permissions

    @property
    def issuable(self) -> bool:
        """Whether the visitor may issue this report."""
        return self.snapshot is None and Permission.REPORT_ISSUE in g.actor.permissions

    def document(self, *, register: bool = False) -> ReportDocument:
        """Return the report: as frozen when issued, else from current rows as a draft."""
        if self.snapshot is not None:
            return queries.read_snapshot(g.session, self.snapshot)
        return queries.compose_report(
            g.session, self.township, self.year, today=clock.today(), register=register
        )

    def register(self) -> tuple[RegisterRow, ...]:
        """Return the year's list of postings, frozen or current."""
        if self.snapshot is not None:
            return queries.read_snapshot(g.session, self.snapshot).register
        return queries.list_register(g.session, self.township.id, self.year)


def open_year(year: int) -> YearPage:
    """Load what a year's page needs. Raises NotFound for a year without reports."""
    queries.check_report_year(year, today=clock.today())
    township = get_township_by_id(g.session, g.actor.township_id)
    return YearPage(
        year,
        township,
        queries.find_report(g.session, township.id, year),
        queries.find_issued_report(g.session, township.id, year),
    )
