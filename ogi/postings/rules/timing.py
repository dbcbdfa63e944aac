"""Days of a posting: what is claimed, and how late it came by the server's clock.

Source: 国办秘函〔2019〕19号 (a forged posting date alone fails a site): the claimed day is
kept apart from the day of publishing, which only the server sets.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ogi.platform.errors import RuleBroken, declare_messages

OLDEST_EVENT_DAYS = 3 * 366
LONGEST_AHEAD_DAYS = 60
CHINA = ZoneInfo("Asia/Shanghai")

declare_messages(
    {
        "claimed_future": "张贴日期不能晚于今天（{today}）。请填实际张上公开栏的日期。",
        "claimed_early": "张贴日期不能早于所属期开始的日期（{start}）。请填实际张上公开栏的日期。",
        "minimum_days": "这一事项至少公开 {days} 天，{until} 前不能撤下。内容有误请用“更正”；"
        "泄露了个人信息请用“紧急下架”。",
        "embargoed": "这条事项要到 {until} 以后才能公开。",
        "schedule_past": "定时发布的时间要晚于现在，请重新选择。",
        "schedule_far": "定时发布最多提前 {days} 天。",
        "schedule_embargoed": "这条事项不得早于 {until} 公开，请定在那以后，或者先改最早公开时间。",
        "embargo_past": "最早公开时间要晚于现在；要取消限制，请把日期和时间都清空。",
        "embargo_scheduled": "已定于 {at} 发布，早于这个时间。请先取消定时发布。",
        "event_old": "事情发生的日期太早，请核对年份。",
    }
)


def check_claimed_on(claimed_on: date, *, today: date, period_start: date | None) -> None:
    """Raise RuleBroken when the claimed day lies ahead or before the period began."""
    if claimed_on > today:
        raise RuleBroken("claimed_future", field="claimed_on", today=today.isoformat())
    if period_start is not None and claimed_on < period_start:
        raise RuleBroken("claimed_early", field="claimed_on", start=period_start.isoformat())


def check_event_on(event_on: date, *, today: date) -> None:
    """Raise RuleBroken ("event_old") when an event is said to be years back."""
    if (today - event_on).days > OLDEST_EVENT_DAYS:
        raise RuleBroken("event_old", field="event_on")


def days_late(published_on: date, due_on: date | None) -> int | None:
    """Return the days after the due day, 0 when in time, None without a due day."""
    return None if due_on is None else max((published_on - due_on).days, 0)


def check_embargo(embargo_until: datetime | None, *, at: datetime) -> None:
    """Raise RuleBroken ("embargoed") when a posting would go out before it may."""
    if embargo_until is not None and at < embargo_until:
        raise RuleBroken("embargoed", until=shown_moment(embargo_until))


def check_schedule(at: datetime, *, now: datetime, embargo_until: datetime | None) -> None:
    """Raise RuleBroken unless a posting may be set to go out at that moment."""
    if at <= now:
        raise RuleBroken("schedule_past", field="on")
    if at > now + timedelta(days=LONGEST_AHEAD_DAYS):
        raise RuleBroken("schedule_far", field="on", days=LONGEST_AHEAD_DAYS)
    if embargo_until is not None and at < embargo_until:
        raise RuleBroken("schedule_embargoed", field="on", until=shown_moment(embargo_until))


def check_new_embargo(until: datetime | None, *, now: datetime, scheduled: datetime | None) -> None:
    """Raise RuleBroken for an earliest moment that is past, or later than the planned one."""
    if until is None:
        return
    if until <= now:
        raise RuleBroken("embargo_past", field="on")
    if scheduled is not None and scheduled < until:
        raise RuleBroken("embargo_scheduled", field="on", at=shown_moment(scheduled))


def shown_moment(at: datetime) -> str:
    """Return a moment by China's clock as rules and histories write it."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def check_minimum_days(shown_since: date, days: int | None, *, today: date) -> None:
    """Raise RuleBroken ("minimum_days") before a posting has hung as long as its item asks."""
    if not days:
        return
    until = shown_since + timedelta(days=days)
    if today < until:
        raise RuleBroken("minimum_days", days=days, until=until.isoformat())


def difference_text(claimed_on: date | None, recorded_on: date) -> str:
    """Say how the day on the sheet and the recorded day differ.

    Both are kept apart, and a difference is told rather than smoothed over.
    Source: 国办秘函〔2019〕19号 (a forged publishing date is a fault of its own).
    """
    if claimed_on is None:
        return "发布单位没有另填张贴日期。"
    days = (recorded_on - claimed_on).days
    if days == 0:
        return "两者为同一天。"
    if days > 0:
        return f"系统记录比张贴日期晚 {days} 天。"
    return f"系统记录比张贴日期早 {-days} 天。"


def gap_text(claimed_on: date | None, recorded_on: date) -> str:
    """Return the claimed day and how far the recorded one is from it; nothing where none is."""
    days = 0 if claimed_on is None else (recorded_on - claimed_on).days
    if claimed_on is None or days == 0:
        return ""
    return f"张贴 {claimed_on.isoformat()}，记录{'晚' if days > 0 else '早'} {abs(days)} 天"
