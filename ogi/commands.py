"""The commands of every room."""

import click

from ogi.audits.cli import checklist, sheet
from ogi.catalogue.cli import catalogue, obligations
from ogi.daily import day
from ogi.demo.cli import demo
from ogi.postings.cli import imports
from ogi.reports.cli import report
from ogi.tenants.cli import database, township

COMMANDS: tuple[click.Command, ...] = (
    database,
    township,
    day,
    catalogue,
    obligations,
    imports,
    checklist,
    sheet,
    report,
    demo,
)
