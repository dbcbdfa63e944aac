"""The blueprints and long works of every room, in the order of their levels."""

from flask import Blueprint

from ogi.audits.assessment.register import SCORES
from ogi.audits.assessment.views import bp as assessment
from ogi.audits.calendars.sources import SOURCES
from ogi.audits.calendars.views import bp as calendars
from ogi.audits.duties.register import DUTIES
from ogi.audits.duties.views import bp as duties
from ogi.audits.indicators.register import FAULTS, INDICATORS
from ogi.audits.indicators.sets.register import CHECKLIST
from ogi.audits.indicators.sets.views import bp as indicator_sets
from ogi.audits.indicators.views import bp as indicators
from ogi.audits.inspections.register import ENTRIES, INSPECTIONS
from ogi.audits.inspections.views import bp as inspections
from ogi.audits.orders.register import FINDINGS, ORDERS
from ogi.audits.orders.views import bp as orders
from ogi.audits.plans.register import PLANS
from ogi.audits.plans.views import bp as plans
from ogi.audits.views import bp as audits
from ogi.catalogue.views import bp as catalogue
from ogi.display.register import BOARDS
from ogi.display.views import bp as display
from ogi.display.works import WORKS as PRINTING
from ogi.platform.jobs.runner import FileWork, Work
from ogi.portal.views import bp as portal
from ogi.postings.bypass_register import BYPASSES
from ogi.postings.questions.register import QUESTIONS
from ogi.postings.questions.views import bp as questions
from ogi.postings.registers import POSTINGS
from ogi.postings.ruling_register import RULINGS
from ogi.postings.views import bp as postings
from ogi.reports.views import bp as reports
from ogi.reports.works import PRINT_REPORT, print_year
from ogi.tenants.due import DueSource
from ogi.tenants.registers import REGISTERS as TENANTS
from ogi.tenants.views import bp as tenants

BLUEPRINTS: tuple[Blueprint, ...] = (
    tenants,
    catalogue,
    postings,
    questions,
    display,
    audits,
    duties,
    plans,
    indicators,
    indicator_sets,
    inspections,
    orders,
    assessment,
    calendars,
    reports,
    portal,
)

# who tells what is due beside postings (see tenants.due); the to-do page shows it
DUE_SOURCES: tuple[DueSource, ...] = SOURCES

# kind of long work: what does it (see platform.jobs)
WORKS: dict[str, Work | FileWork] = {
    **PRINTING,
    PRINT_REPORT: print_year,
    **{
        kind.key: kind.work
        for kind in (
            *TENANTS,
            POSTINGS,
            BYPASSES,
            RULINGS,
            QUESTIONS,
            BOARDS,
            DUTIES,
            PLANS,
            INDICATORS,
            FAULTS,
            CHECKLIST,
            INSPECTIONS,
            ENTRIES,
            FINDINGS,
            ORDERS,
            SCORES,
        )
    },
}
