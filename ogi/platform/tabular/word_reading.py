"""The tables of an uploaded Word file as sheets of rows, each cell with its place.

Read as a stream and told by bare tags, so that files of Word, WPS and both editions of the
standard are alike. What is struck out or hidden is not read; a cell with a computed field counts
as a formula, and one that belongs to several cells as merged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from posixpath import normpath
from typing import Any, NamedTuple
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring, iterparse

from ogi.platform.errors import RuleBroken
from ogi.platform.tabular.guards import MEBIBYTE, UNREADABLE, Limits, check_cells
from ogi.platform.tabular.text import clean_text

MOST_TABLES = 50
MOST_COLUMNS = 200
DEEPEST = 200
"""Elements stand within one another at most so deep."""
DOCUMENT_BYTES = 64 * MEBIBYTE
DENSE_BYTES = 32 * MEBIBYTE
"""5,000 rows of equal short words make 13 MB of XML and pack to a two-hundredth."""
WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "trPr", "tcPr", "pPr"})
MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class WordRow(NamedTuple):
    """One row: its number from 1, texts, and the columns with formulas and merged cells."""

    number: int
    values: tuple[str | None, ...]
    formulas: frozenset[int]
    merged: frozenset[int]


class WordTable(NamedTuple):
    """One outermost table: its name for remarks and its rows."""

    name: str
    rows: list[WordRow]


def is_word(data: bytes) -> bool:
    """Tell by the names of its parts whether an archive is a Word file."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except UNREADABLE:
        return False
    return "xl/workbook.xml" not in names and any(name.startswith("word/") for name in names)


def word_limits(limits: Limits) -> Limits:
    """Return the limits for a Word file: its tables pack far denser than those of a workbook."""
    return replace(limits, ratio_free_bytes=max(limits.ratio_free_bytes, DENSE_BYTES))


def read_tables(data: bytes, limits: Limits) -> list[WordTable]:
    """Return the tables of a checked archive in the order of the document.

    Raises RuleBroken for a broken document, one too large, and one without any table.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            main = _main_part(archive)
            if archive.getinfo(main).file_size > DOCUMENT_BYTES:
                raise RuleBroken("table_too_large", limit=f"正文 {DOCUMENT_BYTES // MEBIBYTE} MB")
            with archive.open(main) as part:
                tables = _read(part, limits)
    except (*UNREADABLE, KeyError, SyntaxError) as broken:
        if isinstance(broken, RuleBroken):
            raise
        raise RuleBroken("table_unreadable") from broken
    if not tables:
        raise RuleBroken("table_absent")
    return tables


def _main_part(archive: ZipFile) -> str:
    for relation in fromstring(archive.read("_rels/.rels")):
        if str(relation.get("Type")).endswith("/officeDocument"):
            return normpath(str(relation.get("Target")).lstrip("/"))
    return "word/document.xml"


@dataclass
class _Reading:
    """Where the stream is: how deep, and the outermost table it is in."""

    limits: Limits
    depth: int = 0
    nested: int = 0
    cells: int = 0
    number: int = 0
    above: dict[int, int] = field(default_factory=dict)
    tables: list[WordTable] = field(default_factory=list)

    def begin(self, tag: str) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise RuleBroken("table_unreadable")
        if tag == "tbl":
            self.nested += 1
            if self.nested == 1:
                self._add_table()

    def _add_table(self) -> None:
        if len(self.tables) == MOST_TABLES:
            raise RuleBroken("table_too_large", limit=f"{MOST_TABLES} 张表")
        self.tables.append(WordTable(f"表格{len(self.tables) + 1}", []))
        self.number = 0

    def end(self, node: Any) -> None:
        self.depth -= 1
        tag = _bare(node.tag)
        if tag == "tr" and self.nested == 1:
            self._take(node)
            node.clear()
        elif tag == "tbl":
            self.nested -= 1
        if tag in ("p", "tbl") and not self.nested:
            node.clear()

    def _take(self, node: Any) -> None:
        self.number += 1
        if any(_bare(part.tag) == "del" for part in _children(node, "trPr")):
            return
        row = _row(self.number, node)
        self.cells += len(row.values)
        check_cells(self.cells, self.limits)
        if row.formulas or any(value is not None for value in row.values):
            self.tables[-1].rows.append(row)


def _read(part: Any, limits: Limits) -> list[WordTable]:
    reading = _Reading(limits)
    for event, node in iterparse(part, events=("start", "end")):
        if event == "start":
            reading.begin(_bare(node.tag))
        else:
            reading.end(node)
    return reading.tables


def _row(number: int, node: Any) -> WordRow:
    values: list[str | None] = [None] * _count(_find(node, "trPr"), "gridBefore", 0)
    formulas, merged = set(), set()
    for cell in _cells(node):
        properties, at = _find(cell, "tcPr"), len(values)
        span = _count(properties, "gridSpan", 1)
        text = clean_text("".join(_texts(cell)))
        values += [text or None, *[None] * (span - 1)]
        if len(values) > MOST_COLUMNS:
            raise RuleBroken("table_too_large", limit=f"{MOST_COLUMNS} 列")
        if _find(properties, "vMerge") is not None or span > 1:
            merged |= set(range(at, at + span))
        if any(map(_is_formula, cell.iter())):
            formulas.add(at)
    return WordRow(number, tuple(values), frozenset(formulas), frozenset(merged))


def _cells(node: Any) -> Iterator[Any]:
    for child in node:
        tag = _bare(child.tag)
        if tag == "tc":
            yield child
        elif tag in WRAPPERS:
            yield from _cells(child)


def _texts(node: Any) -> Iterator[str]:
    """Yield the pieces of a cell's text; each paragraph ends with a line."""
    for child in node:
        tag = _bare(child.tag)
        if tag in LEFT_OUT or (tag == "r" and _is_hidden(child)):
            continue
        if tag == "t":
            yield child.text or ""
        elif tag in MARKS:
            yield MARKS[tag]
        else:
            yield from _texts(child)
            if tag == "p":
                yield "\n"


def _is_hidden(run: Any) -> bool:
    mark = _find(_find(run, "rPr"), "vanish")
    return mark is not None and _value(mark) not in ("0", "false", "off")


def _is_formula(node: Any) -> bool:
    tag = _bare(node.tag)
    told = node.text if tag == "instrText" else _value(node, "instr") if tag == "fldSimple" else ""
    return (told or "").lstrip().startswith("=")


def _find(node: Any, tag: str) -> Any:
    return next(_children(node, None, tag), None)


def _children(node: Any, inside: str | None, tag: str = "") -> Iterator[Any]:
    """Yield the children of a node, or of its child `inside`; those of one tag, if one is given."""
    parent = node if inside is None else _find(node, inside)
    kept: Iterable[Any] = () if parent is None else parent
    yield from (child for child in kept if not tag or _bare(child.tag) == tag)


def _count(properties: Any, tag: str, absent: int) -> int:
    mark = _find(properties, tag)
    text = "" if mark is None else _value(mark)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else absent
    return max(absent, number)


def _value(node: Any, name: str = "val") -> str:
    return next((str(text) for key, text in node.attrib.items() if _bare(key) == name), "")


@lru_cache(maxsize=512)
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]
