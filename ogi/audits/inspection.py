"""The inspection sheet: what one tenant has to show, with boxes to tick by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ogi.audits.queries.duties import Duty
from ogi.audits.rules.matrix import BOARDS, Unit
from ogi.audits.rules.tallies import Tally, sentence_of
from ogi.catalogue.rules.frequency import Period
from ogi.catalogue.rules.states import State, state_text
from ogi.platform.pdf import print_pdf, render_print
from ogi.tenants.rules import TenantKind

TEMPLATE = "inspection/sheet.html"
WALL_CHECKS = (
    ("位置", "公开栏固定在群众聚集、便于观看处，能遮雨"),
    ("标题", "党务、村务（政务）、财务三栏齐全，标题规范"),
    ("监督", "公布监督电话，设有意见箱"),
    ("版面", "张贴整齐，无破损、污损、空白栏"),
    ("相符", "栏上内容与系统登记的内容、日期一致"),
)
"""Source: 镇村务公开检查考核办法, 公开栏建设 (location, rain cover, hotline, 意见箱)."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One period of one item, to be found on the wall."""

    title: str
    period: str
    due_on: date
    due_estimated: bool
    state: State
    recorded: str


@dataclass(frozen=True, slots=True)
class BoardPart:
    """The rows of one board."""

    word: str
    rows: Sequence[SheetRow]


@dataclass(frozen=True, slots=True)
class InspectionSheet:
    """Everything on one tenant's sheet; what is not yet due is counted, not listed."""

    township: str
    unit: str
    is_village: bool
    window: Period
    as_of: date
    summary: str
    parts: Sequence[BoardPart]
    not_due: int


def inspection_sheet(
    township: str, unit: Unit, window: Period, as_of: date, duties: Sequence[Duty]
) -> InspectionSheet:
    """Return the figures of a sheet from a tenant's obligations, which may come in any order."""
    is_village = unit.kind == TenantKind.VILLAGE
    listed = [duty for duty in duties if duty.state is not State.NOT_DUE]
    listed.sort(key=lambda duty: (BOARDS.index(duty.board), duty.item_position, duty.due_on))
    parts = [
        BoardPart(board_word(board, is_village=is_village), [_row(duty, as_of) for duty in group])
        for board, group in groupby(listed, key=lambda duty: duty.board)
    ]
    tally = Tally()
    for duty in listed:
        tally.add(duty.state, 1, duty.days)
    return InspectionSheet(
        township=township,
        unit=unit.name,
        is_village=is_village,
        window=window,
        as_of=as_of,
        summary=sentence_of(tally),
        parts=parts,
        not_due=len(duties) - len(listed),
    )


def board_word(board: str, *, is_village: bool) -> str:
    """Return the board's name as it stands on the tenant's wall."""
    return {"party": "党务", "finance": "财务"}.get(board, "村务" if is_village else "政务")


def _row(duty: Duty, as_of: date) -> SheetRow:
    title = f"{duty.item_title}（{duty.event_title}）" if duty.event_title else duty.item_title
    recorded = state_text(duty.state, duty.days)
    if duty.posted_on is not None and duty.posted_on <= as_of:
        recorded = f"{duty.posted_on:%m-%d} {recorded}"
    elif duty.state is State.MISSING:
        recorded = f"缺，已过期{duty.days}天"
    return SheetRow(
        title=title,
        period=duty.period,
        due_on=duty.due_on,
        due_estimated=duty.due_estimated,
        state=duty.state,
        recorded=recorded,
    )


def sheet_pdf(sheets: Sequence[InspectionSheet]) -> bytes:
    """Return the sheets as one PDF, each beginning on a new page."""
    return print_pdf(render_print(TEMPLATE, sheets=sheets, wall_checks=WALL_CHECKS))
