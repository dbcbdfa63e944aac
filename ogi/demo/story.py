"""What becomes of each obligation: who does what when, cut off at the day of the demo.

Pure values. A story is the full course of events as it would go on; whatever lies after the
cut has not happened yet, so that drafts and waiting postings come about by themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from random import Random

from ogi.catalogue.rules.frequency import Frequency
from ogi.platform.clock import SHANGHAI
from ogi.platform.workdays import Calendar, list_announced_days, list_announced_years

ONE_DAY = timedelta(days=1)
FIRST_CALENDAR_YEAR = 2018
RECENT_DAYS = 60
LEAD_DAYS = 12
REVIEW_DAYS = 3
FILING_DAYS = 11
"""From Monday to the Friday of the week after."""
BURST_HOUR, BURST_STEP = 9, timedelta(minutes=5)
HANGING_DAYS = 31
"""Longer than any item of the demo must hang before it may be withdrawn."""

REMARKS = (
    "经办人一栏漏填，请补齐后再报。",
    "合计与明细不一致，请核对。",
    "公示起止日期有误，请改正。",
    "身份证号码没有隐藏完整，请处理后再报。",
    "请写明依据的文件名称。",
)
NOTHING_REASONS = {
    "V18": "本季度没有村民申请宅基地。",
    "V21": "本季度没有新增救助对象。",
    "V29": "本季度没有新增被征地参保人员。",
    "F05": "本期固定资产没有增减。",
    "F09": "本季度没有收到专项资金。",
    "D12": "本期走访另行安排，没有发放慰问金。",
}
NOTHING_CHANCE = {"V29": 0.75, "V18": 0.3, "F05": 0.25, "V21": 0.12, "F09": 0.1, "D12": 0.05}


class Act(StrEnum):
    """One thing that somebody does about an obligation."""

    DRAFT = "draft"
    SUBMIT = "submit"
    RETURN = "return"
    MEND = "mend"
    APPROVE = "approve"
    SIGN = "sign"
    VET = "vet"
    PASS_OVER = "pass_over"  # noqa: S105 - an act, no password
    PUBLISH = "publish"
    CLEAR = "clear"
    FILE = "file"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    NOTHING = "nothing"
    WITHHOLD = "withhold"
    WAIVE = "waive"


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation as far as its story depends on it; `chain` holds the steps that bind it."""

    code: str
    frequency: Frequency
    period_key: str
    start: date
    end: date
    due_on: date
    chain: tuple[str, ...] = ("review",)


@dataclass(frozen=True, slots=True)
class Step:
    """An act at a moment, with the words that go with it."""

    act: Act
    at: datetime
    words: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Habit:
    """How a tenant works: shares of its obligations that go wrong in each way."""

    missing: float
    late: float
    returned: float


TIDY = Habit(missing=0.02, late=0.05, returned=0.06)
MIDDLING = Habit(missing=0.07, late=0.16, returned=0.12)
SLOPPY = Habit(missing=0.2, late=0.25, returned=0.15)

Story = tuple[Step, ...]


def tell(owed: Owed, habit: Habit, *, today: date, dice: Random) -> Story:
    """Return the steps that happened before `today`, in order; none is a gap or not yet begun."""
    nothing = NOTHING_CHANCE.get(owed.code, 0)
    luck = dice.random()
    if dice.random() < nothing:
        story = declare(owed, Act.NOTHING, NOTHING_REASONS[owed.code], dice=dice)
    elif luck < habit.missing:
        story = _left_behind(owed, today, dice)
    else:
        late = luck < habit.missing + habit.late
        day = _late_day(owed, dice) if late else _good_day(owed, dice)
        story = publish_on(day, owed, returned=dice.random() < habit.returned, dice=dice)
    return until(story, today)


def until(story: Story, today: date) -> Story:
    """Return what of a story happened before the day began."""
    return tuple(step for step in story if step.at.astimezone(SHANGHAI).date() < today)


def publish_on(day: date, owed: Owed, *, returned: bool, dice: Random) -> Story:
    """Return a course that ends with publishing on the day, or some workdays after it.

    One workday lies between drafting, review and release, two more with a return; nothing
    begins before there is something to tell.
    """
    drafted, *more = _workdays_until(day, 5 if returned else 3, begin=_floor(owed))
    steps = [_step(Act.DRAFT, drafted, 8, dice), _step(Act.SUBMIT, drafted, 15, dice)]
    if returned:
        steps += [
            replace(_step(Act.RETURN, more[0], 9, dice), words=dice.choice(REMARKS)),
            _step(Act.MEND, more[1], 14, dice),
            _step(Act.SUBMIT, more[1], 16, dice),
        ]
    steps.append(_step(Act.APPROVE, more[-2], 10, dice))
    return (*steps, *_heard(owed, more[-2], dice), *_out(owed, more[-1], dice))


def publish_in_burst(day: date, number: int, owed: Owed, *, dice: Random) -> Story:
    """Return a course that ends as the nth of a row of publications, minutes apart."""
    drafted, heard, out = _workdays_until(day, 3, begin=_floor(owed))
    begin = datetime.combine(out, time(BURST_HOUR), SHANGHAI)
    shown = [
        replace(step, at=begin + number * BURST_STEP) if step.act is Act.PUBLISH else step
        for step in _out(owed, out, dice)
    ]
    steps = [_step(Act.DRAFT, drafted, 8, dice), _step(Act.SUBMIT, drafted, 15, dice)]
    return (*steps, _step(Act.APPROVE, heard, 10, dice), *_heard(owed, heard, dice), *shown)


def _heard(owed: Owed, day: date, dice: Random) -> Iterator[Step]:
    """Yield what is heard after the review, on the same day."""
    if "committee" in owed.chain:
        yield _step(Act.SIGN, day, 14, dice)
    if "secrecy" in owed.chain:
        yield _step(Act.VET, day, 16, dice)


def _out(owed: Owed, day: date, dice: Random) -> Iterator[Step]:
    """Yield the publication, and the township's filing on the second Friday after it."""
    yield _step(Act.PUBLISH, day, 11, dice)
    if "filing" in owed.chain:
        friday = day + timedelta(days=FILING_DAYS - day.weekday())
        yield _step(Act.FILE, _workday(friday), 16, dice)


def publish_urgently(owed: Owed, reason: str, *, cleared: bool, dice: Random) -> Story:
    """Return a course in one day that passes over the review, and is made up for or not."""
    day = _workday(max(owed.start, _floor(owed)))
    steps = [_step(Act.DRAFT, day, 8, dice), _step(Act.SUBMIT, day, 9, dice)]
    steps.append(replace(_step(Act.PASS_OVER, day, 10, dice), words=reason))
    if "secrecy" in owed.chain:
        steps.append(_step(Act.VET, day, 11, dice))
    steps.append(_step(Act.PUBLISH, day, 12, dice))
    if cleared:
        steps.append(_step(Act.CLEAR, _workday(_workday(day + ONE_DAY) + ONE_DAY), 9, dice))
    return tuple(steps)


def _floor(owed: Owed) -> date:
    """Return the first day on which the obligation can be worked at."""
    recorded = owed.frequency in (Frequency.EVENT, Frequency.STANDING)
    return owed.start if recorded or owed.due_on <= owed.end else owed.end + ONE_DAY


def _workdays_until(day: date, count: int, *, begin: date) -> list[date]:
    """Return `count` workdays in a row that end on the day, or that begin with `begin`."""
    days = [_workday(day)]
    while len(days) < count:
        days.insert(0, _workday_before(days[0]))
    if days[0] < begin:
        days = [_workday(begin)]
        while len(days) < count:
            days.append(_workday(days[-1] + ONE_DAY))
    return days


def declare(owed: Owed, act: Act, reason: str, *, dice: Random, article: str = "") -> Story:
    """Return the story of a declaration: a waiver in one step, others through the chain."""
    if act is Act.WAIVE:
        step = _step(act, _workday(_good_day(owed, dice)), 10, dice)
        return (replace(step, words=reason, article=article),)
    begun, *rest = publish_on(_good_day(owed, dice), owed, returned=False, dice=dice)
    return (replace(begun, act=act, words=reason, article=article), *rest)


def stop_after(story: Story, act: Act) -> Story:
    """Return a story that stands still after the first such act."""
    acts = [step.act for step in story]
    return story[: acts.index(act) + 1] if act in acts else story


def then_withdraw(story: Story, reason: str) -> Story:
    """Return a story whose posting is taken off the board once it has hung long enough."""
    acts = [step.act for step in story]
    if Act.PUBLISH not in acts:
        return story
    shown = story[acts.index(Act.PUBLISH)].at
    day = _workday(shown.date() + timedelta(days=HANGING_DAYS))
    at = datetime.combine(day, shown.timetz()) + timedelta(hours=8)
    return (*story, Step(Act.WITHDRAW, at, reason))


def then_correct(story: Story, owed: Owed, note: str, *, dice: Random) -> Story:
    """Return a story whose posting is corrected in the week after it was published."""
    acts = [step.act for step in story]
    if Act.PUBLISH not in acts:
        return story
    shown = story[acts.index(Act.PUBLISH)].at.date()
    drafted, heard, out = _workdays_until(shown + ONE_DAY, 3, begin=shown + ONE_DAY)
    steps = [
        replace(_step(Act.CORRECT, drafted, 9, dice), words=note),
        _step(Act.SUBMIT, drafted, 15, dice),
        _step(Act.APPROVE, heard, 10, dice),
    ]
    return (*story, *steps, *_heard(owed, heard, dice), *_out(owed, out, dice))


def last_before_publishing(story: Story) -> Story:
    """Return a story that stands still just before it would be published."""
    acts = [step.act for step in story]
    return story[: acts.index(Act.PUBLISH)] if Act.PUBLISH in acts else story


def _left_behind(owed: Owed, today: date, dice: Random) -> Story:
    """Return a gap; a recent one may have been begun and forgotten on the way."""
    if (today - owed.due_on).days > RECENT_DAYS:
        return ()
    stop = dice.choice((None, Act.DRAFT, Act.SUBMIT, Act.RETURN, Act.APPROVE))
    if stop is None:
        return ()
    story = publish_on(_good_day(owed, dice), owed, returned=stop is Act.RETURN, dice=dice)
    return last_before_publishing(story) if stop is Act.APPROVE else stop_after(story, stop)


def _good_day(owed: Owed, dice: Random) -> date:
    """Return a day in time: after the period, or for plans in the weeks before the due day."""
    first = max(_floor(owed), owed.due_on - timedelta(days=LEAD_DAYS))
    span = max((owed.due_on - first).days, 0)
    if owed.frequency is Frequency.FOLLOWING:  # the review comes before what it looks over
        first, span = _floor(owed), min(span, REVIEW_DAYS)
    day = first + timedelta(days=dice.randint(0, span))
    return day if _workday(day) <= owed.due_on else _workday_before(owed.due_on + ONE_DAY)


def _late_day(owed: Owed, dice: Random) -> date:
    return owed.due_on + timedelta(days=dice.choice((1, 2, 3, 5, 8, 12, 19, 27)))


def _step(act: Act, day: date, hour: int, dice: Random) -> Step:
    moment = datetime.combine(day, time(hour, dice.randint(0, 59), dice.randint(0, 59)), SHANGHAI)
    return Step(act, moment)


def is_workday(day: date) -> bool:
    """Tell whether offices are open on the day, by the State Council's notices."""
    return _calendar().is_workday(day)


@cache
def _calendar() -> Calendar:
    years = list_announced_years(FIRST_CALENDAR_YEAR)
    days = [day for year in years for day in list_announced_days(year)]
    return Calendar({day.day: day.works for day in days}, frozenset(years))


def _workday(day: date) -> date:
    while not is_workday(day):
        day += ONE_DAY
    return day


def _workday_before(day: date) -> date:
    day -= ONE_DAY
    while not is_workday(day):
        day -= ONE_DAY
    return day
