"""The registers of this room as files: the years, and what one year published."""

from collections.abc import Sequence

from ogi.platform import clock
from ogi.platform.tabular import Column, Page, Register
from ogi.reports.queries.stored import ReportYear
from ogi.reports.rules import RegisterRow

YEAR_COLUMNS = (
    Column("年度", width=12),
    Column("公开件数（条）", "number", 16),
    Column("进度", width=12),
)
REGISTER_COLUMNS = (
    Column("序号", "number", 8),
    Column("公开日期", "date", 12),
    Column("单位", width=18),
    Column("公开栏", width=8),
    Column("标题", width=44),
    Column("索引号", width=28),
    Column("时限", width=10),
)
STATES = {"none": "未开始", "draft": "编写中", "issued": "已签发"}


def years_register(place: str, years: Sequence[ReportYear]) -> Register:
    """Return the years with their counts as a register."""
    rows = [(f"{one.year}年", one.published, STATES[one.state]) for one in years]
    total = ("合计", sum(one.published for one in years), "")
    page = Page("年度报告", YEAR_COLUMNS, rows, total=total)
    return Register("各年度报告", place, [page], clock.today())


def year_register(place: str, year: int, rows: Sequence[RegisterRow]) -> Register:
    """Return what one year published as a register, as the report has it."""
    told = [
        (
            number,
            row.on,
            row.tenant,
            row.board,
            row.title,
            row.index_number,
            _in_time(row.days_late),
        )
        for number, row in enumerate(rows, start=1)
    ]
    page = Page("公开信息登记表", REGISTER_COLUMNS, told)
    return Register(f"{year}年公开信息登记表", place, [page], clock.today())


def _in_time(days_late: int | None) -> str:
    if days_late is None:
        return ""
    return "按时" if days_late < 1 else f"迟{days_late}天"
