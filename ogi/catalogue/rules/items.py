"""What a required item must be like, and how its versions follow one another."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ogi.catalogue.rules.dues import check_due_rule
from ogi.catalogue.rules.fields import LAYOUTS, check_fields
from ogi.catalogue.rules.frequency import Frequency
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.tenants.rules import TenantKind

declare_messages(
    {
        "item_code": "编号用一个大写字母加两到四位数字，如 F03。",
        "item_code_taken": "编号“{taken}”已经用过，请换一个。",
        "item_title": "事项名称要写 1 到 {most} 个字。",
        "item_board": "请选择公开栏：党务、村务（政务）或财务。",
        "item_kinds": "请至少选择一类适用单位。",
        "item_frequency": "请选择公开频次。",
        "item_layout": "请选择填写方式：单条或表格。",
        "item_category": "请选择年度报告分类。",
        "item_display": "最短展示天数应在 0 到 {most} 之间。",
        "item_from": "新版本的生效日期要晚于现行版本的生效日期（{earliest}），也不能早于今天。",
        "item_retired": "这个事项已经停用，请先恢复。",
        "item_not_retired": "这个事项没有停用，不必恢复。",
        "item_until": "停用日期不能早于生效日期（{earliest}），也不能早于今天。",
        "due_text": "看不懂期限“{text}”。可以写：事后10日内、事后20个工作日内、"
        "期满后第1个月15日前、当年3月31日前、次年1月31日前。",
        "due_missing": "请写明{kind}的期限。",
        "due_needs_event": "长期和及时事项的期限要从事情发生或变更之日算起，如“事后10日内”。",
        "fields_count": "填写项要有 1 到 {most} 个。",
        "field_form": "看不懂填写项“{text}”。写法如：姓名；金额（金额）；"
        "性别（选项：男/女，选填）。",
        "field_choices": "选项“{text}”要写出可选的内容，如：性别（选项：男/女）。",
        "field_twice": "填写项的名称不能重复。",
    }
)

BOARDS = {"party": "党务", "affairs": "村务", "finance": "财务"}
AFFAIRS_ELSEWHERE = "政务"
"""The second board's name for departments and the township's office."""
REPORT_CATEGORIES = (
    "建设发展财务状况",
    "建设发展工作动态",
    "政府规范性文件",
    "重点工作",
    "年度工作报告",
)
CODE = re.compile(r"[A-Z]\d{2,4}")
MAX_TITLE = 60
MAX_DISPLAY_DAYS = 3650
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ItemValues:
    """The content of an item's version, apart from its code and its days."""

    board: str
    title: str
    tenant_kinds: list[str]
    fields: list[dict[str, Any]]
    layout: str
    frequency: str
    due_rule: dict[str, Any]
    min_display_days: int | None = None
    min_display_text: str = ""
    basis: str = ""
    personal_data: bool = False
    report_category: str = REPORT_CATEGORIES[1]


def board_name(board: str, kind: TenantKind | str | None = None) -> str:
    """Return a board's name; the second one is 村务 in villages and 政务 elsewhere."""
    if board == "affairs" and kind is None:
        return f"{BOARDS[board]}（{AFFAIRS_ELSEWHERE}）"
    return AFFAIRS_ELSEWHERE if board == "affairs" and kind != TenantKind.VILLAGE else BOARDS[board]


def check_code(code: str) -> None:
    """Raise RuleBroken("item_code") unless the code is a letter and some digits."""
    if not CODE.fullmatch(code):
        raise RuleBroken("item_code", field="code")


def check_item(values: ItemValues) -> None:
    """Raise RuleBroken, naming the field, unless the version can be used as it is."""
    if not 1 <= len(values.title.strip()) <= MAX_TITLE:
        raise RuleBroken("item_title", field="title", most=MAX_TITLE)
    if values.board not in BOARDS:
        raise RuleBroken("item_board", field="board")
    if not values.tenant_kinds or not set(values.tenant_kinds) <= set(TenantKind):
        raise RuleBroken("item_kinds", field="tenant_kinds")
    if values.frequency not in set(Frequency):
        raise RuleBroken("item_frequency", field="frequency")
    if values.layout not in LAYOUTS:
        raise RuleBroken("item_layout", field="layout")
    if values.report_category not in REPORT_CATEGORIES:
        raise RuleBroken("item_category", field="report_category")
    if not 0 <= (values.min_display_days or 0) <= MAX_DISPLAY_DAYS:
        raise RuleBroken("item_display", field="min_display", most=MAX_DISPLAY_DAYS)
    check_fields(values.fields)
    check_due_rule(values.due_rule, Frequency(values.frequency), values.tenant_kinds)


def check_adaptation(
    *, current_from: date, current_to: date | None, new_from: date, today: date
) -> None:
    """Raise RuleBroken unless a new version may begin on that day.

    Periods that are past keep the version they were measured by, so a version
    begins after the one before it and not before today.
    """
    if current_to is not None:
        raise RuleBroken("item_retired", field="valid_from")
    if new_from <= current_from or new_from < today:
        raise RuleBroken("item_from", field="valid_from", earliest=current_from)


def check_retirement(
    *, current_from: date, current_to: date | None, last_day: date, today: date
) -> None:
    """Raise RuleBroken unless the item may be in force for the last time on that day."""
    if current_to is not None:
        raise RuleBroken("item_retired")
    if last_day < current_from or last_day < today:
        raise RuleBroken("item_until", field="last_day", earliest=current_from)


def display_text(days: int | None, text: str) -> str:
    """Return the least time on the board in words, days and text as given."""
    shown = f"至少{days}天" if days else ""
    return f"{text}（{shown}）" if text and shown and text != shown else text or shown


def display_from_text(words: str) -> tuple[int | None, str]:
    """Return the least days on the board, when words name them, and the words."""
    found = re.search(r"(\d{1,4})\s*[天日]", words)
    plain = re.fullmatch(r"\s*(?:≥|至少|不少于)?\s*(\d{1,4})\s*[天日]?\s*", words)
    if plain:
        return int(plain[1]), ""
    return (int(found[1]) if found else None), words.strip()
