"""What calamine does not tell of a sheet: formula cells, merged cells, its true extent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import normpath
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring, iterparse

from ogi.platform.errors import RuleBroken
from ogi.platform.tabular.guards import Limits, check_cells

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
LETTERS = 26
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384


@dataclass
class Scan:
    """One sheet as its XML tells it; cells are (row, column), both from 1."""

    name: str
    hidden: bool
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: set[tuple[int, int]] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def column_letter(number: int) -> str:
    """Return the letters of a column counted from 1 (27 is AA)."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number, from 1, of a column's letters."""
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def scan_sheets(data: bytes, limits: Limits) -> list[Scan]:
    """Return every worksheet of a checked archive in the workbook's order.

    Raises RuleBroken when the archive is not a workbook or has too many cells.
    """
    with ZipFile(BytesIO(data)) as archive:
        try:
            return [_scan(archive, sheet, limits) for sheet in _list_sheets(archive)]
        except (KeyError, SyntaxError, ValueError) as broken:
            if isinstance(broken, RuleBroken):
                raise
            raise RuleBroken("table_unreadable") from broken


def _list_sheets(archive: ZipFile) -> Iterator[tuple[str, bool, str]]:
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id"): relation.get("Target")
        for relation in relations
        if str(relation.get("Type")).endswith("/worksheet")
    }
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter():
        target = targets.get(sheet.get(f"{OFFICE}id"))
        if _bare(sheet.tag) == "sheet" and target:
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            yield str(sheet.get("name")), sheet.get("state", "visible") != "visible", path


def _scan(archive: ZipFile, sheet: tuple[str, bool, str], limits: Limits) -> Scan:
    name, hidden, path = sheet
    scan = Scan(name, hidden)
    row = column = cells = 0
    with archive.open(path) as part:
        for event, node in iterparse(part, events=("start", "end")):
            tag = _bare(node.tag)
            if event == "start" and tag == "row":
                row, column = int(node.get("r") or row + 1), 0
            elif event == "start" and tag == "c":
                cells += 1
                check_cells(cells, limits)
                row, column = _place(node.get("r"), row, column + 1)
                scan.rows, scan.columns = max(scan.rows, row), max(scan.columns, column)
            elif event == "start" and tag == "f":
                scan.formulas.add((row, column))
            elif event == "end" and tag == "mergeCell":
                scan.merged |= set(_covered(str(node.get("ref"))))
                check_cells(len(scan.merged), limits)
            elif event == "end" and tag == "row":
                node.clear()
    return scan


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    found = REFERENCE.fullmatch(reference or "")
    if found:
        row, column = int(found[2]), column_number(found[1])
    if not (0 < row <= MAX_ROWS and 0 < column <= MAX_COLUMNS):
        raise ValueError("cell outside the sheet")
    return row, column


def _covered(reference: str) -> Iterator[tuple[int, int]]:
    first, _, last = reference.partition(":")
    top, left = _place(first, 0, 0)
    bottom, right = _place(last or first, 0, 0)
    if (bottom - top + 1) * (right - left + 1) > MAX_COLUMNS:
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column
