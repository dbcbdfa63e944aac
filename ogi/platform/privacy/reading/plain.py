"""Text and CSV files."""

import csv
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

from ogi.platform.privacy.kinds import Finding
from ogi.platform.privacy.reading.columns import text_tables
from ogi.platform.privacy.search import Cell, Search

BINARY_MARK = b"\x00"
SAMPLE = 4096
WIDE = (b"\xff\xfe", b"\xfe\xff")


def is_text(data: bytes) -> bool:
    """Whether the bytes are text in a form that is read here."""
    return data.startswith(WIDE) or BINARY_MARK not in data


def decode(data: bytes) -> str:
    """Return the text of bytes in UTF-8, UTF-16 or GB 18030; odd bytes become marks."""
    if data.startswith(WIDE):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def find_in_text(data: bytes, search: Search) -> list[Finding]:
    """Return the personal data of a text file with the numbers of its lines."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    found, line, at = [], 1, 0
    for one in find_in_lines(text, "", search):
        line += text.count("\n", at, one.start)
        at = one.start
        found.append(replace(one, where=f"第{line}行"))
    return found


def find_in_lines(text: str, where: str, search: Search) -> list[Finding]:
    """Return the personal data of a text that may hold tables, in order.

    In a table the heads of the columns have the last word on what a number is.
    """
    found = search.text(text, where)
    for table in text_tables(text):
        rows = [[(n, str(at), cell) for n, (at, cell) in enumerate(row)] for _, row in table]
        told = [_moved(one, int(one.where), where) for one in search.table(rows)]
        cells = {at: at + len(cell) for _, row in table[1:] for at, cell in row}
        found = _merge(found, told, cells)
    return found


def _moved(one: Finding, by: int, where: str) -> Finding:
    return replace(one, start=one.start + by, end=one.end + by, where=where)


def _merge(found: list[Finding], told: list[Finding], cells: dict[int, int]) -> list[Finding]:
    """Drop what was found inside a cell but not by the cell itself, and add what only it tells."""
    starts = sorted(cells)
    taken = {(one.kind, at) for one in told for at in (one.start, one.end)}
    kept = []
    for one in found:
        cell = starts[bisect_right(starts, one.start) - 1] if starts else 0
        inside = starts and starts[0] <= one.start and one.end <= cells[cell]
        if not inside or (one.kind, one.start) in taken or (one.kind, one.end) in taken:
            kept.append(one)
    known = {(one.kind, at) for one in kept for at in (one.start, one.end)}
    kept += [o for o in told if (o.kind, o.start) not in known and (o.kind, o.end) not in known]
    return sorted(kept, key=lambda one: one.start)


def find_in_csv(data: bytes, search: Search) -> list[Finding]:
    """Return the personal data of a CSV file with the row and column of each."""
    return search.table(_rows(decode(data)))


def _rows(text: str) -> Iterator[list[Cell]]:
    mark = max(",\t;", key=text[:SAMPLE].count)
    plain = text.replace("\x00", "")
    csv.field_size_limit(max(len(plain) + 1, csv.field_size_limit()))
    for number, row in enumerate(csv.reader(StringIO(plain), delimiter=mark), 1):
        yield [(at, f"第{number}行第{at}列", cell) for at, cell in enumerate(row, 1)]
