"""What the first page tells of the township's supervision, and the rows behind its figures."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from flask import abort, g, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ogi.audits.home import queries
from ogi.audits.home.figures import AGES, CHANGES, Figure, Row, count_all, figure_of
from ogi.audits.home.rules import Frame, Month, add_months, frame_of
from ogi.audits.inspections.rules.words import KIND_WORDS
from ogi.audits.queries.cells import list_numbers
from ogi.audits.views.blueprint import bp, workshop
from ogi.catalogue.queries import load_calendar
from ogi.platform import clock
from ogi.platform.charts import column_chart
from ogi.platform.web.access import requires
from ogi.platform.web.paging import asked_page, paginate
from ogi.tenants.permissions import Permission

MOST_SHOWN = 8


def supervision() -> dict[str, Any]:
    """Return what the first page of a township's seat shows beside the checklist."""
    frame = _frame()
    changes, ages = _seen(CHANGES), _seen(AGES)
    months = _trend(frame)
    behind = queries.list_behind(g.session, frame.township_id, frame.today)
    coming = _coming(frame)
    return {
        "since": frame.since,
        "counts": count_all(g.session, frame, [*changes, *ages]),
        "changes": changes,
        "ages": ages,
        "months": months,
        "trend": _drawing(months),
        "behind_tasks": behind[:MOST_SHOWN],
        "behind_tasks_count": len(behind),
        "coming": coming[:MOST_SHOWN],
        "coming_count": len(coming),
        "visit_words": KIND_WORDS,
        "today": frame.today,
    }


def _frame() -> Frame:
    calendar = load_calendar(g.session, g.actor.township_id)
    return frame_of(g.actor.township_id, clock.today(), calendar, time(tzinfo=clock.SHANGHAI))


def _seen(figures: Sequence[Figure]) -> list[Figure]:
    return [figure for figure in figures if g.actor.may(figure.permission)]


def _trend(frame: Frame) -> list[Month]:
    """Return the months; a tenant is counted anew when its obligations or the day have changed."""
    held, township_id, today = workshop().trends, frame.township_id, frame.today
    numbers = list_numbers(g.session, township_id, today.year)
    versions = {tenant_id: (today, number) for tenant_id, number in numbers.items()}
    known = {tenant_id: held.get(tenant_id, version) for tenant_id, version in versions.items()}
    stale = [tenant_id for tenant_id, counts in known.items() if counts is None]
    if stale:
        counted = queries.count_months(g.session, township_id, today, stale)
        known |= {key: held.put(key, versions[key], counts) for key, counts in counted.items()}
    return add_months((counts for counts in known.values() if counts), today)


def _drawing(months: Sequence[Month]) -> Markup | None:
    points = [(month.label, month.per_cent) for month in months if month.per_cent is not None]
    return column_chart("按时公开的比例", points, unit="%", ceiling=100) if points else None


def _coming(frame: Frame) -> Sequence[queries.Coming]:
    """Return the next visits; an inspector's own come first."""
    if not g.actor.may(Permission.INSPECTION_READ):
        return []
    found = queries.list_coming(g.session, frame.township_id, frame.today)
    return sorted(found, key=lambda one: one.inspector_id != g.actor.id)


@bp.get("/overview/rows/<key>")
@requires(Permission.CHECKLIST_READ)
def overview_rows(key: str) -> ResponseReturnValue:
    """List the rows behind one figure of the first page."""
    figure = figure_of(key)
    if g.actor.tenant_id is not None or not g.actor.may(figure.permission):
        abort(403)
    frame = _frame()
    page = paginate(g.session, figure.rows(frame), asked_page(), scalars=False)
    return render_template(
        "audits/rows.html",
        figure=figure,
        tabs=_tabs(figure),
        is_change=figure in CHANGES,
        since=frame.since,
        page=page,
        rows=[Row(*row) for row in page.rows],
    )


def _tabs(chosen: Figure) -> list[tuple[str, str, bool, None]]:
    """Return the figures beside a figure: name, address, whether it is the one shown, no count."""
    beside = _seen(CHANGES if chosen in CHANGES else AGES)
    return [
        (one.name, url_for("audits.overview_rows", key=one.key), one is chosen, None)
        for one in beside
    ]
