"""The template to fill in, and the register as a table."""

from collections.abc import Iterable, Sequence

from ogi.catalogue.rules import REPORT_CATEGORIES, board_name
from ogi.platform.clock import local_date
from ogi.platform.tabular import Column, Page, write_csv, write_template, write_xlsx
from ogi.postings.queries import RegisterRow
from ogi.postings.rules.states import STATE_NAMES

TEMPLATE_COLUMNS = (
    Column("单位", width=20, hint="与“单位”页中的名称一致"),
    Column("事项编号", width=12, hint="如 F03，见“事项目录”"),
    Column("标题", width=48),
    Column("所属期", width=16, hint="如 2026年第1季度，可不填"),
    Column("公开日期", "date", 14, hint="当时实际公开的日期，如 2017-03-15"),
    Column("索引号", width=28, hint="原来的索引号；没有就空着，由系统编号"),
    Column("分类", width=20, choices=REPORT_CATEGORIES, hint="年度报告分类；空着则按事项目录"),
    Column("信息来源", width=20, hint="空着则为单位名称"),
    Column("正文", width=60, hint="可不填；一行一段"),
)
NOTES = (
    "一行是一条已经公开过的事项。第一行的列名不要改。",
    "单位、事项编号、标题、公开日期必须填写。",
    "公开日期填当时实际公开的日期，不能晚于今天。导入的事项会注明来自哪个文件，网上发布时间记为导入的时间。",
    "索引号在全镇不能重复；空着时按镇里设定的格式自动编号。",
    "各格填固定的值，不要用公式，不要合并单元格。",
)
REGISTER_COLUMNS = (
    Column("序号", "number", 6),
    Column("单位", width=18),
    Column("公开栏", width=8),
    Column("事项编号", width=10),
    Column("标题", width=44),
    Column("所属期", width=16),
    Column("索引号", width=30),
    Column("分类", width=20),
    Column("信息来源", width=18),
    Column("公开日期", "date", 12),
    Column("张贴日期", "date", 12),
    Column("网上发布时间", width=18),
    Column("迟报天数", "number", 10),
    Column("状态", width=8),
    Column("导入文件", width=20),
)


def template(tenants: Sequence[str], items: Sequence[tuple[str, str]]) -> bytes:
    """Return the xlsx to fill in, with the township's tenants and items in the notes."""
    notes = [
        *NOTES,
        f"本镇的单位：{'、'.join(tenants)}",
        "事项编号：" + "；".join(f"{code} {title}" for code, title in items),
    ]
    return write_template([Page("导入", TEMPLATE_COLUMNS)], notes)


def register_xlsx(rows: Iterable[RegisterRow], heading: str) -> bytes:
    """Return the register as xlsx."""
    page = Page("公开事项台账", REGISTER_COLUMNS, map(_cells, *_numbered(rows)), heading)
    return write_xlsx([page])


def register_csv(rows: Iterable[RegisterRow]) -> bytes:
    """Return the register as csv for Excel."""
    return write_csv(Page("公开事项台账", REGISTER_COLUMNS, map(_cells, *_numbered(rows))))


def _numbered(rows: Iterable[RegisterRow]) -> tuple[Iterable[int], Iterable[RegisterRow]]:
    listed = list(rows)
    return range(1, len(listed) + 1), listed


def _cells(number: int, row: RegisterRow) -> tuple[object, ...]:
    return (
        number,
        row.tenant,
        board_name(row.board, row.tenant_kind),
        row.item_code,
        row.title,
        row.period,
        row.index_number,
        row.report_category,
        row.source,
        row.counted_on,
        row.claimed_on,
        f"{local_date(row.published_at).isoformat()}",
        row.days_late,
        STATE_NAMES[row.state],
        row.imported_from,
    )
