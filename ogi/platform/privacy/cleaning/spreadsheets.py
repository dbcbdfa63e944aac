"""Spreadsheets to be published: visible values, nothing behind them."""

import re

from lxml import etree

from ogi.platform.errors import RuleBroken
from ogi.platform.privacy.cleaning.packing import RELATION_SPACES, Rewriting
from ogi.platform.privacy.packages import Package, local, remove
from ogi.platform.privacy.reading.spreadsheets import REFERENCE, column_number
from ogi.platform.privacy.words import word_set

WORKBOOK_KEPT = frozenset({"workbookPr", "bookViews", "sheets", "definedNames", "calcPr"})
SHEET_KEPT = word_set(
    """
    sheetPr dimension sheetViews sheetFormatPr cols sheetData autoFilter mergeCells
    conditionalFormatting hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks
    colBreaks drawing
    """
)
PRINT_NAMES = frozenset({"_xlnm.Print_Area", "_xlnm.Print_Titles"})
OWN_NAMES = re.compile(r"codeName|\{.*\}(?:uid|.*[Rr]evision.*)|documentId")
ON = ("1", "true", "on")


def clean_spreadsheet(package: Package) -> bytes:
    """Return a workbook of its visible sheets, hidden rows and columns emptied.

    Raises RuleBroken ("privacy_broken") when no sheet is visible.
    """
    book = Rewriting(package)
    workbook = package.main_part()
    book.trim_relations("")
    sheets = _keep_visible_sheets(book, workbook)
    used: set[int] = set()
    for part in sheets:
        _clean_sheet(book.tree(part), used)
        book.trim_relations(part)
    for part in [one for one in book.reachable() if "/drawings/" in one or "/charts/" in one]:
        if part.endswith(".xml"):
            _clean_drawing(book.tree(part))
            book.trim_relations(part)
    _blank_unused_strings(book, workbook, used)
    return book.pack()


def _keep_visible_sheets(book: Rewriting, workbook: str) -> list[str]:
    root, targets = book.tree(workbook), book.targets(workbook)
    for child in list(root.iterchildren(etree.Element)):
        if local(child) not in WORKBOOK_KEPT:
            remove(child)
    hidden: set[str] = set()
    kept: list[str] = []
    places: dict[str, str] = {}
    for at, sheet in enumerate(list(root.iter("{*}sheet"))):
        relation = next(filter(None, (sheet.get(f"{one}id") for one in RELATION_SPACES)), "")
        target = targets.get(relation, "")
        if sheet.get("state", "visible") == "visible" and target in book.package:
            places[str(at)] = str(len(kept))
            kept.append(target)
        else:
            hidden.add(relation)
            remove(sheet)
    if not kept:
        raise RuleBroken("privacy_broken", name=book.package.name)
    _keep_print_names(root, places)
    for view in root.iter("{*}workbookView"):
        view.attrib.clear()
    for properties in root.iter("{*}workbookPr"):
        _drop_attributes(properties)
    book.trim_relations(workbook, hidden)
    return kept


def _keep_print_names(root: etree._Element, places: dict[str, str]) -> None:
    for names in list(root.iter("{*}definedNames")):
        for name in list(names):
            place = places.get(name.get("localSheetId") or "")
            if name.get("name") in PRINT_NAMES and place is not None:
                name.set("localSheetId", place)
                for key in ("comment", "description", "help", "statusBar"):
                    name.attrib.pop(key, None)
            else:
                names.remove(name)
        if not len(names):
            remove(names)


def _clean_sheet(root: etree._Element, used: set[int]) -> None:
    for child in list(root.iterchildren(etree.Element)):
        if local(child) not in SHEET_KEPT:
            remove(child)
    _drop_attributes(root)
    for node in root.iter("{*}sheetPr"):
        _drop_attributes(node)
    for node in root.iter("{*}autoFilter"):
        for child in list(node):
            node.remove(child)
    columns = [
        (int(one.get("min") or 1), int(one.get("max") or 1))
        for one in root.iter("{*}col")
        if one.get("hidden") in ON or one.get("width") == "0"
    ]
    for row in root.iter("{*}row"):
        _clean_row(row, columns, used)
    _clean_links(root)


def _clean_row(row: etree._Element, columns: list[tuple[int, int]], used: set[int]) -> None:
    row_hidden = row.get("hidden") in ON or row.get("ht") == "0"
    at = 0
    for cell in list(row.iterchildren("{*}c")):
        place = REFERENCE.fullmatch(cell.get("r") or "")
        at = column_number(place[1]) if place else at + 1
        if row_hidden or any(first <= at <= last for first, last in columns):
            row.remove(cell)
            continue
        for formula in list(cell.iterchildren("{*}f")):
            cell.remove(formula)
        _drop_spoken(cell)
        value = cell.findtext("{*}v") or ""
        if cell.get("t") == "s" and value.isdigit():
            used.add(int(value))


def _clean_links(root: etree._Element) -> None:
    for link in root.iter("{*}hyperlink"):
        for key in ("tooltip", "display"):
            link.attrib.pop(key, None)


def _clean_drawing(root: etree._Element) -> None:
    anchors = ("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor")
    for anchor in list(root.iter(*anchors)):
        if any(one.get("hidden") in ON for one in anchor.iter("{*}cNvPr")):
            remove(anchor)
    for node in list(root.iter("{*}externalData", "{*}extLst")):
        remove(node)


def _blank_unused_strings(book: Rewriting, workbook: str, used: set[int]) -> None:
    for one in book.package.relations(workbook):
        if one.sort == "sharedStrings" and one.target in book.package:
            for at, item in enumerate(book.tree(one.target).iterchildren("{*}si")):
                if at in used:
                    _drop_spoken(item)
                else:
                    for child in list(item):
                        item.remove(child)
                    etree.SubElement(item, item.tag.replace("}si", "}t"))


def _drop_spoken(node: etree._Element) -> None:
    for one in list(node.iter("{*}rPh", "{*}phoneticPr", "{*}extLst")):
        remove(one)


def _drop_attributes(node: etree._Element) -> None:
    for key in [one for one in node.attrib if OWN_NAMES.fullmatch(one)]:
        del node.attrib[key]
