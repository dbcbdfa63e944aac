"""Rows brought in from a spreadsheet: pasted text or an uploaded table becomes rows of a draft.

Nothing is lost silently: what cannot be read stays in its cell as it was typed and is told,
and what has no place is told with its words.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from ogi.postings.rules.content import MOST_ROWS, FieldSpec, clean_value, columns, parse_value

HEAD_LINES = 5
LONGEST_TOLD = 30
MOST_TOLD = 8
NOTHING_READ = "没有读出内容。请在 Excel 里选中几行，复制后再粘贴"
SERIAL = frozenset({"序号", "编号", "行号", "No", "no", "NO"})
TOTALS = frozenset({"合计", "总计", "小计", "本页合计"})
UNIT = re.compile(r"[（(][^）)]*[）)]|[\s*＊:：]|选填|必填")
MONTH_DAY = re.compile(r"(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?")

Grid = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows as a draft keeps them, and remarks on what was left out or cannot be read."""

    rows: list[dict[str, str]] = field(default_factory=list)
    remarks: tuple[str, ...] = ()


def read_pasted(text: str) -> list[list[str]]:
    """Return text copied from a spreadsheet as cells; a quoted cell may hold several lines."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    try:
        if plain.count('"') % 2 == 0:
            return [list(line) for line in csv.reader(StringIO(plain, newline=""), delimiter="\t")]
    except csv.Error:
        pass  # a cell beyond all measure: its lines are taken as they stand
    return [line.split("\t") for line in plain.split("\n")]


def take_grid(
    specs: Sequence[FieldSpec], grid: Grid, *, year: int | None = None, after: int = 0
) -> Taken:
    """Return the rows of a table of texts, which go below `after` rows that are there.

    A line of headings says which column is which; without one they come in the form's order.
    A day without a year is of `year`.
    """
    line = columns(specs)
    top, places = _heading(line, grid)
    lines = [cells for cells in grid[top:] if any(cell.strip() for cell in cells)]
    totals = [cells for cells in lines if _is_total(cells)]
    kept = [cells for cells in lines if not _is_total(cells)]
    room = max(MOST_ROWS - after, 0)
    rows = [_row(places, cells, year) for cells in kept[:room]]
    remarks = _misplaced(grid[top - 1] if top else (), places, kept[:room])
    remarks += _unread(line, rows, after)
    if totals:
        remarks.append(f"有 {len(totals)} 行合计没有放进来，合计由系统计算")
    if len(kept) > room:
        remarks.append(f"一张表最多 {MOST_ROWS} 行，后面 {len(kept) - room} 行没有放进来")
    return Taken(rows, tuple(remarks))


def told_briefly(taken: Taken) -> tuple[str, ...]:
    """Return what came of it in a few lines: how many rows, then the remarks, not too many."""
    if not taken.rows:
        return (*taken.remarks[:MOST_TOLD], NOTHING_READ)
    lines = [f"已放入 {len(taken.rows)} 行，请核对", *taken.remarks[:MOST_TOLD]]
    if (left := len(taken.remarks) - MOST_TOLD) > 0:
        lines.append(f"还有 {left} 处，见表里标出的各格")
    return tuple(lines)


def plain_label(text: str) -> str:
    """Return a heading without its unit, marks and blanks."""
    return UNIT.sub("", unicodedata.normalize("NFKC", text))


def _heading(line: Sequence[FieldSpec], grid: Grid) -> tuple[int, dict[int, FieldSpec]]:
    """Return how many lines stand above the rows, and which column is which field."""
    known = {plain_label(spec.label): spec for spec in line}
    for number, cells in enumerate(grid[:HEAD_LINES], start=1):
        filled = [cell for cell in cells if cell.strip()]
        found = {
            index: known[label]
            for index, cell in enumerate(cells)
            if (label := plain_label(cell)) in known
        }
        if filled and len(found) >= min(2, len(line)) and len(found) * 2 >= len(filled):
            return number, found
    return 0, dict(enumerate(line))


def _is_total(cells: Sequence[str]) -> bool:
    first = next((cell for cell in cells if cell.strip()), "")
    return UNIT.sub("", first) in TOTALS


def _row(places: Mapping[int, FieldSpec], cells: Sequence[str], year: int | None) -> dict[str, str]:
    return {
        spec.key: clean_value(spec, _with_year(spec, cells[index], year))
        for index, spec in places.items()
        if index < len(cells)
    }


def _with_year(spec: FieldSpec, text: str, year: int | None) -> str:
    if spec.kind != "date" or year is None:
        return text
    found = MONTH_DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return f"{year}-{found[1]}-{found[2]}" if found else text


def _misplaced(
    heads: Sequence[str], places: Mapping[int, FieldSpec], lines: Sequence[Sequence[str]]
) -> list[str]:
    """Return a remark for each column that has no place in the form."""
    found: dict[int, str] = {}
    for cells in lines:
        for index, cell in enumerate(cells):
            if cell.strip() and index not in places:
                found.setdefault(index, cell.strip()[:LONGEST_TOLD])
    remarks = []
    for index, sample in sorted(found.items()):
        head = heads[index].strip() if index < len(heads) else ""
        if plain_label(head) not in SERIAL:
            name = f"“{head}”" if head else f"第 {index + 1} 列"
            remarks.append(f"{name}在表里没有对应的栏，没有放进来，例如“{sample}”")
    return remarks


def _unread(line: Sequence[FieldSpec], rows: Sequence[Mapping[str, str]], after: int) -> list[str]:
    """Return a remark for each cell that was kept as typed because it cannot be read."""
    remarks = []
    for number, row in enumerate(rows, start=after + 1):
        for spec in line:
            if not (text := row.get(spec.key)):
                continue
            try:
                parse_value(spec, text)
            except ValueError as wrong:
                told = text[:LONGEST_TOLD]
                remarks.append(f"第 {number} 行“{spec.label}”：“{told}”看不懂，{wrong}")
    return remarks
