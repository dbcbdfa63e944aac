"""Findings and orders: what each may become, deadlines in working days, steps of urging."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.workdays import Calendar

LONGEST_FINDING, LONGEST_TEXT, LONGEST_BASIS, LONGEST_REASON = 300, 2000, 500, 500
MOST_FAULTS = 999
MOST_EXTENSION_WORKDAYS = 60
MOST_FILES = 9
WEEKDAYS = "一二三四五六日"

declare_messages(
    {
        "finding_text": "请写清楚是什么问题，最多 {longest} 个字。",
        "order_long": "最多 {longest} 个字。",
        "finding_day": "发现日期不能晚于今天。",
        "finding_faults": "处数请填 1 到 {most}。",
        "finding_topic": "请选择问题类别。",
        "finding_state": "这个问题{state}，不能这样办。",
        "finding_no_fault": "这条检查记录不是“有问题”，不能立为问题。",
        "finding_old_entry": "检查人后来改了这一项的记录，请从最新的一条立为问题。",
        "finding_twice": "这条检查记录已经立为问题，请打开它。",
        "finding_not_shown": "还没有告知该单位。先告知单位或发出整改通知书，再通报公布。",
        "order_reason": "请写明理由，最多 {longest} 个字。",
        "order_nothing": "请至少选一个问题。",
        "order_many_tenants": "一份整改通知书只发给一个单位，请选同一个单位的问题。",
        "order_not_open": "选的问题里有的已经不是“待处理”（{text}），请重新选。",
        "order_demands": "请写明整改要求。",
        "order_basis": "请写明依据。",
        "order_due_rest": "{day}（星期{weekday}）不是工作日，请改为下一个工作日 {next}。",
        "order_due_past": "整改期限要在今天以后，最早 {next}。",
        "order_state": "这份整改通知书{state}，不能这样办。",
        "order_in_draft": "这份整改通知书已有一份待发的更正稿，请打开它修改。",
        "order_answer": "请写明怎样整改的，最多 {longest} 个字。",
        "order_asks_days": "申请顺延请填 1 到 {most} 个工作日。",
        "order_days": "请填 1 到 {most} 个工作日。",
        "order_extend_past": "顺延后是 {day}，仍早于今天，请多延几天。",
        "order_postings": "有的公开事项不是本单位已经公开的，请重新选。",
        "order_recheck_none": "请至少选一条复查记录。",
        "order_recheck_early": "“{text}”选的检查记录早于发出通知（或退回重办），不能作复查。",
        "order_recheck_other": "“{text}”选的检查记录查的不是同一类问题，或者不是同一栏。",
        "order_recheck_same": "“{text}”选的还是发现问题的那次检查，不能作复查。",
        "order_not_rechecked": "还不能销号：{texts}，还没有复查合格的记录。",
        "order_own_post": "您在该单位有岗位，不能办这一步。",
        "order_step": "督办要依次进行：现在只能{steps}。",
        "order_step_day": "日期要在发出通知以后，并且不晚于今天。",
        "order_sent_files": "一次最多传 {most} 个文件。",
        "order_no_set": "这份通知书的问题都已复查合格或认定不成立，不用再复查。",
        "order_recheck_days": "复查日期不能早于今天。",
    }
)


class FindingState(StrEnum):
    """How a finding stands: 待处理, 整改中, 已整改, 不成立."""

    OPEN = "open"
    ORDERED = "ordered"
    CURED = "cured"
    DISMISSED = "dismissed"


FINDING_WORDS: dict[str, str] = {
    FindingState.OPEN: "待处理",
    FindingState.ORDERED: "整改中",
    FindingState.CURED: "已整改",
    FindingState.DISMISSED: "不成立",
}


class OrderState(StrEnum):
    """How an order stands; one that waits for an answer is sent or reopened."""

    DRAFT = "draft"
    SENT = "sent"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"
    SUPERSEDED = "superseded"


ORDER_WORDS: dict[str, str] = {
    OrderState.DRAFT: "未发出",
    OrderState.SENT: "等待答复",
    OrderState.ANSWERED: "已答复，待复查",
    OrderState.REOPENED: "退回重办",
    OrderState.CLOSED: "已销号",
    OrderState.SUPERSEDED: "已被更正",
}
WAITING = (OrderState.SENT, OrderState.REOPENED)
OPEN = (*WAITING, OrderState.ANSWERED)


class Act(StrEnum):
    """What is done to an order."""

    EDIT = "edit"
    SEND = "send"
    DISCARD = "discard"
    ANSWER = "answer"
    EXTEND = "extend"
    RECHECK = "recheck"
    CLOSE = "close"
    REOPEN = "reopen"
    ESCALATE = "escalate"
    SUPERSEDE = "supersede"


ALLOWED: dict[Act, tuple[OrderState, ...]] = {
    Act.EDIT: (OrderState.DRAFT,),
    Act.SEND: (OrderState.DRAFT,),
    Act.DISCARD: (OrderState.DRAFT,),
    Act.ANSWER: OPEN,
    Act.EXTEND: WAITING,
    Act.RECHECK: OPEN,
    Act.CLOSE: OPEN,
    Act.REOPEN: (OrderState.ANSWERED, OrderState.CLOSED),
    Act.ESCALATE: OPEN,
    Act.SUPERSEDE: OPEN,
}


class EventKind(StrEnum):
    """What happened to a sent order."""

    ANSWER = "answer"
    RECHECK = "recheck"
    EXTENSION = "extension"
    REMINDER = "reminder"
    CIRCULAR = "circular"
    TALK = "talk"
    ACCOUNTABILITY = "accountability"
    REOPENED = "reopened"
    CLOSED = "closed"


EVENT_WORDS: dict[str, str] = {
    EventKind.ANSWER: "单位答复",
    EventKind.RECHECK: "复查",
    EventKind.EXTENSION: "顺延期限",
    EventKind.REMINDER: "催办",
    EventKind.CIRCULAR: "通报",
    EventKind.TALK: "约谈",
    EventKind.ACCOUNTABILITY: "问责",
    EventKind.REOPENED: "退回重办",
    EventKind.CLOSED: "销号",
}
STEPS = (EventKind.REMINDER, EventKind.CIRCULAR, EventKind.TALK, EventKind.ACCOUNTABILITY)
"""The ladder of urging (催办 → 通报 → 约谈 → 问责); each step is a person's decision."""
MEASURE_TOPICS: dict[str, str] = {
    "missing": "missing",
    "late": "missing",
    "blank_month": "blank",
    "bypassed": "unsigned",
    "uncleared": "unsigned",
    "withdrawn_early": "missing",
    "taken_down": "privacy",
    "claimed_apart": "records",
    "burst": "records",
    "not_itemised": "totals",
    "alike": "stale",
    "no_photo": "records",
    "feedback": "feedback",
    "asked_late": "feedback",
}
"""Under which topic a row of an automatic measure becomes a finding; the others are `other`."""


@dataclass(frozen=True, slots=True)
class Past:
    """An event of an order as rules see it, oldest first: kind, day, new deadline, its finding.

    `asks` marks an answer that only asks for more time, `ok` a recheck that found no fault.
    """

    kind: str
    on: date
    due_on: date | None = None
    finding_id: int | None = None
    asks: bool = False
    ok: bool = False


def check_act(state: str, act: Act) -> None:
    """Raise RuleBroken("order_state") unless an order in this state may be acted on so."""
    if state not in ALLOWED[act]:
        raise RuleBroken("order_state", state=ORDER_WORDS[state])


def check_words(text: str, code: str, *, field: str, longest: int = LONGEST_TEXT) -> str:
    """Return a required text without blanks around it; raises RuleBroken(code)."""
    if not text.strip() or len(text) > longest:
        raise RuleBroken(code, field=field, longest=longest)
    return text.strip()


def check_length(text: str, *, field: str, longest: int) -> str:
    """Return a text that may be blank; raises RuleBroken("order_long")."""
    if len(text) > longest:
        raise RuleBroken("order_long", field=field, longest=longest)
    return text.strip()


def next_workday(day: date, calendar: Calendar) -> date:
    """Return the first working day after a day."""
    return calendar.add_workdays(day, 1)[0]


def check_due(due_on: date, today: date, calendar: Calendar) -> None:
    """Raise RuleBroken for a deadline that is no working day or not after today.

    The refusal names the next working day. Source: 民法典 Art. 203.
    """
    if due_on <= today:
        raise RuleBroken("order_due_past", field="due_on", next=next_workday(today, calendar))
    if not calendar.is_workday(due_on):
        raise RuleBroken(
            "order_due_rest",
            field="due_on",
            day=due_on,
            weekday=WEEKDAYS[due_on.weekday()],
            next=next_workday(due_on, calendar),
        )


def extended(due_on: date, workdays: int, today: date, calendar: Calendar) -> date:
    """Return a deadline put off by working days; raises RuleBroken where that is still past."""
    if not 1 <= workdays <= MOST_EXTENSION_WORKDAYS:
        raise RuleBroken("order_days", field="days", most=MOST_EXTENSION_WORKDAYS)
    later = calendar.add_workdays(due_on, workdays)[0]
    if later < today:
        raise RuleBroken("order_extend_past", field="days", day=later)
    return later


def effective_due(due_on: date, events: Iterable[Past]) -> date:
    """Return the deadline that holds: the letter's, or that of the last event with one."""
    later = [event.due_on for event in events if event.due_on is not None]
    return later[-1] if later else due_on


def next_steps(kinds: Iterable[str]) -> tuple[EventKind, ...]:
    """Return the steps of urging that may be taken: the highest again, or the next."""
    taken = [STEPS.index(EventKind(kind)) for kind in kinds if kind in STEPS]
    highest = max(taken, default=-1)
    return STEPS[max(highest, 0) : highest + 2]


def check_step(step: str, kinds: Iterable[str]) -> None:
    """Raise RuleBroken("order_step") for a step that leaves one out."""
    allowed = next_steps(kinds)
    if step not in allowed:
        steps = "或".join(EVENT_WORDS[one] for one in allowed)
        raise RuleBroken("order_step", field="step", steps=steps)


def this_round(events: Sequence[Past]) -> Sequence[Past]:
    """Return what happened since the order was last reopened."""
    for place in range(len(events) - 1, -1, -1):
        if events[place].kind == EventKind.REOPENED:
            return events[place + 1 :]
    return events


def unchecked(finding_ids: Iterable[int], events: Sequence[Past]) -> list[int]:
    """Return the findings whose last recheck of this round is not ok, or that have none."""
    last = {e.finding_id: e.ok for e in this_round(events) if e.kind == EventKind.RECHECK}
    return [one for one in finding_ids if not last.get(one)]


def was_late(due_on: date, events: Iterable[Past], as_of: date) -> bool:
    """Tell whether a round of an order passed its deadline without an answer.

    An extension that was granted before the answer counts; asking for one does not. One that is
    closed without an answer was late by then, unless nothing in it stood to be rechecked.
    """
    waiting, stood = True, False
    for event in events:
        if event.due_on is not None:
            if event.kind == EventKind.REOPENED:
                waiting = True
            due_on = event.due_on
        elif event.kind == EventKind.ANSWER and waiting and not event.asks:
            if event.on > due_on:
                return True
            waiting = False
        elif event.kind == EventKind.RECHECK:
            stood = True
        elif event.kind == EventKind.CLOSED:
            if waiting and stood and event.on > due_on:
                return True
            waiting = False
    return waiting and due_on < as_of


def days_open(sent_at: datetime, closed_at: datetime | None, now: datetime) -> int:
    """Return the whole days since an order was sent, or that it took."""
    return max(0, ((closed_at or now) - sent_at) // timedelta(days=1))


def order_number(prefix: str, year: int, serial: int) -> str:
    """Return an order's number: 青政公改〔2026〕3号. Source: GB/T 9704-2012, 7.2.5."""
    return f"{prefix.strip()}〔{year}〕{serial}号"
