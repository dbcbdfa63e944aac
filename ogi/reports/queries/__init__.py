"""Reading a township's years: counts, the report in work, issued snapshots."""

from ogi.reports.queries.composing import compose_report, figures_in_work
from ogi.reports.queries.counting import count_year, list_register
from ogi.reports.queries.stored import (
    check_document,
    check_report_year,
    find_issued_report,
    find_report,
    get_issued_report,
    list_issued_years,
    list_report_years,
    read_snapshot,
)
from ogi.reports.queries.trend import count_published, list_history, list_past_years

__all__ = [
    "check_document",
    "check_report_year",
    "compose_report",
    "count_published",
    "count_year",
    "figures_in_work",
    "find_issued_report",
    "find_report",
    "get_issued_report",
    "list_history",
    "list_issued_years",
    "list_past_years",
    "list_register",
    "list_report_years",
    "read_snapshot",
]
