"""States of an obligation, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.catalogue.rules import STATE_NAMES, Disposition, Standing, State, state_of, state_text

DUE = date(2026, 4, 15)
DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("as_of", "state", "late"),
    [
        (date(2026, 4, 7), State.NOT_DUE, 0),
        (date(2026, 4, 8), State.DUE_SOON, 0),
        (date(2026, 4, 15), State.DUE_SOON, 0),
        (date(2026, 4, 16), State.MISSING, 1),
        (date(2027, 4, 15), State.MISSING, 365),
    ],
)
def test_open_obligation_ages(as_of: date, state: State, late: int) -> None:
    assert state_of(Standing(DUE), as_of) == (state, late)


@pytest.mark.parametrize(
    ("posted", "state", "late"),
    [
        (date(2026, 4, 1), State.IN_TIME, 0),
        (date(2026, 4, 15), State.IN_TIME, 0),
        (date(2026, 4, 16), State.LATE, 1),
        (date(2026, 5, 15), State.LATE, 30),
    ],
)
def test_posting_is_in_time_up_to_the_due_day(posted: date, state: State, late: int) -> None:
    assert state_of(Standing(DUE, posted), date(2026, 12, 31)) == (state, late)


def test_lateness_counts_the_leap_day_and_crosses_the_year() -> None:
    assert state_of(Standing(date(2024, 2, 28), date(2024, 3, 1)), DUE) == (State.LATE, 2)
    assert state_of(Standing(date(2025, 2, 28), date(2025, 3, 1)), DUE) == (State.LATE, 1)
    assert state_of(Standing(date(2025, 12, 31), date(2026, 1, 1)), DUE) == (State.LATE, 1)


def test_later_posting_is_not_seen_on_an_earlier_day() -> None:
    standing = Standing(DUE, date(2026, 5, 1))
    assert state_of(standing, date(2026, 4, 30)) == (State.MISSING, 15)
    assert state_of(standing, date(2026, 5, 1)) == (State.LATE, 16)


@pytest.mark.parametrize("disposition", list(Disposition))
def test_declaration_ends_the_duty_from_its_day_on(disposition: Disposition) -> None:
    standing = Standing(DUE, None, disposition, date(2026, 4, 20))
    assert state_of(standing, date(2026, 4, 19)) == (State.MISSING, 4)
    assert state_of(standing, date(2026, 4, 20)) == (State(disposition), 0)


def test_posting_counts_before_a_declaration() -> None:
    standing = Standing(DUE, date(2026, 4, 10), Disposition.NOTHING, date(2026, 4, 1))
    assert state_of(standing, date(2026, 4, 9)) == (State.NOTHING, 0)
    assert state_of(standing, date(2026, 4, 10)) == (State.IN_TIME, 0)


@given(DAYS, st.none() | DAYS, st.none() | st.sampled_from(list(Disposition)), DAYS, DAYS)
def test_days_late_go_with_late_and_missing_alone(
    due: date, posted: date | None, disposition: str | None, declared: date, as_of: date
) -> None:
    state, late = state_of(Standing(due, posted, disposition, declared), as_of)
    assert (late > 0) == (state in (State.LATE, State.MISSING))


@given(DAYS, DAYS, st.integers(0, 60))
def test_open_state_only_ever_worsens(due: date, as_of: date, soon: int) -> None:
    order = [State.NOT_DUE, State.DUE_SOON, State.MISSING]
    today, _ = state_of(Standing(due), as_of, soon)
    tomorrow, _ = state_of(Standing(due), as_of + timedelta(days=1), soon)
    assert order.index(today) <= order.index(tomorrow)


def test_states_are_told_in_words() -> None:
    assert set(STATE_NAMES) == set(State)
    assert state_text(State.LATE, 3) == "迟3天"
    assert state_text("missing", 3) == "缺"
    assert state_text(State.WITHHELD) == "依法不公开"
