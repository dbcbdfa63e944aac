"""What orders go by: deadlines, steps of urging, rounds; without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.audits.orders.rules import (
    ALLOWED,
    STEPS,
    Act,
    EventKind,
    OrderState,
    Past,
    check_act,
    check_due,
    check_step,
    effective_due,
    extended,
    next_steps,
    order_number,
    unchecked,
    was_late,
)
from ogi.platform.errors import RuleBroken
from ogi.platform.workdays import announced_calendar

CALENDAR = announced_calendar(2024)
TODAY, DUE = date(2026, 9, 21), date(2026, 9, 28)
ANSWER, EXTENSION, REOPENED = EventKind.ANSWER, EventKind.EXTENSION, EventKind.REOPENED


@given(st.integers(0, 400))
def test_deadline_is_a_working_day_or_the_next_one_is_named(days):
    due_on = TODAY + timedelta(days=days)
    try:
        check_due(due_on, TODAY, CALENDAR)
    except RuleBroken as refusal:
        named = refusal.values["next"]
        assert CALENDAR.is_workday(named)
        assert named > TODAY
        between = (named - due_on).days
        assert not any(CALENDAR.is_workday(due_on + timedelta(days=n)) for n in range(1, between))
        check_due(named, TODAY, CALENDAR)
    else:
        assert due_on > TODAY
        assert CALENDAR.is_workday(due_on)


def test_day_worked_in_place_of_a_holiday_is_a_deadline():
    check_due(date(2026, 10, 10), TODAY, CALENDAR)  # a Saturday that is worked


def test_extension_counts_working_days_over_the_holidays():
    assert extended(DUE, 3, TODAY, CALENDAR) == date(2026, 10, 8)
    with pytest.raises(RuleBroken, match="仍早于今天"):
        extended(DUE, 1, date(2026, 10, 20), CALENDAR)
    for days in (0, 61):
        with pytest.raises(RuleBroken):
            extended(DUE, days, TODAY, CALENDAR)


@given(st.lists(st.sampled_from(STEPS), max_size=8))
def test_no_step_of_urging_is_left_out(tried):
    taken = []
    for step in tried:
        try:
            check_step(step, taken)
        except RuleBroken:
            assert step not in next_steps(taken)
        else:
            taken.append(step)
    for place, step in enumerate(taken):
        before = STEPS[: STEPS.index(step)]
        assert set(before) <= set(taken[:place])


def test_every_act_is_refused_in_every_other_state():
    for act in Act:
        for state in OrderState:
            if state in ALLOWED[act]:
                check_act(state, act)
            else:
                with pytest.raises(RuleBroken):
                    check_act(state, act)


def test_last_deadline_holds():
    events = [Past(EXTENSION, TODAY, date(2026, 10, 9)), Past(ANSWER, TODAY)]
    assert effective_due(DUE, events) == date(2026, 10, 9)
    assert effective_due(DUE, []) == DUE


@pytest.mark.parametrize(
    ("events", "as_of", "late"),
    [
        ([], DUE, False),
        ([], date(2026, 9, 29), True),
        ([Past(ANSWER, DUE)], date(2026, 12, 1), False),
        ([Past(ANSWER, date(2026, 9, 29))], date(2026, 12, 1), True),
        ([Past(ANSWER, DUE, asks=True)], date(2026, 9, 29), True),
        (
            [Past(EXTENSION, DUE, date(2026, 10, 9)), Past(ANSWER, date(2026, 10, 9))],
            date(2026, 12, 1),
            False,
        ),
        (
            [Past(ANSWER, DUE), Past(REOPENED, DUE, date(2026, 10, 9))],
            date(2026, 10, 10),
            True,
        ),
        (
            [
                Past(ANSWER, DUE),
                Past(REOPENED, DUE, date(2026, 10, 9)),
                Past(EventKind.CLOSED, DUE),
            ],
            date(2026, 12, 1),
            False,
        ),
        (
            [Past(EventKind.RECHECK, date(2026, 9, 30), finding_id=1, ok=True),
             Past(EventKind.CLOSED, date(2026, 9, 30))],
            date(2026, 12, 1),
            True,
        ),
        ([Past(EventKind.CLOSED, date(2026, 9, 30))], date(2026, 12, 1), False),
    ],
)  # fmt: skip
def test_order_is_late_when_a_round_passes_without_an_answer(events, as_of, late):
    assert was_late(DUE, events, as_of) is late


def test_rechecks_before_a_reopening_do_not_count():
    seen = Past(EventKind.RECHECK, TODAY, finding_id=1, ok=True)
    again = Past(EventKind.RECHECK, TODAY, finding_id=1, ok=False)
    assert unchecked([1, 2], [seen]) == [2]
    assert unchecked([1], [seen, again]) == [1]
    assert unchecked([1], [seen, Past(REOPENED, TODAY, DUE)]) == [1]


def test_number_is_written_as_official_documents_write_it():
    assert order_number("青政公改", 2026, 3) == "青政公改〔2026〕3号"
    assert order_number("", 2026, 12) == "〔2026〕12号"
