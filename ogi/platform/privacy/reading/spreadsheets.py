"""Looking through a spreadsheet: every sheet, shown or hidden, and all that hangs on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from ogi.platform.errors import RuleBroken
from ogi.platform.privacy.kinds import Finding
from ogi.platform.privacy.packages import Package, local, remove
from ogi.platform.privacy.reading.sweep import sweep, texts_of
from ogi.platform.privacy.search import Cell, Search, whole_number

STATES = {"hidden": "（隐藏）", "veryHidden": "（深度隐藏）"}
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
HEADER_CODES = re.compile(r'&"[^"]*"|&[0-9]{1,2}(?![0-9])|&[A-Za-z]')
HEADERS = frozenset(
    {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
)
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
LETTERS = 26
TEXT_TYPES = frozenset({"s", "inlineStr", "str"})


@dataclass
class SheetPart:
    """One sheet of a workbook: its place in words, its part, its hidden columns."""

    words: str
    part: str
    hidden: list[tuple[int, int]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def hides(self, column: int) -> bool:
        """Whether the column is hidden."""
        return any(first <= column <= last for first, last in self.hidden)


def find_in_spreadsheet(package: Package, search: Search) -> list[Finding]:
    """Return the personal data of a workbook with sheet and cell of each."""
    workbook = package.main_part()
    strings, done = _shared_strings(package, workbook)
    found: list[Finding] = []
    for sheet in sheets_of(package, workbook):
        if sheet.part not in package:
            continue
        done.add(sheet.part)
        found += search.table(_rows(package, sheet, strings))
        for where, text in sheet.notes:
            found += search.text(text, where)
        for comments in _comments(package, sheet.part):
            done.add(comments)
            found += _find_in_comments(package, comments, sheet.words, search)
    done.add(workbook)
    found += _find_in_workbook(package.tree(workbook), search)
    return found + sweep(package, done, search)


def sheets_of(package: Package, workbook: str) -> Iterator[SheetPart]:
    """Yield the sheets in the order of the workbook."""
    targets = {one.id: one.target for one in package.relations(workbook)}
    for sheet in package.tree(workbook).iter("{*}sheet"):
        state = STATES.get(sheet.get("state") or "", "")
        relation = sheet.get(RELATION_ID) or sheet.get(STRICT_RELATION_ID) or ""
        yield SheetPart(f"工作表“{sheet.get('name')}”{state}", targets.get(relation, ""))


def column_number(letters: str) -> int:
    """Return a column's number from 1 by its letters."""
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def read_events(package: Package, part: str, *tags: str) -> Iterator[etree._Element]:
    """Yield the wanted elements of a large part one by one, forgetting those seen."""
    wanted = [f"{{*}}{tag}" for tag in tags]
    source = BytesIO(package.read(part))
    try:
        for _, node in etree.iterparse(
            source, tag=wanted, resolve_entities=False, no_network=True, load_dtd=False
        ):
            yield node
            node.clear(keep_tail=False)
            while node.getprevious() is not None:
                del node.getparent()[0]
    except etree.XMLSyntaxError as broken:
        raise RuleBroken("privacy_broken", name=package.name) from broken


def _find_in_workbook(root: etree._Element, search: Search) -> list[Finding]:
    found: list[Finding] = []
    for name in list(root.iter("{*}definedName")):
        words = f"{name.get('name') or ''} {name.text or ''} {name.get('comment') or ''}"
        found += search.text(words, f"名称“{name.get('name')}”")
        remove(name)
    for sheet in root.iter("{*}sheet"):
        found += search.text(sheet.attrib.pop("name", ""), "工作表的名称")
    for text in texts_of(root):
        found += search.text(text, "工作簿的设置")
    return found


def _shared_strings(package: Package, workbook: str) -> tuple[list[str], set[str]]:
    for one in package.relations(workbook):
        if one.sort == "sharedStrings" and one.target in package:
            items = read_events(package, one.target, "si")
            return ["".join(item.itertext()) for item in items], {one.target}
    return [], set()


def _rows(package: Package, sheet: SheetPart, strings: list[str]) -> Iterator[list[Cell]]:
    number = 0
    for node in read_events(package, sheet.part, "row", "col", "headerFooter", "dataValidation"):
        tag = local(node)
        if tag == "row":
            number = int(node.get("r") or number + 1)
            yield list(_cells(node, number, sheet, strings))
        elif tag == "col":
            if _is_on(node.get("hidden")) or node.get("width") == "0":
                span = int(node.get("min") or 1), int(node.get("max") or 1)
                sheet.hidden.append(span)
        else:
            place = "页眉页脚" if tag == "headerFooter" else "数据有效性"
            texts = (HEADER_CODES.sub("", text) for text in texts_of(node))
            sheet.notes.extend((f"{sheet.words}{place}", text) for text in texts)


def _cells(
    row: etree._Element, number: int, sheet: SheetPart, strings: list[str]
) -> Iterator[Cell]:
    row_hidden = _is_on(row.get("hidden")) or row.get("ht") == "0"
    column = 0
    for cell in row.iterchildren("{*}c"):
        place = REFERENCE.fullmatch(cell.get("r") or "")
        column = column_number(place[1]) if place else column + 1
        where = f"{sheet.words}{place[0] if place else f'第{number}行第{column}列'}"
        where += "（隐藏的行）" if row_hidden else "（隐藏的列）" if sheet.hides(column) else ""
        text = _value(cell, strings)
        if text:
            yield column, where, text
        formula = cell.findtext("{*}f")
        if formula and '"' in formula:
            yield -column, f"{where}的公式", formula


def _value(cell: etree._Element, strings: list[str]) -> str:
    sort = cell.get("t") or "n"
    if sort == "inlineStr":
        return "".join(text for part in cell.iterchildren("{*}is") for text in part.itertext())
    value = cell.findtext("{*}v") or ""
    if sort == "s":
        at = int(value) if value.isdigit() else -1
        return strings[at] if 0 <= at < len(strings) else ""
    return value if sort in TEXT_TYPES else whole_number(value)


def _comments(package: Package, part: str) -> list[str]:
    sorts = ("comments", "threadedComment")
    return [
        one.target for one in package.relations(part) if one.sort in sorts and one.target in package
    ]


def _find_in_comments(package: Package, part: str, words: str, search: Search) -> list[Finding]:
    found: list[Finding] = []
    root = package.tree(part)
    for comment in root.iter("{*}comment", "{*}threadedComment"):
        where = f"{words}{comment.get('ref') or ''}批注"
        found += search.text("".join(comment.itertext()), where)
    for author in root.iter("{*}author"):
        found += search.text(author.text or "", f"{words}批注作者")
    return found


def _is_on(value: str | None) -> bool:
    return value in ("1", "true", "on")
