"""Rows under headings as records, every fault with its sheet, row and column."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from ogi.platform.tabular.reading import Row, Sheet, Value
from ogi.platform.tabular.values import as_day, as_flag, as_number, as_text, as_whole

T = TypeVar("T")

REMARKS_TITLE = "导入备注"
"""The title of the column in which a file comes back with its remarks."""

HEADER_ROWS = 10
"""The headings stand within so many rows from the top."""


@dataclass(frozen=True, order=True)
class RowError:
    """One fault of a file; column is a letter, or "" for the whole row."""

    sheet: str
    row: int
    column: str
    message: str

    @property
    def place(self) -> str:
        """The place in words, as 表“清单”第3行B列."""
        return f"表“{self.sheet}”第{self.row}行" + (f"{self.column}列" if self.column else "")

    def __str__(self) -> str:
        return f"{self.place}：{self.message}"


@dataclass(frozen=True)
class Heading:
    """A column looked for: its key in code, its title, other titles that also serve."""

    key: str
    title: str
    required: bool = True
    also: tuple[str, ...] = ()

    def is_titled(self, text: str) -> bool:
        """Tell whether a header cell means this column; marks and spaces are ignored."""
        return _plain(text) in {_plain(title) for title in (self.title, *self.also)}


@dataclass(frozen=True)
class Record:
    """One data row: values and column letters by heading key."""

    sheet: str
    number: int
    values: dict[str, Value]
    letters: dict[str, str]

    def error(self, key: str, message: str) -> RowError:
        """Return a fault at this row, in the heading's column when it has one."""
        return RowError(self.sheet, self.number, self.letters.get(key, ""), message)


def read_records(sheet: Sheet, headings: Sequence[Heading]) -> tuple[list[Record], list[RowError]]:
    """Return the rows under the headings, and what is wrong with their form.

    Faults: headings absent or twice, required columns missing, formula cells,
    merged cells. Columns without a heading are left aside.
    """
    header = _find_header(sheet, headings)
    if header is None:
        titles = "、".join(heading.title for heading in headings if heading.required)
        return [], [RowError(sheet.name, 1, "", f"没有找到表头，应有这些列：{titles}")]
    places, errors = _place_headings(header, headings)
    rows = [row for row in sheet.rows if row.number > header.number]
    records = [_record(row, places) for row in rows]
    for row in rows:
        errors += _form_errors(row, places)
    kept = [record for record in records if any(v is not None for v in record.values.values())]
    return kept, errors


def count_heads(sheet: Sheet, headings: Sequence[Heading]) -> int:
    """Return how many of the headings stand in the sheet's header row."""
    header = _find_header(sheet, headings)
    return 0 if header is None else _matches(header, headings)


def list_unread(
    sheet: Sheet, headings: Sequence[Heading], reasons: Mapping[str, str]
) -> list[RowError]:
    """Return a remark on each titled column that has no heading, with the reason if one is given.

    The column of earlier remarks is passed over.
    """
    header = _find_header(sheet, headings)
    remarks = []
    for index, value in enumerate(() if header is None else header.values):
        title = "" if value is None else str(value)
        known = any(heading.is_titled(title) for heading in headings)
        if header is not None and title and not known and title != REMARKS_TITLE:
            why = next((text for word, text in reasons.items() if word in _plain(title)), "")
            message = f"“{title}”这一列没有读" + (f"：{why}" if why else "")
            remarks.append(RowError(sheet.name, header.number, header.letter(index), message))
    return remarks


def _find_header(sheet: Sheet, headings: Sequence[Heading]) -> Row | None:
    header = max(sheet.rows[:HEADER_ROWS], key=lambda row: _matches(row, headings), default=None)
    return header if header is not None and _matches(header, headings) else None


def _plain(text: str) -> str:
    return re.sub(r"[\s*＊（(]+|必填|[)）]", "", text)


def _matches(row: Row, headings: Sequence[Heading]) -> int:
    texts = [str(value) for value in row.values if value is not None]
    return sum(any(map(heading.is_titled, texts)) for heading in headings)


def _place_headings(
    header: Row, headings: Sequence[Heading]
) -> tuple[dict[str, int], list[RowError]]:
    places: dict[str, int] = {}
    errors = []
    for heading in headings:
        found = [i for i, text in enumerate(header.values) if heading.is_titled(str(text))]
        if found:
            places[heading.key] = found[0]
        elif heading.required:
            errors.append(RowError(header.sheet, header.number, "", f"缺少“{heading.title}”列"))
        for again in found[1:]:
            message = f"“{heading.title}”列重复"
            errors.append(RowError(header.sheet, header.number, header.letter(again), message))
    return places, errors


def _record(row: Row, places: dict[str, int]) -> Record:
    size = len(row.values)
    values = {key: row.values[i] if i < size else None for key, i in places.items()}
    return Record(row.sheet, row.number, values, {key: row.letter(i) for key, i in places.items()})


def _form_errors(row: Row, places: dict[str, int]) -> list[RowError]:
    errors = []
    for index in sorted(places.values()):
        if index in row.formulas:
            message = "这一格是公式，请改成固定的值（复制后选择性粘贴为数值）"
            errors.append(RowError(row.sheet, row.number, row.letter(index), message))
        if index in row.merged:
            message = "这一格是合并单元格，请取消合并，每行填写完整"
            errors.append(RowError(row.sheet, row.number, row.letter(index), message))
    return errors


@dataclass
class Reader:
    """Takes typed values from a record and gathers what cannot be taken.

    A value that is absent or wrong comes back as None, with its fault in errors.
    """

    record: Record
    errors: list[RowError] = field(default_factory=list)

    def text(self, key: str, *, required: bool = False, longest: int | None = None) -> str | None:
        """Take text; a number of more than 15 digits is refused as already spoilt."""
        text = self._take(key, as_text, required=required)
        if text is not None and longest is not None and len(text) > longest:
            self.refuse(key, f"内容过长，最多 {longest} 个字")
            return None
        return text

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Take a date, written as 2026-03-15, 2026年3月15日 or a date cell."""
        return self._take(key, as_day, required=required)

    def money(self, key: str, *, required: bool = False) -> Decimal | None:
        """Take an amount in yuan."""
        return self._take(key, as_number, required=required)

    def whole(self, key: str, *, required: bool = False) -> int | None:
        """Take a whole number."""
        return self._take(key, as_whole, required=required)

    def flag(self, key: str, *, required: bool = False) -> bool | None:
        """Take 是 or 否."""
        return self._take(key, as_flag, required=required)

    def choice(self, key: str, choices: dict[str, T], *, required: bool = False) -> T | None:
        """Take one of the choices by its Chinese word."""
        word = self.text(key, required=required)
        if word is not None and word not in choices:
            self.refuse(key, f"“{word}”不在可选范围内（{'、'.join(choices)}）")
        return None if word is None else choices.get(word)

    def refuse(self, key: str, message: str) -> None:
        """Note a fault that the caller found."""
        self.errors.append(self.record.error(key, message))

    def _take(self, key: str, convert: Callable[[Value], T], *, required: bool) -> T | None:
        value = self.record.values.get(key)
        if value is None:
            if required and key in self.record.letters:
                self.refuse(key, "此格必须填写")
            return None
        try:
            return convert(value)
        except ValueError as wrong:
            self.refuse(key, str(wrong))
            return None


def gather_errors(errors: Iterable[RowError], readers: Iterable[Reader] = ()) -> list[RowError]:
    """Return the faults of form and of all readers in the order of the file.

    Each cell is faulted once: what was found first, as a formula, explains the rest.
    """
    found: dict[tuple[str, int, str, str], RowError] = {}
    for error in (*errors, *(fault for reader in readers for fault in reader.errors)):
        whole_row = "" if error.column else error.message
        found.setdefault((error.sheet, error.row, error.column, whole_row), error)
    return sorted(found.values())
