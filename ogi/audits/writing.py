"""The checklist as a Word file, and the obligations behind a figure as a register."""

from collections.abc import Sequence

from ogi.audits.exports import (
    BOARD_WORDS,
    DUTY_COLUMNS,
    SUM_HEADS,
    Sheet,
    duty_rows,
    sums_of,
)
from ogi.audits.queries.duties import Duty
from ogi.audits.rules.matrix import Matrix
from ogi.audits.rules.tallies import Tally
from ogi.catalogue.rules.frequency import Period
from ogi.catalogue.rules.states import State
from ogi.platform import clock
from ogi.platform.tabular import Column, Page, Register, write_docx
from ogi.platform.tabular.registers import MOST_ROWS
from ogi.tenants.rules import KIND_NAMES, TenantKind

SUMS = tuple(Column(f"{head}（期）", "number", 10) for head in SUM_HEADS)
UNIT_COLUMNS = (Column("单位", width=20), Column("类别", width=10), *SUMS)
ITEM_COLUMNS = (Column("公开栏", width=10), Column("事项", width=40), *SUMS)
FAULTY = frozenset({State.LATE, State.MISSING})


def to_docx(sheet: Sheet, duties: Sequence[Duty]) -> bytes:
    """Return three tables: totals by tenant, totals by item, and one row for each obligation.

    A list too long for Word is cut down to what is late or missing, and says so.
    """
    matrix = sheet.matrix
    pages = [_units(matrix), _items(matrix), _details(duties)]
    return write_docx("公开清单", [sheet.heading], pages, made_on=matrix.as_of)


def _units(matrix: Matrix) -> Page:
    rows = [
        (line.unit.name, KIND_NAMES[TenantKind(line.unit.kind)], *sums_of(line.total))
        for line in matrix.lines
    ]
    return Page("各单位汇总", UNIT_COLUMNS, rows, total=("合计", "", *sums_of(matrix.total)))


def _items(matrix: Matrix) -> Page:
    rows = [
        (BOARD_WORDS[column.board], column.title,
         *sums_of(matrix.by_item.get(column.code, Tally())))
        for column in matrix.columns
    ]  # fmt: skip
    return Page("各事项汇总", ITEM_COLUMNS, rows, total=("合计", "", *sums_of(matrix.total)))


def _details(duties: Sequence[Duty]) -> Page:
    most = MOST_ROWS["docx"]
    if len(duties) <= most:
        return Page("明细", DUTY_COLUMNS, duty_rows(duties))
    faulty = [duty for duty in duties if duty.state in FAULTY]
    name = f"明细（共 {len(duties)} 期，只列迟和缺；全部明细请导出 Excel）"
    if len(faulty) > most:
        name = f"明细（共 {len(duties)} 期，只列迟和缺的前 {most} 期；全部明细请导出 Excel）"
    return Page(name, DUTY_COLUMNS, duty_rows(faulty[:most]))


def duties_register(
    place: str, window: Period, named: Sequence[str], duties: Sequence[Duty]
) -> Register:
    """Return obligations as a register, one a row."""
    narrowed = [("时段", window.label), *(("", word) for word in named if word)]
    return Register(
        title="公开清单明细",
        place=place,
        pages=[Page("明细", DUTY_COLUMNS, list(duty_rows(duties)))],
        made_on=clock.today(),
        narrowed=narrowed,
    )
