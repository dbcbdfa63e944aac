"""Looking through a Word document: body, tables, headers, notes, remarks, tracked changes."""

import re
from collections.abc import Iterator

from lxml import etree

from ogi.platform.privacy.kinds import Finding
from ogi.platform.privacy.packages import Package, local
from ogi.platform.privacy.reading.sweep import attributes_of, place_of, sweep
from ogi.platform.privacy.search import Cell, Search

PLACES = (
    (re.compile(r"header"), "页眉"),
    (re.compile(r"footer"), "页脚"),
    (re.compile(r"comments"), "批注"),
    (re.compile(r"footnotes"), "脚注"),
    (re.compile(r"endnotes"), "尾注"),
)
WORD_PART = re.compile(r"word/(?:[^/]*|glossary/document)\.xml")
DELETED = frozenset({"del", "moveFrom"})
INSERTED = frozenset({"ins", "moveTo"})
INSTRUCTIONS = frozenset({"instrText", "delInstrText"})
TEXTS = frozenset({"t", "delText", "instrText", "delInstrText"})
BLANKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def find_in_document(package: Package, search: Search) -> list[Finding]:
    """Return the personal data of a document with the place of each in words."""
    main = package.main_part()
    done = {part for part in package.parts if part == main or WORD_PART.fullmatch(part)}
    found: list[Finding] = []
    for part in sorted(done, key=lambda one: (one != main, one)):
        root = package.tree(part)
        place = "" if part == main else _place(part)
        found += _find_in_story(root, place, search)
        for value in dict.fromkeys(attributes_of(root)):
            found += search.text(value, place or "文档的隐含属性")
    return found + sweep(package, done, search)


def _place(part: str) -> str:
    name = part.rpartition("/")[2]
    return next((words for pattern, words in PLACES if pattern.match(name)), place_of(part))


def _find_in_story(root: etree._Element, place: str, search: Search) -> list[Finding]:
    found: list[Finding] = []
    number = tables = 0
    for node in root.iter("{*}p", "{*}tbl"):
        if local(node) == "tbl":
            if not _is_inside(node, "tbl"):
                tables += 1
                changed = next(node.iter("{*}ins", "{*}moveTo", "{*}del"), None) is not None
                for deleted in (False, True)[: 1 + changed]:
                    found += search.table(_rows(node, f"{place}表格{tables}", deleted=deleted))
            continue
        if _is_inside(node, "tbl"):
            continue
        boxed = _is_inside(node, "txbxContent")
        texts = _versions(node)
        number += any(text.strip() for text in texts) and not boxed
        where = f"{place}文本框" if boxed else place or f"第{number}段"
        where += "（修订痕迹）" if len(texts) > 1 else ""
        for text in texts:
            found += search.text(text, where)
    return found


def _rows(table: etree._Element, place: str, *, deleted: bool) -> Iterator[list[Cell]]:
    for at, row in enumerate(table.iter("{*}tr"), 1):
        cells: list[Cell] = []
        column = 1
        for cell in row.iter("{*}tc"):
            texts = [_text(one, deleted=deleted) for one in cell.iter("{*}p")]
            cells.append((column, f"{place}第{at}行第{column}列", "\n".join(texts)))
            column += _width(cell)
        yield cells


def _width(cell: etree._Element) -> int:
    span = cell.find("{*}tcPr/{*}gridSpan")
    columns = "" if span is None else "".join(span.attrib.values())
    return int(columns) if columns.isdigit() else 1


def _versions(paragraph: etree._Element) -> list[str]:
    """Return the text as it stands, and as it was before tracked changes if there are any."""
    return list(dict.fromkeys(_text(paragraph, deleted=deleted) for deleted in (False, True)))


def _text(paragraph: etree._Element, *, deleted: bool) -> str:
    """Return the text of a paragraph without the text boxes in it."""
    left_out = INSERTED if deleted else DELETED
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        tag = local(node)
        if tag in TEXTS:
            text = node.text or ""
            pieces.append(f"\n{text}\n" if tag in INSTRUCTIONS or _is_hidden(node) else text)
        elif tag in BLANKS:
            pieces.append(BLANKS[tag])
        elif tag != "p" and tag not in left_out:
            waiting.extend(reversed(node))
    return "".join(pieces)


def _is_hidden(text: etree._Element) -> bool:
    run = text.getparent()
    return run is not None and run.find("{*}rPr/{*}vanish") is not None


def _is_inside(node: etree._Element, tag: str) -> bool:
    return next(node.iterancestors(f"{{*}}{tag}"), None) is not None
