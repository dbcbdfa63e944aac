"""What stands in any other part of an office file: properties, drawings, charts, caches."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from ogi.platform.privacy.kinds import Finding
from ogi.platform.privacy.packages import Package, local
from ogi.platform.privacy.reading.plain import find_in_text
from ogi.platform.privacy.search import Search

PLACES = (
    (re.compile(r"docProps/"), "文件属性"),
    (re.compile(r".*(?:drawings?|diagrams)/"), "图形或文本框"),
    (re.compile(r".*charts?(?:Sheets)?/"), "图表"),
    (re.compile(r".*pivot"), "数据透视表的缓存"),
    (re.compile(r".*externalLinks/"), "外部链接的缓存"),
    (re.compile(r"customXml/"), "自定义数据"),
    (re.compile(r".*(?:[cC]omments|persons?/|people)"), "批注"),
    (re.compile(r".*tables/"), "表格定义"),
    (re.compile(r".*\.rels$"), "超链接"),
    (re.compile(r".*glossary/"), "文档部件库"),
    (re.compile(r".*settings"), "文档设置"),
)
XML = (".xml", ".rels", ".vml")
TEXT = (".txt", ".htm", ".html", ".mht", ".csv", ".rtf", ".json")
SHORTEST_ATTRIBUTE = 6
HAN_OR_NUMBER = re.compile(r"[\u4e00-\u9fff]|[0-9０-９][^\s]{6,}[0-9０-９]")
PARAGRAPHS = frozenset({"p", "comment", "si", "text"})


def sweep(package: Package, done: set[str], search: Search) -> list[Finding]:
    """Return the personal data of every part that is not in `done`."""
    found: list[Finding] = []
    for part in package.parts:
        if part in done or part == "[Content_Types].xml":
            continue
        lower = part.lower()
        if lower.endswith(XML):
            for text in dict.fromkeys(texts_of(package.tree(part))):
                found += search.text(text, place_of(part))
        elif lower.endswith(TEXT):
            lines = find_in_text(package.read(part), search)
            found += [replace(one, where=f"嵌入的内容{one.where}") for one in lines]
    return found


def place_of(part: str) -> str:
    """Return the words for the part of the file in which something stands."""
    return next((words for pattern, words in PLACES if pattern.match(part)), "文件的内部内容")


def texts_of(root: etree._Element) -> Iterator[str]:
    """Yield the texts of a part, paragraph by paragraph, then its attributes."""
    taken: set[etree._Element] = set()
    for node in root.iter():
        if local(node) in PARAGRAPHS:
            taken.update(node.iter())
            yield "".join(node.itertext())
        elif node not in taken and isinstance(node.tag, str) and node.text:
            yield node.text
    yield from attributes_of(root)


def attributes_of(root: etree._Element) -> Iterator[str]:
    """Yield the attributes below an element that may hold words or long numbers."""
    for node in root.iter(etree.Element):
        for value in node.attrib.values():
            if len(value) >= SHORTEST_ATTRIBUTE and HAN_OR_NUMBER.search(value):
                yield str(value)
