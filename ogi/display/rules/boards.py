"""What may be said of a board on the wall."""

from dataclasses import dataclass
from datetime import date

from ogi.catalogue.rules import BOARDS
from ogi.platform.errors import RuleBroken, declare_messages

LONGEST_NAME = 40
LONGEST_TEXT = 80
LONGEST_SIDE_CM = 3000
SIGNS_OF_PHONE = frozenset("0123456789-－（）() 转")

declare_messages(
    {
        "board_name": "请填写公开栏的名称。",
        "board_columns": "请选这块公开栏上有哪几栏。",
        "board_side": "宽和高填厘米数，1 到 3000。",
        "board_long": "最多 {longest} 个字。",
        "board_phone": "电话只写数字和横线，例如 0571-6301234。",
        "board_gone": "这块公开栏已在 {until} 停用。",
        "board_ends": "停用日期不能早于启用日期 {since}。",
        "board_photo": "公开栏照片请选 jpg、png 或 webp 的图片。",
        "board_hung": "这块公开栏上还挂着 {count} 份，请先登记取下或移到别的公开栏。",
        "board_since": "启用日期不能晚于停用日期 {until}。",
    }
)


FIELD_WORDS = {
    "name": "名称",
    "place": "地点",
    "boards": "栏目",
    "width_cm": "宽",
    "height_cm": "高",
    "material": "材质",
    "hotline": "监督电话",
    "suggestion_box": "意见箱",
    "keeper": "管理人",
    "keeper_phone": "管理人电话",
    "since": "启用日期",
}


@dataclass(frozen=True, slots=True)
class BoardText:
    """What people write about a board; sides in centimetres, `boards` as keys of the columns."""

    name: str
    place: str = ""
    boards: tuple[str, ...] = tuple(BOARDS)
    width_cm: int | None = None
    height_cm: int | None = None
    material: str = ""
    hotline: str = ""
    suggestion_box: bool = False
    keeper: str = ""
    keeper_phone: str = ""
    since: date = date.min


def check_board(text: BoardText, until: date | None = None) -> None:
    """Raise RuleBroken, naming the field, for what cannot stand in the register."""
    if not text.name.strip():
        raise RuleBroken("board_name", field="name")
    if not text.boards or not set(text.boards) <= set(BOARDS):
        raise RuleBroken("board_columns", field="boards")
    if until is not None and text.since > until:
        raise RuleBroken("board_since", field="since", until=until)
    _check_words(text)
    for field in ("width_cm", "height_cm"):
        side = getattr(text, field)
        if side is not None and not 1 <= side <= LONGEST_SIDE_CM:
            raise RuleBroken("board_side", field=field)


def _check_words(text: BoardText) -> None:
    for field in ("name", "place", "material", "hotline", "keeper", "keeper_phone"):
        longest = LONGEST_NAME if field == "name" else LONGEST_TEXT
        if len(getattr(text, field)) > longest:
            raise RuleBroken("board_long", field=field, longest=longest)
    for field in ("hotline", "keeper_phone"):
        if not set(getattr(text, field)) <= SIGNS_OF_PHONE:
            raise RuleBroken("board_phone", field=field)


def check_closing(since: date, until: date | None, last: date, hanging: int) -> None:
    """Raise RuleBroken for a board that is gone already, or would end wrongly, or full."""
    if until is not None:
        raise RuleBroken("board_gone", until=until)
    if last < since:
        raise RuleBroken("board_ends", field="until", since=since)
    if hanging:
        raise RuleBroken("board_hung", count=hanging)


def joined(boards: tuple[str, ...] | list[str]) -> str:
    """Return columns as they are kept: comma-joined, in the order of the boards."""
    return ",".join(board for board in BOARDS if board in boards)


def columns_of(kept: str) -> tuple[str, ...]:
    """Return the columns that a board has, by key."""
    return tuple(board for board in BOARDS if board in kept.split(","))


def stands(since: date, until: date | None, on: date) -> bool:
    """Tell whether a board stood on a day."""
    return since <= on and (until is None or on <= until)


def told_changes(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """Return in words what was changed, for the journal."""
    return [
        f"{FIELD_WORDS[name]}：{_said(name, before[name])} 改为 {_said(name, value)}"
        for name, value in after.items()
        if before[name] != value
    ]


def _said(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "有" if value else "没有"
    if name == "boards":
        return "、".join(BOARDS[board] for board in columns_of(str(value)))
    return "（空）" if value in (None, "") else str(value)
