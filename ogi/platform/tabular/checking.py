"""What checking an uploaded table found, whatever it is a table of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ogi.platform.tabular.reading import Book, Sheet
from ogi.platform.tabular.records import (
    Heading,
    Reader,
    RowError,
    count_heads,
    list_unread,
    read_records,
)

R = TypeVar("R")

NOTES_SHEET = "填写说明"


@dataclass(frozen=True)
class Checked(Generic[R]):
    """Sound rows, every fault in the order of the file, and what was left unread.

    `whole` is False when the file's form is at fault: then no row may be taken.
    """

    rows: list[R] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    whole: bool = True
    notes: list[RowError] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Tell whether every row can be imported."""
        return not self.errors and bool(self.rows)

    @property
    def faulty_rows(self) -> int:
        """How many rows have a fault."""
        return len({(error.sheet, error.row) for error in self.errors})


@dataclass
class Opened:
    """A file's data rows, ready to be taken, with the faults of its form and what is not read."""

    readers: list[Reader] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowError] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Tell whether all faults so far lie in data rows."""
        places = {(reader.record.sheet, reader.record.number) for reader in self.readers}
        return all((error.sheet, error.row) in places for error in self.errors)

    def checked(self, rows: Sequence[tuple[Reader, R | None]]) -> Checked[R]:
        """Return the sound ones among rows, each beside the reader it came from."""
        whole = self.whole
        errors = self.errors + [error for reader in self.readers for error in reader.errors]
        faulty = {(error.sheet, error.row) for error in errors}
        sound = [
            row
            for reader, row in rows
            if row is not None and (reader.record.sheet, reader.record.number) not in faulty
        ]
        return Checked(sound if whole else [], sorted(set(errors)), whole, self.notes)


def open_book(
    book: Book, headings: Sequence[Heading], *, unread: Mapping[str, str] | None = None
) -> Opened:
    """Return the rows of every sheet but the notes; columns without a heading are noted.

    `unread` says why some columns are not read, by their titles. Of a Word file, tables that
    are of something else are left aside, and noted too.
    """
    opened = Opened()
    for sheet in _chosen(book, headings, opened):
        records, errors = read_records(sheet, headings)
        opened.readers += [Reader(record) for record in records]
        opened.errors += errors
        opened.notes += list_unread(sheet, headings, unread or {})
    if not opened.readers and not opened.errors:
        first = book.sheets[0].name if book.sheets else ""
        opened.errors.append(RowError(first, 1, "", "表里没有数据行"))
    return opened


def _chosen(book: Book, headings: Sequence[Heading], opened: Opened) -> list[Sheet]:
    sheets = [sheet for sheet in book.sheets if sheet.name != NOTES_SHEET]
    if not book.mixed:
        return sheets
    heads = [count_heads(sheet, headings) for sheet in sheets]
    most = max(heads, default=0)
    chosen = []
    for sheet, found in zip(sheets, heads, strict=True):
        if found * 2 >= most:
            chosen.append(sheet)
        elif sheet.rows:
            note = "没有认出表头，这张表没有读。如是上一张表的下半部分，请合成一张表"
            opened.notes.append(RowError(sheet.name, sheet.rows[0].number, "", note))
    return chosen
