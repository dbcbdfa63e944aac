"""When an obligation may be met by a declaration instead of a posting."""

from datetime import date

from ogi.catalogue.rules.frequency import RECORDED
from ogi.catalogue.rules.planning import Version
from ogi.catalogue.rules.states import Disposition
from ogi.platform.errors import RuleBroken, declare_messages

declare_messages(
    {
        "declare_posted": "本期已经公开，不需要再登记。",
        "declare_declared": "本期已经登记过，请先撤销原来的登记。",
        "declare_reason": "请写明理由（至少 {least} 个字），群众和检查人员会看到。",
        "declare_article": "请写明不公开的法律依据（哪部法律第几条）。",
        "declare_early": "所属期还没有开始（{start} 起），现在不能登记。",
        "declare_none": "本期没有登记，不需要撤销。",
        "waive_only": "免报由镇里登记。",
        "event_title": "请写明是什么事（最多 {most} 个字）。",
        "event_future": "事情发生的日期不能晚于今天（{today}）。",
        "event_not_in_force": "这个事项在 {day} 没有生效，不能登记。",
        "event_kind": "这个事项不适用于本单位。",
        "event_frequency": "这个事项按期公开，不需要登记事由。",
    }
)

LEAST_REASON = 4
MAX_EVENT_TITLE = 100


def check_declaration(
    disposition: Disposition, *, reason: str, article: str, period_start: date, today: date
) -> None:
    """Raise RuleBroken unless the reason is told, and for a withheld period its article.

    Source: 政府信息公开条例 Art. 14–16; an honest gap is told, not left blank.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken("declare_reason", field="reason", least=LEAST_REASON)
    if disposition is Disposition.WITHHELD and not article.strip():
        raise RuleBroken("declare_article", field="article")
    if today < period_start:
        raise RuleBroken("declare_early", start=period_start)


def check_open(*, posted_on: date | None, disposition: str | None) -> None:
    """Raise RuleBroken unless the obligation is neither posted nor declared."""
    if posted_on is not None:
        raise RuleBroken("declare_posted")
    if disposition is not None:
        raise RuleBroken("declare_declared")


def check_event(title: str, event_on: date, today: date) -> None:
    """Raise RuleBroken unless the event is named and has happened."""
    if not 1 <= len(title.strip()) <= MAX_EVENT_TITLE:
        raise RuleBroken("event_title", field="title", most=MAX_EVENT_TITLE)
    if event_on > today:
        raise RuleBroken("event_future", field="event_on", today=today.isoformat())


def check_recordable(version: Version, tenant_kind: str, event_on: date) -> None:
    """Raise RuleBroken unless an item obliges such a tenant for an event on that day."""
    if version.frequency not in RECORDED:
        raise RuleBroken("event_frequency")
    if tenant_kind not in version.tenant_kinds:
        raise RuleBroken("event_kind")
    ended = version.valid_to is not None and version.valid_to < event_on
    if event_on < version.valid_from or ended:
        raise RuleBroken("event_not_in_force", field="event_on", day=event_on)
