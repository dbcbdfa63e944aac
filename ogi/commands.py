"""The commands of every room."""

import click

from ogi.audits.assessment.models import ScoreFile
from ogi.audits.calendars.cli import digest
from ogi.audits.cli import checklist, sheet
from ogi.audits.indicators.cli import indicators
from ogi.audits.inspections.models import VisitPhoto
from ogi.audits.orders.models import OrderFile
from ogi.catalogue.cli import catalogue, obligations
from ogi.daily import day
from ogi.demo.cli import demo
from ogi.portal.cli import ledger
from ogi.postings.archiving.cli import archive
from ogi.postings.cli import imports, postings
from ogi.postings.searching.cli import search
from ogi.reports.cli import report
from ogi.tenants.cli import database, district, staff, township

FILE_TABLES = (VisitPhoto, OrderFile, ScoreFile)
"""Tables that name kept files, of rooms above the tidying: it knows the tables that are loaded."""
COMMANDS: tuple[click.Command, ...] = (
    database,
    district,
    township,
    staff,
    day,
    catalogue,
    obligations,
    imports,
    archive,
    postings,
    search,
    checklist,
    indicators,
    sheet,
    digest,
    report,
    ledger,
    demo,
)
