"""Correcting in the open, and taking down a leak: when either may be begun, and with what words.

Source: 政府信息公开条例 第六条 (不准确的信息应当更正); 个人信息保护法 第五十七条 (泄露后立即补救).
"""

from datetime import date, datetime

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.postings.rules.declaring import check_correctable
from ogi.postings.rules.states import LONGEST_REMARK, STATE_NAMES, Move, State, check_move

SHORTEST_NOTE = 5

declare_messages(
    {
        "correct_state": "这条事项现在是“{state}”，不能更正。只有公开栏上最新的一版可以更正。",
        "correct_under_way": "已经有人在更正这条事项，请接着那一份改，不用另起一份。",
        "correction_short": "请写明更正了什么、为什么，至少 {shortest} 个字，群众会看到。",
        "correction_long": "更正说明最多写 {longest} 个字，请写简短些。",
        "restore_correction": "原件已不在公开栏上，或者另有一份更正，这份更正稿不能恢复。",
        "take_down_twice": "这条事项已经下架，内容已经清除。",
        "take_down_state": "这条事项现在是“{state}”，还没有公开过，不用下架；作废或改正草稿即可。",
        "take_down_reason": "请写明为什么下架，至少 {shortest} 个字，但不要重复泄露的内容。",
    }
)


def check_correct(state: str, kind: str, superseded_by: int | None = None) -> None:
    """Raise RuleBroken unless a posting is the newest edition on the board, and no declaration."""
    if superseded_by is not None or state != State.PUBLISHED:
        raise RuleBroken("correct_state", state=STATE_NAMES[state])
    check_correctable(kind)


def check_note(note: str) -> None:
    """Raise RuleBroken unless a correction says what was corrected and why."""
    if len(note) < SHORTEST_NOTE:
        raise RuleBroken("correction_short", field="note", shortest=SHORTEST_NOTE)
    if len(note) > LONGEST_REMARK:
        raise RuleBroken("correction_long", field="note", longest=LONGEST_REMARK)


def check_take_down(state: str, taken_down_at: datetime | None, reason: str) -> None:
    """Raise RuleBroken unless a posting that was published is taken down with a reason."""
    if taken_down_at is not None:
        raise RuleBroken("take_down_twice")
    if state not in (State.PUBLISHED, State.CORRECTED, State.WITHDRAWN):
        raise RuleBroken("take_down_state", state=STATE_NAMES[state])
    check_move(state, Move.TAKE_DOWN)
    if len(reason) < SHORTEST_NOTE:
        raise RuleBroken("take_down_reason", field="reason", shortest=SHORTEST_NOTE)
    if len(reason) > LONGEST_REMARK:
        raise RuleBroken("remark_long", field="reason", longest=LONGEST_REMARK)


def edition_words(edition: int, first_on: date, corrected_on: date) -> str:
    """Say which edition this is, when the first was published and when this one."""
    first = f"{first_on.year}年{first_on.month}月{first_on.day}日"
    then = f"{corrected_on.year}年{corrected_on.month}月{corrected_on.day}日"
    return f"本件是第 {edition} 版，首次公开于 {first}，更正于 {then}。"
