"""The calendar page (日程): what is due for the seat."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from ogi.audits.calendars.forms import DueFilterForm
from ogi.audits.calendars.rules import HORIZON_DAYS, Span, group_dues, span_of
from ogi.audits.calendars.sources import EVERYTHING
from ogi.platform import clock
from ogi.platform.web.access import requires
from ogi.platform.web.paging import Page, asked_page
from ogi.tenants.due import KIND_WORDS, Due, gather
from ogi.tenants.permissions import Permission

PER_PAGE = 40

bp = Blueprint("calendars", __name__)


@bp.get("/calendar")
@requires(Permission.SELF_MANAGE)
def index() -> ResponseReturnValue:
    """Show what is overdue and due for this seat, by how near its day is."""
    today, form = clock.today(), DueFilterForm(request.args)
    if not form.validate():
        form = DueFilterForm(None)
    every = gather(g.session, EVERYTHING, g.actor.desk, until=today + timedelta(HORIZON_DAYS))
    spans = [span_of(due.due_on, today) for due in every]
    page = _page([due for due in every if _is_asked(due, form)])
    return render_template(
        "calendars/index.html",
        form=form,
        counts={span: spans.count(span) for span in Span},
        total=len(every),
        page=page,
        groups=group_dues(page.rows, today),
        due_words=KIND_WORDS,
        today=today,
    )


def _is_asked(due: Due, form: DueFilterForm) -> bool:
    span = span_of(due.due_on, clock.today())
    return form.kind.data in ("", None, due.kind) and form.span.data in ("", None, span)


def _page(dues: Sequence[Due]) -> Page:
    pages = max(1, -(-len(dues) // PER_PAGE))
    page = min(asked_page(), pages)
    return Page(dues[(page - 1) * PER_PAGE : page * PER_PAGE], page, pages, len(dues))
