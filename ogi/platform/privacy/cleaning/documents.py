"""Word documents to be published: changes accepted, remarks and hidden text gone."""

import re
from collections.abc import Iterator

from lxml import etree

from ogi.platform.privacy.cleaning.packing import Rewriting, unwrap
from ogi.platform.privacy.packages import Package, local, remove
from ogi.platform.privacy.words import word_set

STORY = re.compile(r"word/(?:document|header|footer|footnotes|endnotes|numbering|styles)[^/]*\.xml")
MARKERS = frozenset({"rPr", "trPr", "numPr", "ctrlPr"})
"""Where w:ins and w:del only say that a mark was changed, and wrap nothing."""
ACCEPTED = frozenset({"ins", "moveTo", "smartTag", "customXml"})
GONE = word_set(
    """
    del moveFrom rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange
    tcPrChange tblGridChange numberingChange cellIns cellDel cellMerge moveFromRangeStart
    moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd
    customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart
    customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd
    commentRangeStart commentRangeEnd commentReference annotationRef proofErr permStart permEnd
    dataBinding altChunk rsid OLEObject control subDoc movie
    """
)
SETTINGS_GONE = word_set(
    """
    rsids attachedTemplate mailMerge documentProtection writeProtection docVars trackRevisions
    revisionView linkStyles saveThroughXslt hdrShapeDefaults docId chartTrackingRefBased
    schemaLibrary attachedSchema smartTagType activeWritingStyle documentType forceUpgrade
    """
)
OWN_ATTRIBUTES = re.compile(r"\{.*\}(?:rsid\w*|author|initials|userId|paraId|textId|docLocation)")
SAFE_FIELDS = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION|PAGEREF|REF|NOTEREF|SEQ|TOC|STYLEREF|EQ|SYMBOL|=)(?![A-Z])"
    r"|\s*HYPERLINK\s+(?:\\l\s+)?\"?(?:https?:|_Toc|_Ref)"
)
OFF = ("0", "false", "off", "none")


def clean_document(package: Package) -> bytes:
    """Return a document with tracked changes accepted, without what does not show on paper."""
    book = Rewriting(package)
    main = package.main_part()
    book.trim_relations("")
    book.trim_relations(main)
    for part in list(book.reachable()):
        if not part.endswith(".xml"):
            continue
        if STORY.fullmatch(part):
            _clean_story(book.tree(part))
        elif part.endswith("/settings.xml"):
            _clean_settings(book.tree(part))
        if part != main:
            book.trim_relations(part)
        _drop_attributes(book.tree(part))
    return book.pack()


def _clean_story(root: etree._Element) -> None:
    for row in [one for one in root.iter("{*}tr") if one.find("{*}trPr/{*}del") is not None]:
        remove(row)
    for node in list(root.iter(etree.Element)):
        tag, parent = local(node), node.getparent()
        if parent is None:
            continue
        if tag in GONE or (tag in ACCEPTED and local(parent) in MARKERS):
            remove(node)
    for node in list(root.iter(etree.Element)):
        if local(node) in ACCEPTED and node.getparent() is not None:
            _drop_properties(node)
            unwrap(node)
    _drop_hidden(root)
    _lay_bare(root)
    for node in list(root.iter("{*}externalData")):
        remove(node)


def _drop_properties(node: etree._Element) -> None:
    for one in list(node.iterchildren("{*}smartTagPr", "{*}customXmlPr")):
        remove(one)


def _drop_hidden(root: etree._Element) -> None:
    for mark in list(root.iter("{*}vanish", "{*}specVanish", "{*}webHidden")):
        run = mark.getparent().getparent() if mark.getparent() is not None else None
        is_on = not any(v in OFF for v in mark.attrib.values())
        if is_on and run is not None and local(run) == "r" and local(mark) != "webHidden":
            remove(run)


def _lay_bare(root: etree._Element) -> None:
    """Leave the results of fields that tell of people, files and data, without the fields."""
    for simple in list(root.iter("{*}fldSimple")):
        instruction = next((v for k, v in simple.attrib.items() if k.endswith("instr")), "")
        if not SAFE_FIELDS.match(instruction):
            unwrap(simple)
    for marks, instruction in list(_fields(root)):
        if not SAFE_FIELDS.match(instruction):
            for mark in marks:
                remove(mark)


def _fields(root: etree._Element) -> Iterator[tuple[list[etree._Element], str]]:
    """Yield each field's marks and instruction; fields may stand in fields."""
    opened: list[tuple[list[etree._Element], list[str]]] = []
    for node in root.iter("{*}fldChar", "{*}instrText"):
        if local(node) == "instrText":
            if opened:
                opened[-1][0].append(node)
                opened[-1][1].append(node.text or "")
            else:
                yield [node], ""
            continue
        sort = next((v for k, v in node.attrib.items() if k.endswith("fldCharType")), "")
        if sort == "begin":
            opened.append(([], []))
        if opened:
            opened[-1][0].append(node)
            if sort == "end":
                marks, words = opened.pop()
                yield marks, "".join(words)
    for marks, _ in opened:
        yield marks, ""


def _clean_settings(root: etree._Element) -> None:
    for node in list(root.iter(etree.Element)):
        if local(node) in SETTINGS_GONE and node.getparent() is not None:
            remove(node)


def _drop_attributes(root: etree._Element) -> None:
    for node in root.iter(etree.Element):
        for key in [one for one in node.attrib if OWN_ATTRIBUTES.fullmatch(one)]:
            del node.attrib[key]
