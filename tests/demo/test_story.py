"""Stories of obligations: in order, never before their time, cut off at the demo's day."""

from collections import Counter
from datetime import date, timedelta

import pytest

from ogi.catalogue.rules.frequency import Frequency, event_period, period_of
from ogi.demo import story
from ogi.demo.events import list_happenings
from ogi.demo.names import dice_for
from ogi.demo.places import QINGSHAN, make_places
from ogi.demo.story import SLOPPY, TIDY, Act, Owed
from ogi.platform.clock import SHANGHAI

TODAY = date(2026, 11, 24)


def monthly(month: int) -> Owed:
    period = period_of(f"2026-{month:02}")
    due = (period.end + timedelta(days=1)).replace(day=15)
    return Owed("F03", Frequency.MONTH, period.key, period.start, period.end, due)


def plan() -> Owed:
    period = period_of("2026")
    return Owed("F01", Frequency.YEAR, "2026", period.start, period.end, date(2026, 3, 31))


def event(on: date) -> Owed:
    period = event_period(1, on)
    return Owed("V08", Frequency.EVENT, period.key, on, on, on + timedelta(days=10))


CASES = [monthly(month) for month in range(1, 13)]
CASES += [plan(), *(event(date(2026, 6, day)) for day in range(1, 15))]


@pytest.mark.parametrize("seed", range(40))
def test_steps_follow_each_other_and_begin_when_there_is_something_to_tell(seed):
    for owed in CASES:
        told = story.tell(owed, SLOPPY, today=TODAY, dice=dice_for(seed, owed.code, owed.start))
        moments = [step.at for step in told]
        assert moments == sorted(set(moments))
        for step in told:
            day = step.at.astimezone(SHANGHAI).date()
            assert day < TODAY
            assert story.is_workday(day)
            recorded = owed.frequency is Frequency.EVENT or owed is CASES[12]
            assert day >= owed.start if recorded else day > owed.end
        if told:
            assert told[0].act is Act.DRAFT
        acts = [step.act for step in told]
        if Act.PUBLISH in acts:
            assert acts[-2:] == [Act.APPROVE, Act.PUBLISH]


def test_tidy_tenant_is_mostly_in_time_and_a_sloppy_one_is_not():
    def outcomes(habit):
        found = Counter()
        for seed in range(200):
            told = story.tell(monthly(5), habit, today=TODAY, dice=dice_for(seed, "x"))
            done = bool(told) and told[-1].act is Act.PUBLISH
            late = done and told[-1].at.astimezone(SHANGHAI).date() > monthly(5).due_on
            found["late" if late else "in time" if done else "missing"] += 1
        return found

    tidy, sloppy = outcomes(TIDY), outcomes(SLOPPY)
    assert tidy["in time"] > 170
    assert sloppy["missing"] > 20
    assert sloppy["late"] > 25


def test_nothing_is_declared_only_where_nothing_is_usual():
    period = period_of("2026-Q2")
    owed = Owed("V29", Frequency.QUARTER, period.key, period.start, period.end, date(2026, 7, 15))
    acts = Counter(
        step.act
        for seed in range(50)
        for step in story.tell(owed, TIDY, today=TODAY, dice=dice_for(seed, "n"))
    )
    assert acts[Act.NOTHING] > 25
    assert Act.NOTHING not in {
        step.act for step in story.tell(monthly(4), TIDY, today=TODAY, dice=dice_for(1, "n"))
    }


def test_work_not_yet_finished_is_seen_as_it_stands():
    dice = dice_for(1, "open")
    owed = monthly(10)
    whole = story.publish_on(date(2026, 11, 12), owed, returned=False, dice=dice)
    assert [step.act for step in whole] == [Act.DRAFT, Act.SUBMIT, Act.APPROVE, Act.PUBLISH]
    assert story.until(whole, date(2026, 11, 12))[-1].act is Act.APPROVE
    assert story.until(whole, date(2026, 11, 11))[-1].act is Act.SUBMIT
    assert story.until(whole, date(2026, 11, 1)) == ()


def test_correction_follows_the_posting_through_the_whole_chain():
    dice, owed = dice_for(1, "c"), monthly(10)
    whole = story.publish_on(date(2026, 11, 12), owed, returned=False, dice=dice)
    corrected = story.then_correct(whole, owed, "第六行的组别写错", dice=dice)
    after = corrected[len(whole) :]
    assert [step.act for step in after] == [Act.CORRECT, Act.SUBMIT, Act.APPROVE, Act.PUBLISH]
    assert whole[-1].at < after[0].at < after[-1].at
    assert story.then_correct((), owed, "无", dice=dice) == ()


def test_withdrawal_follows_the_posting():
    whole = story.publish_on(date(2026, 11, 12), monthly(10), returned=True, dice=dice_for(1, "w"))
    gone = story.then_withdraw(whole, "金额有误，核实后重新公开。")
    assert gone[-1].act is Act.WITHDRAW
    assert gone[-1].at > whole[-1].at
    assert story.then_withdraw((), "无") == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_events_lie_in_the_span_and_are_the_same_again(seed):
    first, last = date(2025, 10, 1), date(2026, 11, 23)
    for place in make_places(seed, QINGSHAN):
        events = list_happenings(seed, place, first, last)
        assert events == list_happenings(seed, place, first, last)
        assert events
        assert all(first <= event.on <= last for event in events)
        assert max(event.on for event in events) >= last - timedelta(days=4)
