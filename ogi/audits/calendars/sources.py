"""Who tells what is due: each topic of this room adds its own here (see `ogi.tenants.due`)."""

from ogi.audits.assessment import due as assessment
from ogi.audits.calendars import posting_due
from ogi.audits.inspections import due as inspections
from ogi.audits.orders import due as orders
from ogi.audits.plans import due as plans
from ogi.postings.questions import due as questions
from ogi.tenants.due import DueSource

SOURCES: tuple[DueSource, ...] = (
    plans.list_due,
    orders.list_due,
    inspections.list_due,
    assessment.list_due,
    questions.list_due,
)
"""What is due beside postings and their obligations; the to-do page shows it too."""

EVERYTHING: tuple[DueSource, ...] = (
    posting_due.list_obligations,
    posting_due.list_returned,
    posting_due.list_steps,
    *SOURCES,
)
"""All that the calendar, its feed and the digest show."""
