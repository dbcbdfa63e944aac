"""What an inspection may be planned as, and which of its states follows on which."""

from dataclasses import dataclass
from datetime import date, timedelta

from ogi.audits.inspections.rules.words import KIND_WORDS, METHOD_WORDS, Method, State
from ogi.platform.errors import RuleBroken, declare_messages

LONGEST_TITLE, LONGEST_NOTE = 60, 500
MOST_DAYS = 120
RISK_DAYS = 365
"""Faults of so many days before the planning weigh in a drawing by risk."""
RISK_WINDOW = timedelta(days=RISK_DAYS)

declare_messages(
    {
        "inspection_title": "请填写检查名称，最多 {longest} 个字。",
        "inspection_kind": "请选择明查、暗访或复查。",
        "inspection_method": "请选择怎样确定受检单位。",
        "inspection_days": "结束日期不能早于开始日期，一次检查最多 {most} 天。",
        "inspection_past": "结束日期已经过去，请改成今天或以后。",
        "inspection_set": "请选择一份使用中的检查单。",
        "inspection_nobody": "请至少选一个受检单位。",
        "inspection_changed": "结果和预览的不同了，请核对下面的新结果再保存。",
        "inspection_state": "检查的状态刚刚变了，请刷新页面。",
        "inspection_over": "检查已经结束或取消，不能再改。",
        "inspection_note": "请写明原因，最多 {longest} 个字。",
        "inspection_long": "最多 {longest} 个字。",
        "inspection_visited": "已经有单位检查过，不能取消；可以结束检查。",
        "visit_begun": "{tenant}已开始检查，不能再改检查人，也不能去掉。",
        "visit_there": "{tenant}已在受检单位里。",
        "visit_last": "至少要留一个受检单位；整次检查不做了，请取消检查。",
    }
)


@dataclass(frozen=True, slots=True)
class Plan:
    """An inspection as it is planned.

    `kinds` are the kinds of tenant among which all, or those drawn, are chosen; `tenant_ids`
    are the named ones.
    """

    title: str
    kind: str
    set_id: int
    method: str
    starts_on: date
    ends_on: date
    inspector_ids: tuple[int, ...]
    kinds: tuple[str, ...] = ()
    sample_size: int = 0
    seed: str = ""
    tenant_ids: tuple[int, ...] = ()
    keeps_position: bool = False

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.starts_on, self.ends_on

    @property
    def is_drawn(self) -> bool:
        """Whether tenants are drawn by lot."""
        return self.method in (Method.RANDOM, Method.RISK)


def check_plan(plan: Plan, today: date) -> None:
    """Raise RuleBroken for a plan that cannot stand."""
    if plan.kind not in KIND_WORDS:
        raise RuleBroken("inspection_kind", field="kind")
    if plan.method not in METHOD_WORDS:
        raise RuleBroken("inspection_method", field="method")
    check_title(plan.title)
    check_days(plan.starts_on, plan.ends_on)
    if plan.ends_on < today:
        raise RuleBroken("inspection_past", field="ends_on")


def check_title(title: str) -> None:
    """Raise RuleBroken("inspection_title") for a blank or long title."""
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise RuleBroken("inspection_title", field="title", longest=LONGEST_TITLE)


def check_days(first: date, last: date) -> None:
    """Raise RuleBroken("inspection_days") for days in the wrong order, or too many."""
    if last < first or last - first >= timedelta(days=MOST_DAYS):
        raise RuleBroken("inspection_days", field="ends_on", most=MOST_DAYS)


def check_standing(state: str) -> None:
    """Raise RuleBroken("inspection_over") for an inspection that has ended."""
    if state in (State.CLOSED, State.CANCELLED):
        raise RuleBroken("inspection_over")


def check_step(state: str, *allowed: State) -> None:
    """Raise RuleBroken("inspection_state") where the state is none from which the step leads."""
    if state not in allowed:
        raise RuleBroken("inspection_state")


def check_note(note: str, *, needed: bool) -> None:
    """Raise RuleBroken for a long note, or for a blank one where it is needed."""
    if needed and not note.strip():
        raise RuleBroken("inspection_note", field="note", longest=LONGEST_NOTE)
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("inspection_long", field="note", longest=LONGEST_NOTE)
