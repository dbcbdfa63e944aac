"""The table to fill in, as Excel and as Word."""

from collections.abc import Sequence

from ogi.catalogue.rules import REPORT_CATEGORIES
from ogi.platform import clock
from ogi.platform.tabular import Column, Page, write_form

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
    "公开日期填当时实际公开的日期，不能晚于今天。导入的事项会注明来自哪个文件第几行，只记导入的时间，不能补记当时的发布时间。",
    "索引号在全镇不能重复；空着时按镇里设定的格式自动编号。",
    "各格填固定的值，不要用公式，不要合并单元格。",
)


def template(tenants: Sequence[str], items: Sequence[tuple[str, str]], form: str = "xlsx") -> bytes:
    """Return the table to fill in, with the township's tenants and items in the notes."""
    notes = [
        *NOTES,
        f"本镇的单位：{'、'.join(tenants)}",
        "事项编号：" + "；".join(f"{code} {title}" for code, title in items),
    ]
    return write_form(Page("导入", TEMPLATE_COLUMNS), notes, form, made_on=clock.today())
