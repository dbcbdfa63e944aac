"""What is due for a seat: gathered from every room, grouped by how near its day is."""

from datetime import date, timedelta

import pytest

from ogi.audits.calendars.rules import Span, group_dues, span_of
from ogi.audits.calendars.sources import EVERYTHING
from ogi.catalogue.models import CatalogueItem
from ogi.tenants.due import Desk, Due, DueKind, gather
from ogi.tenants.permissions import permissions_of
from tests.audits.plans.test_plans import TODAY, _fixed_day, plan
from tests.support.rows import all_rows, make_posting

__all__ = ["_fixed_day", "plan"]


def due_for(world, role, slug=None, until=date(2026, 12, 31), staff_id=1):
    tenant = world.tenants[slug].id if slug else None
    desk = Desk(world.township.id, tenant, staff_id, permissions_of([role]))
    with world.session(slug) as session:
        return gather(session, EVERYTHING, desk, until=until)


@pytest.mark.parametrize(
    ("due_on", "span"),
    [
        (None, Span.UNDATED),
        (date(2026, 5, 19), Span.OVERDUE),
        (TODAY, Span.WEEK),
        (date(2026, 5, 24), Span.WEEK),
        (date(2026, 5, 25), Span.MONTH),
        (date(2026, 5, 31), Span.MONTH),
        (date(2026, 6, 1), Span.LATER),
    ],
)
def test_day_is_near_by_week_and_month(due_on, span):
    assert span_of(due_on, TODAY) is span


def test_week_that_ends_next_month_is_still_this_week():
    assert span_of(date(2026, 7, 2), date(2026, 6, 30)) is Span.WEEK


def test_dues_are_grouped_and_empty_spans_left_out():
    dues = [Due(DueKind.TASK, key, "任务", day, "x.y")
            for key, day in enumerate((None, TODAY, TODAY - timedelta(days=1)))]  # fmt: skip
    assert [group.span for group in group_dues(dues, TODAY)] == [
        Span.OVERDUE, Span.WEEK, Span.UNDATED]  # fmt: skip


def test_tenant_has_its_own_tasks_until_they_are_done(plan):
    tasks = [due for due in due_for(plan, "drafter", "yunling") if due.kind is DueKind.TASK]
    assert [due.title for due in tasks] == ["公布村务监督电话", "公开村务动态"]
    make_posting(plan, "yunling", all_rows(plan, CatalogueItem)[0], "published", counted_on=TODAY)
    tasks = [due for due in due_for(plan, "drafter", "yunling") if due.kind is DueKind.TASK]
    assert [due.title for due in tasks] == ["公布村务监督电话"]
    assert not [due for due in due_for(plan, "supervisor") if due.kind is DueKind.TASK]


def test_tasks_after_the_day_asked_for_are_left_out(plan):
    found = due_for(plan, "reviewer", "yunling", until=date(2026, 5, 31))
    assert "公开村务动态" not in [due.title for due in found]
