"""What hangs, what has to be hung today, and what has to come down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ogi.catalogue.rules import BOARDS
from ogi.display.rules.hanging import Hanging
from ogi.platform.errors import RuleBroken, declare_messages

NO_BOARD = "（还没有登记公开栏）"

declare_messages(
    {
        "sheet_day": "张贴日期不能晚于今天，也不能早于发布日期 {since}。",
        "sheet_up": "“{title}”已经登记挂在这块公开栏上。",
        "sheet_not_due": "“{title}”现在不用挂，可能已经更换、到期或撤下，请刷新页面再看。",
        "sheet_column": "“{board}”没有这一栏，请选别的公开栏。",
        "sheet_down": "这一份已登记在 {on} 取下。",
        "sheet_down_day": "取下日期要在张贴日期 {since} 和今天之间。",
        "sheet_none": "请先勾选已经贴上的。",
        "down_none": "请先勾选已经取下的。",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """A board that stands: its key, name and columns."""

    id: int
    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Up:
    """A sheet that hangs on a board, by its row's key; `item_code` says what it is about."""

    id: int
    board_id: int
    posting_id: int
    item_code: str
    title: str
    period: str
    hung_on: date
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ToHang:
    """One sheet for one board: by when, and which sheets of the same item it replaces.

    `place` is None where the tenant has no board with this column in the register.
    """

    sheet: Hanging
    place: Place | None
    by: date
    replaces: tuple[Up, ...] = ()

    @property
    def place_name(self) -> str:
        """The board's name, or that there is none."""
        return self.place.name if self.place else NO_BOARD

    @property
    def key(self) -> str:
        """How a form names it: posting and board."""
        return f"{self.sheet.posting_id}-{self.place.id if self.place else 0}"


@dataclass(frozen=True, slots=True)
class ToTakeDown:
    """A sheet that hangs though it need not any more, and why, in words."""

    up: Up
    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class Work:
    """What a tenant has to do at its boards on a day."""

    on: date
    hang: tuple[ToHang, ...]
    take_down: tuple[ToTakeDown, ...]
    hanging: int
    """How many of the sheets that should hang do hang everywhere they should."""

    @property
    def posting_ids(self) -> tuple[int, ...]:
        """The postings to print, each once, in the order of the list."""
        return tuple(dict.fromkeys(one.sheet.posting_id or 0 for one in self.hang))


def plan_work(due: Sequence[Hanging], places: Sequence[Place], up: Sequence[Up], on: date) -> Work:
    """Compare what should hang on every board with what does; the list goes column by column."""
    wanted = {sheet.posting_id: sheet for sheet in due if sheet.posting_id is not None}
    hung = {(one.posting_id, one.board_id) for one in up}
    extra = [one for one in up if one.posting_id not in wanted]
    hang: list[ToHang] = []
    for sheet in sorted(due, key=lambda one: tuple(BOARDS).index(one.board)):
        with_column = [place for place in places if sheet.board in place.columns]
        by = sheet.due_on if sheet.due_on is not None and sheet.due_on > on else on
        hang += [
            ToHang(sheet, place, by, _replaced(extra, sheet, place))
            for place in with_column
            if (sheet.posting_id, place.id) not in hung
        ]
        if not with_column:
            hang.append(ToHang(sheet, None, by))
    left = {one.sheet.posting_id for one in hang}
    return Work(on, tuple(hang), _gone(extra, places, due), len(wanted.keys() - left))


def _replaced(extra: Iterable[Up], sheet: Hanging, place: Place) -> tuple[Up, ...]:
    return tuple(
        one for one in extra if one.board_id == place.id and one.item_code == sheet.item_code
    )


def _gone(
    extra: Iterable[Up], places: Iterable[Place], due: Iterable[Hanging]
) -> tuple[ToTakeDown, ...]:
    known: Mapping[int, Place] = {place.id: place for place in places}
    current = {sheet.item_code for sheet in due}
    return tuple(
        ToTakeDown(one, known[one.board_id], _why(one, current))
        for one in extra
        if one.board_id in known
    )


def _why(one: Up, current: set[str]) -> str:
    if one.withdrawn:
        return "已撤下，马上取下"
    return "已有新的一份" if one.item_code in current else "张贴期已满"


def check_hung_on(day: date, since: date | None, today: date) -> None:
    """Raise RuleBroken("sheet_day") for a day before the posting was published, or to come."""
    if day > today or (since is not None and day < since):
        raise RuleBroken("sheet_day", field="on", since=since)


def check_down_on(day: date, hung_on: date, today: date) -> None:
    """Raise RuleBroken("sheet_down_day") for a day before it was hung, or to come."""
    if not hung_on <= day <= today:
        raise RuleBroken("sheet_down_day", field="on", since=hung_on)
