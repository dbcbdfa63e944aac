"""Reading figures from JSON strictly: whatever is not as printed is refused by name and place."""

import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from ogi.reports.rules.figures import Cell, Claim, Figures, Table
from ogi.reports.rules.layout import FORMAT_2021, LAYOUTS, Layout, RowSpec

LARGEST_COUNT = 10**12
LARGEST_AMOUNT = 10**9
AMOUNT_DECIMALS = 6
LONGEST_TEXT = 200
SHOWN = 40
KEYS = frozenset(Figures.__dataclass_fields__)
YEARS = range(1949, 3000)
BLANK: Mapping[str, Any] = {}


class FiguresError(ValueError):
    """The text does not hold figures of a yearly report; `reasons` says why, in Chinese."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons


def parse_figures(content: bytes) -> Figures:
    """Read the figures of one report. Raises FiguresError with every fault found."""
    return parse_plain(_load(content))


def parse_plain(plain: Any) -> Figures:
    """Read figures from JSON values, as the database keeps them. Raises FiguresError."""
    reader = _Reader()
    figures = reader.figures(plain)
    if reader.faults:
        raise FiguresError(*reader.faults)
    return figures


def _load(content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FiguresError(f"不是 UTF-8 编码的文本（第 {fault.start + 1} 字节起）") from fault
    try:
        return json.loads(
            text,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as fault:
        where = f"第 {fault.lineno} 行第 {fault.colno} 字"
        raise FiguresError(f"不是 JSON 文件（{where}处写法有误）") from fault
    except RecursionError as fault:
        raise FiguresError("内容嵌套过深") from fault


def _whole(digits: str) -> int:
    if len(digits) > len(str(LARGEST_COUNT)) + 1:
        raise FiguresError(f"数字过大（{len(digits)} 位）")
    return int(digits)


def _decimal(digits: str) -> Decimal:
    number = Decimal(digits)
    if not number.is_finite() or abs(number.adjusted()) > len(str(LARGEST_COUNT)):
        raise FiguresError(f"数字过大或过小：{digits[:30]}")
    return number


def _amount_of(value: Any) -> Decimal:
    """Take a number as it is written; -1 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return Decimal(-1)
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


def _no_constant(word: str) -> NoReturn:
    raise FiguresError(f"“{word}”不是数字")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise FiguresError(f"“{_shown(key)}”写了两次")
            seen.add(key)
    return found


def _shown(value: Any) -> str:
    """Show a foreign value in one short line that any terminal can print."""
    text = str(value).encode("utf-8", "replace").decode()
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


class _Reader:
    """Walks the parsed JSON and gathers every fault instead of stopping at the first."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def figures(self, plain: Any) -> Figures:
        plain = self.mapping(plain, "文件", KEYS)
        figures = Figures(
            unit=self.unit(plain.get("unit")),
            year=self.year(plain.get("year")),
            format=self.format(plain),
            published_on=self.day(plain.get("published_on")),
            **{name: self.table(plain.get(name), name, at) for name, at in LAYOUTS.items()},
            history=self.claim(plain.get("history"), "history", "years"),
            categories=self.claim(plain.get("categories"), "categories", "parts"),
        )
        for name, _ in figures.history.parts if figures.history else ():
            if not re.fullmatch(r"[0-9]{4}", name):
                self.fault(f"history/years/{_shown(name)}", "应为四位数的年份")
        return figures

    def fault(self, where: str, what: str) -> None:
        self.faults.append(f"{where}：{what}")

    def mapping(self, value: Any, where: str, known: Collection[str] | None) -> Mapping[str, Any]:
        if value is None and where != "文件":
            return BLANK
        if not isinstance(value, dict):
            self.fault(where, "应为一组“名称: 值”")
            return BLANK
        for key in value:
            if known is not None and key not in known:
                self.fault(where, f"不认识的栏目“{_shown(key)}”")
        return value

    def unit(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
            self.fault("unit", f"应为单位名称（不超过 {LONGEST_TEXT} 字）")
            return ""
        if _shown(value.strip()[:40]) != value.strip()[:40]:
            self.fault("unit", "含有不能显示的字符")
        return value.strip()

    def year(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value not in YEARS:
            self.fault("year", f"应为 {YEARS[0]} 至 {YEARS[-1]} 之间的年份")
            return YEARS[0]
        return value

    def format(self, plain: Mapping[str, Any]) -> str:
        value = plain.get("format", FORMAT_2021)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            self.fault("format", "应为文字，如“2021”")
            return FORMAT_2021
        if value != FORMAT_2021 and any(plain.get(name) is not None for name in LAYOUTS):
            self.fault("format", f"只认识 {FORMAT_2021} 年格式的表格，文件写的是“{_shown(value)}”")
        return value

    def day(self, value: Any) -> date | None:
        if value is None:
            return None
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.fault("published_on", f"应为日期，如 2026-01-20，文件写的是“{_shown(value)}”")
        return None

    def table(self, value: Any, where: str, layout: Layout) -> Table | None:
        if value is None:
            return None
        rows = self.rows(value, where, layout, 0)
        return Table(layout, tuple(self.row(rows, spec, where) for spec in layout))

    def rows(self, value: Any, where: str, layout: Layout, depth: int) -> dict[str, Any]:
        """Flatten the levels of labels above the rows."""
        plain = self.mapping(value, where, {spec.path[depth] for spec in layout})
        if len(layout[0].path) == depth + 1:
            return dict(plain)
        found: dict[str, Any] = {}
        for label in dict.fromkeys(spec.path[depth] for spec in layout):
            below = tuple(spec for spec in layout if spec.path[depth] == label)
            found |= self.rows(plain.get(label), f"{where}/{label}", below, depth + 1)
        return found

    def row(self, rows: Mapping[str, Any], spec: RowSpec, where: str) -> tuple[Cell, ...]:
        place = "/".join((where, *spec.path))
        plain = self.mapping(rows.get(spec.label), place, spec.columns)
        read = self.amount if spec.money else self.count
        return tuple(read(plain.get(column), f"{place}/{column}") for column in spec.columns)

    def count(self, value: Any, where: str) -> int | None:
        if value is None:
            return None
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and 0 <= value <= LARGEST_COUNT:
            return int(value)
        self.fault(where, f"应为非负整数或 null，文件写的是“{_shown(value)}”")
        return None

    def amount(self, value: Any, where: str) -> Decimal | None:
        if value is None:
            return None
        amount = _amount_of(value)
        exponent = amount.as_tuple().exponent
        if 0 <= amount <= LARGEST_AMOUNT and int(exponent) >= -AMOUNT_DECIMALS:
            return amount
        self.fault(
            where,
            f"应为非负金额（万元，至多 {AMOUNT_DECIMALS} 位小数）或 null，"
            f"文件写的是“{_shown(value)}”",
        )
        return None

    def claim(self, value: Any, where: str, key: str) -> Claim | None:
        if value is None:
            return None
        plain = self.mapping(value, where, ("claimed_total", key))
        parts = self.mapping(plain.get(key), f"{where}/{key}", None)
        return Claim(
            tuple(
                (name, self.count(count, f"{where}/{key}/{_shown(name)}"))
                for name, count in parts.items()
            ),
            self.count(plain.get("claimed_total"), f"{where}/claimed_total"),
        )
