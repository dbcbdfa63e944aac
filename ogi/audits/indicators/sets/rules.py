"""What a checklist and its indicators may say, and when they may be changed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ogi.audits.indicators.measures import BY_KEY
from ogi.audits.indicators.topics import TOPIC_WORDS, Topic
from ogi.audits.rules.matrix import BOARDS
from ogi.platform.errors import RuleBroken, declare_messages

LONGEST_TITLE, LONGEST_OCCASION = 60, 200
LONGEST_TEXT, LONGEST_NOTE = 200, 200
MOST_POINTS, LAST_PLACE = Decimal(1000), 9999
MOST_INDICATORS = 200
STEP = 10
"""How far apart indicators are numbered, so that one fits between two."""
ZERO = Decimal(0)

declare_messages(
    {
        "set_title": "请填写名称，最多 {longest} 个字。",
        "set_long": "最多 {longest} 个字。",
        "set_fixed": "这份检查单在 {on} 已用于检查，指标不能再改。请复制一份，改复制的那一份。",
        "set_retired": "这份检查单已停用，启用以后才能修改。",
        "set_empty": "检查单里还没有指标，先增加指标再启用。",
        "set_state": "检查单的状态刚刚变了，请刷新页面。",
        "set_full": "一份检查单最多 {most} 项指标。",
        "indicator_text": "请写明检查什么，最多 {longest} 个字。",
        "indicator_topic": "请选择一个主题。",
        "indicator_board": "请选择公开栏，或选“不分栏”。",
        "indicator_method": "请选择检查方法。",
        "indicator_measure": "自动计算的指标要选一个自动指标；其他方法不用选。",
        "indicator_points": "分值请填 0 到 {most}，最多两位小数。",
        "indicator_cap": "扣分上限不能超过分值。",
        "indicator_deduction": "每处扣分不能超过扣分上限。",
        "indicator_position": "排列次序请填 0 到 {most}。",
    }
)


class SetState(StrEnum):
    """Being made, in use, or no longer used."""

    DRAFT = "draft"
    IN_USE = "in_use"
    RETIRED = "retired"


class Method(StrEnum):
    """Computed, looked at on the spot, or not to be assessed (不具备评估条件)."""

    AUTO = "auto"
    MANUAL = "manual"
    NONE = "none"


SET_WORDS: dict[str, str] = {
    SetState.DRAFT: "编制中",
    SetState.IN_USE: "使用中",
    SetState.RETIRED: "已停用",
}
METHOD_WORDS: dict[str, str] = {
    Method.MANUAL: "现场查看",
    Method.AUTO: "自动计算",
    Method.NONE: "不具备评估条件",
}
BOARD_WORDS: dict[str, str] = {
    "": "不分栏",
    "party": "党务",
    "affairs": "村务（政务）",
    "finance": "财务",
}


@dataclass(frozen=True, slots=True)
class IndicatorText:
    """An indicator as it is typed; points are in the set's own scale."""

    text: str
    topic: str = Topic.OTHER
    board: str = ""
    basis: str = ""
    method: str = Method.MANUAL
    measure: str = ""
    weight: Decimal = ZERO
    deduction: Decimal = ZERO
    cap: Decimal = ZERO
    evidence: str = ""
    position: int | None = None


def check_title(title: str, occasion: str) -> None:
    """Raise RuleBroken for a blank or long title, or a long occasion."""
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise RuleBroken("set_title", field="title", longest=LONGEST_TITLE)
    if len(occasion) > LONGEST_OCCASION:
        raise RuleBroken("set_long", field="occasion", longest=LONGEST_OCCASION)


def check_changeable(state: str, fixed_on: date | None) -> None:
    """Raise RuleBroken for a set whose indicators stay as they are."""
    if fixed_on is not None:
        raise RuleBroken("set_fixed", on=fixed_on)
    if state == SetState.RETIRED:
        raise RuleBroken("set_retired")


def check_indicator(text: IndicatorText) -> None:
    """Raise RuleBroken for an indicator that cannot stand."""
    if not text.text.strip() or len(text.text) > LONGEST_TEXT:
        raise RuleBroken("indicator_text", field="text", longest=LONGEST_TEXT)
    if text.topic not in TOPIC_WORDS:
        raise RuleBroken("indicator_topic", field="topic")
    if text.board not in {"", *BOARDS}:
        raise RuleBroken("indicator_board", field="board")
    _check_method(text)
    for name, value in (("basis", text.basis), ("evidence", text.evidence)):
        if len(value) > LONGEST_NOTE:
            raise RuleBroken("set_long", field=name, longest=LONGEST_NOTE)
    if not 0 <= (text.position or 0) <= LAST_PLACE:
        raise RuleBroken("indicator_position", field="position", most=LAST_PLACE)
    _check_points(text)


def _check_method(text: IndicatorText) -> None:
    if text.method not in METHOD_WORDS:
        raise RuleBroken("indicator_method", field="method")
    computed, known = text.method == Method.AUTO, text.measure in BY_KEY
    if computed != known or (text.measure and not known):
        raise RuleBroken("indicator_measure", field="measure")


def _check_points(text: IndicatorText) -> None:
    for name, points in (
        ("weight", text.weight), ("deduction", text.deduction), ("cap", text.cap),
    ):  # fmt: skip
        if not points.is_finite() or not ZERO <= points <= MOST_POINTS or _places(points) > 2:  # noqa: PLR2004 - two decimals, as money
            raise RuleBroken("indicator_points", field=name, most=MOST_POINTS)
    if text.cap > text.weight:
        raise RuleBroken("indicator_cap", field="cap")
    if text.deduction > text.cap:
        raise RuleBroken("indicator_deduction", field="deduction")


def _places(points: Decimal) -> int:
    exponent = points.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def deduct(faults: int, deduction: Decimal, cap: Decimal) -> Decimal:
    """Return the points lost by a number of faults, no more than the cap."""
    return min(deduction * faults, cap)
