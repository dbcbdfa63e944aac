"""The catalogue as a spreadsheet: its columns, a row of it, and rows read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ogi.catalogue.rules.fields import LAYOUTS
from ogi.catalogue.rules.frequency import FREQUENCY_NAMES
from ogi.catalogue.rules.items import REPORT_CATEGORIES, ItemValues, check_code
from ogi.catalogue.rules.words import ItemWords, values_of, words_of
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.tabular import (
    Book,
    Column,
    Heading,
    Reader,
    Record,
    RowError,
    Sheet,
    count_heads,
    gather_errors,
    read_records,
)
from ogi.tenants.rules import KIND_NAMES

declare_messages(
    {
        "import_faulty": "文件里有 {errors} 处错误，没有导入任何一行。请改正后重新上传，"
        "或选择“只导入没有错误的行”。",
        "import_empty": "文件里没有需要新增或修改的事项，没有导入。",
    }
)

SHEET_NAME = "事项目录"
COLUMNS = (
    ("code", Column("编号", width=8, hint="一个大写字母加两到四位数字，如 F03")),
    ("board", Column("公开栏", width=14, choices=("党务", "村务（政务）", "财务"))),
    ("title", Column("事项名称", width=34)),
    ("tenant_kinds", Column("适用单位", width=16, hint=f"可写：{'、'.join(KIND_NAMES.values())}")),
    ("frequency", Column("频次", width=8, choices=tuple(FREQUENCY_NAMES.values()))),
    ("due_rule", Column("期限", width=30, hint="如：村：事后10日内；镇机关：事后20个工作日内")),
    ("layout", Column("填写方式", width=10, choices=tuple(LAYOUTS.values()))),
    (
        "fields",
        Column("填写项", width=60, hint="如：姓名；金额（金额）；性别（选项：男/女）"),
    ),
    ("min_display", Column("最短展示", width=16)),
    ("basis", Column("依据", width=24)),
    ("personal_data", Column("含个人信息", width=10, choices=("是", "否"))),
    ("report_category", Column("年度报告分类", width=20, choices=REPORT_CATEGORIES)),
)
DAYS = (Column("生效日期", "date", width=12), Column("停用日期", "date", width=12))
OPTIONAL = frozenset({"min_display", "basis", "personal_data", "report_category"})
HEADINGS = tuple(
    Heading(key, column.title, required=key not in OPTIONAL) for key, column in COLUMNS
)
UNREAD = {"生效": "只供查看", "停用": "只供查看，停用请在页面上办理"}
"""Why columns of these titles are not read."""
NOTES = (
    "每行一个事项。“编号”已有的，作为修改；没有的，作为新增。内容没有变化的行不处理。",
    "修改从导入时选定的生效日期起算，以前的所属期仍按原来的规定。",
    "“期限”可写：事后10日内、事后20个工作日内、期满后第1个月15日前、当年3月31日前、次年1月31日前。",
    "不同单位的期限用分号隔开，如：村：事后10日内；部门：事后20个工作日内。",
    "“填写项”用分号隔开，括号里写类型：金额、日期、数字、电话、长文本、选项：甲/乙。",
    "括号里还可以加“选填”；表格里只填一次的项加“全表”。",
    "“生效日期”“停用日期”只供查看，导入时不读。停用请在页面上办理。",
)


@dataclass(frozen=True)
class SheetItem:
    """One sound row: its place, its code, its content."""

    sheet: str
    row: int
    code: str
    values: ItemValues


def sheet_row(
    code: str, values: ItemValues, valid_from: date, valid_to: date | None
) -> tuple[object, ...]:
    """Return an item as a row in the order of COLUMNS, with its days after them."""
    words = words_of(values)
    cells = [code if key == "code" else getattr(words, key) for key, _ in COLUMNS]
    return (*cells, valid_from, valid_to)


def find_sheet(book: Book) -> Sheet:
    """Return the sheet named 事项目录, else the first one; of a Word file the fitting table."""
    if book.mixed:
        return max(book.sheets, key=lambda sheet: count_heads(sheet, HEADINGS))
    named = (sheet for sheet in book.sheets if sheet.name == SHEET_NAME)
    return next(named, book.sheets[0] if book.sheets else Sheet(SHEET_NAME, ()))


def read_items(
    sheet: Sheet, known: Mapping[str, ItemValues]
) -> tuple[list[SheetItem], list[RowError]]:
    """Return the sound rows, and what is wrong with the others, row by row.

    `known` holds the content in force by code, so that fields keep their keys.
    """
    records, errors = read_records(sheet, HEADINGS)
    if any(heading.required and heading.key not in _found(records) for heading in HEADINGS):
        return [], errors
    faulty = {error.row for error in errors}
    items: list[SheetItem] = []
    seen: dict[str, int] = {}
    for record in records:
        take = Reader(record)
        item = _read_item(take, known)
        if item is not None and item.code in seen:
            take.refuse("code", f"编号“{item.code}”与第{seen[item.code]}行重复")
        errors += take.errors
        if item is not None and not take.errors:
            seen[item.code] = item.row
            if item.row not in faulty:
                items.append(item)
    return items, gather_errors(errors)


def _found(records: Sequence[Record]) -> Mapping[str, str]:
    return records[0].letters if records else {}


def _read_item(take: Reader, known: Mapping[str, ItemValues]) -> SheetItem | None:
    texts = {
        key: take.text(key, required=key not in OPTIONAL) or ""
        for key, _ in COLUMNS
        if key != "personal_data"
    }
    personal = take.flag("personal_data")
    if take.errors:
        return None
    code = texts.pop("code").strip().upper()
    usual = known.get(code)
    texts["report_category"] = texts["report_category"] or (
        usual.report_category if usual else REPORT_CATEGORIES[1]
    )
    if personal is None:
        personal = bool(usual and usual.personal_data)
    try:
        check_code(code)
        values = values_of(ItemWords(**texts, personal_data=personal), usual)
    except RuleBroken as broken:
        take.refuse(broken.field or "code", broken.text)
        return None
    return SheetItem(take.record.sheet, take.record.number, code, values)


def check_import(errors: int, changes: int, *, only_sound: bool) -> None:
    """Raise RuleBroken unless a file may be taken over: all of it, or by choice the rest."""
    if errors and not only_sound:
        raise RuleBroken("import_faulty", errors=errors)
    if not changes:
        raise RuleBroken("import_empty")
