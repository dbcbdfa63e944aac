"""What an inspector may record, and how the phone's clock is set right."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from ogi.audits.inspections.rules.words import Result, State, VisitState
from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken, declare_messages

CLOCK_TOLERANCE_S = 120
"""Seconds; what is less may as well be the time that sending takes."""
MOST_FAULTS, LONGEST_REMARK, LONGEST_SUMMARY = 999, 500, 2000
MOST_PHOTOS = 12
"""Of one entry."""
CAMERA_AHEAD = timedelta(minutes=10)
CAMERA_BEHIND = timedelta(days=366)
MINUTES, HOURS, DAYS = 60, 3600, 86400

declare_messages(
    {
        "visit_not_yours": "这次检查不是派给您的，记录没有收下。请找安排检查的人核对。",
        "visit_not_begun": "“{title}”还没有开始，请等镇里开始检查后再发送。",
        "visit_cancelled": "“{title}”已经取消，记录没有收下。",
        "visit_closed": "“{title}”已经结束，这条是结束以后记的，没有收下。",
        "visit_done": "{tenant}的检查已经完成，这条是完成以后记的。"
        "要补记，请先打开检查点“继续检查”。",
        "visit_not_done": "{tenant}的检查还没有完成。",
        "visit_summary": "小结最多 {longest} 个字。",
        "entry_indicator": "这个检查项目不在本次检查表里，记录没有收下。",
        "entry_board": "没有这样的公开栏，记录没有收下。",
        "entry_sheet": "选的公开事项不是这个单位的，请重新选。",
        "entry_result": "请选“符合”“有问题”或“无法评估”。",
        "entry_faults": "问题数请填 1 到 {most}。",
        "entry_remark": "请写明是什么问题，最多 {longest} 个字。",
        "entry_long": "说明最多 {longest} 个字。",
        "photo_entry": "照片所属的记录没有收下，照片也没有收下。",
        "photo_absent": "照片没有传到，请再发送一次。",
        "photo_many": "一条记录最多 {most} 张照片，这一张没有收下。",
        "key_taken": "这条记录的编号已被别的记录使用，请重新记一次。",
    }
)


class Mark(StrEnum):
    """What is odd about the time of an entry or a photo."""

    CLOCK = "clock"
    FUTURE = "future"
    EARLY = "early"
    LATE = "late"


MARK_WORDS: dict[str, str] = {
    Mark.CLOCK: "手机时钟不准，时间已按服务器改正",
    Mark.FUTURE: "手机报的时间晚于收到时间，按收到时间记",
    Mark.EARLY: "时间早于检查开始日期",
    Mark.LATE: "检查完成或结束以后才送到",
}


def clock_off_s(sent_at: datetime | None, now: datetime) -> int:
    """Return by how many seconds the phone's clock is ahead of ours; 0 where it is not told."""
    return 0 if sent_at is None else round((sent_at - now).total_seconds())


def is_clock_off(seconds: int) -> bool:
    """Tell whether a phone's clock is so far off that its times are set right."""
    return abs(seconds) > CLOCK_TOLERANCE_S


def clock_words(seconds: int) -> str:
    """Return what the inspector is told of the phone's clock; nothing where it goes well."""
    if not is_clock_off(seconds):
        return ""
    way = "快了" if seconds > 0 else "慢了"
    return f"手机时钟{way} {_span(abs(seconds))}。记录时间已按服务器改正，请把手机时间调准。"


def _span(seconds: int) -> str:
    if seconds >= DAYS:
        return f"{seconds // DAYS} 天 {seconds % DAYS // HOURS} 小时"
    if seconds >= HOURS:
        return f"{seconds // HOURS} 小时 {seconds % HOURS // MINUTES} 分"
    return f"{seconds // MINUTES} 分钟"


def set_right(told: datetime, off_s: int) -> datetime:
    """Return a moment of the phone's clock by ours."""
    return told - timedelta(seconds=off_s) if is_clock_off(off_s) else told


def is_plausible(camera: datetime, told: datetime) -> bool:
    """Tell whether a camera's time can be that of a photo which the phone says it has taken.

    Both by the phone's clock. An older photo may be chosen; one from the future may not.
    """
    return told - CAMERA_BEHIND <= camera <= told + CAMERA_AHEAD


def marks_of(
    captured_at: datetime,
    received_at: datetime,
    off_s: int,
    *,
    starts_on: date,
    ended_at: datetime | None,
) -> list[str]:
    """Return what is odd about a time that was set right.

    `ended_at` is when the visit was done or its inspection was closed.
    """
    late = captured_at - received_at > timedelta(seconds=CLOCK_TOLERANCE_S)
    found = {
        Mark.CLOCK: is_clock_off(off_s),
        Mark.FUTURE: late,
        Mark.EARLY: local_date(captured_at) < starts_on,
        Mark.LATE: ended_at is not None and received_at > ended_at,
    }
    return [str(mark) for mark, holds in found.items() if holds]


def check_open(state: str, ended_at: datetime | None, captured_at: datetime, *, title: str) -> None:
    """Raise RuleBroken unless an inspection takes what was recorded at a moment.

    One that is closed still takes what was recorded before.
    """
    if state == State.PLANNED:
        raise RuleBroken("visit_not_begun", title=title)
    if state == State.CANCELLED:
        raise RuleBroken("visit_cancelled", title=title)
    if state == State.CLOSED and (ended_at is None or captured_at > ended_at):
        raise RuleBroken("visit_closed", title=title)


def check_under_way(
    state: str, done_at: datetime | None, captured_at: datetime, *, tenant: str
) -> None:
    """Raise RuleBroken("visit_done") for what was recorded after a visit was done."""
    if state == VisitState.DONE and (done_at is None or captured_at > done_at):
        raise RuleBroken("visit_done", tenant=tenant)


def check_entry(result: str, faults: int, remark: str) -> None:
    """Raise RuleBroken for a result without what it needs; a fault says what is wrong."""
    if result not in set(Result):
        raise RuleBroken("entry_result", field="result")
    if result != Result.FAULT:
        if len(remark) > LONGEST_REMARK:
            raise RuleBroken("entry_long", field="remark", longest=LONGEST_REMARK)
        return
    if not 1 <= faults <= MOST_FAULTS:
        raise RuleBroken("entry_faults", field="faults", most=MOST_FAULTS)
    if not remark.strip() or len(remark) > LONGEST_REMARK:
        raise RuleBroken("entry_remark", field="remark", longest=LONGEST_REMARK)


def check_board(board: str, asked: str, boards: tuple[str, ...]) -> None:
    """Raise RuleBroken("entry_board") for another board than an indicator is about.

    An indicator about no board in particular may be looked at on each, or once for all.
    """
    allowed = {asked} if asked else {"", *boards}
    if board not in allowed:
        raise RuleBroken("entry_board")


def check_summary(summary: str) -> None:
    """Raise RuleBroken("visit_summary") for a long one."""
    if len(summary) > LONGEST_SUMMARY:
        raise RuleBroken("visit_summary", field="summary", longest=LONGEST_SUMMARY)
