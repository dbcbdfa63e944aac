"""Writing a package anew: wanted relations only, and only the parts that can be reached."""

import posixpath
from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from ogi.platform.privacy.cleaning.pictures import strip_picture
from ogi.platform.privacy.packages import RELATION_SUFFIX, Package, Relation, local, remove
from ogi.platform.privacy.words import word_set

TYPES = "[Content_Types].xml"
RELATION_SPACES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
WEB = ("http://", "https://")
KEPT_RELATIONS = word_set(
    """
    officeDocument worksheet chartsheet sharedStrings styles theme drawing image chart
    chartUserShapes chartStyle chartColorStyle diagramData diagramLayout diagramQuickStyle
    diagramColors diagramDrawing hyperlink header footer footnotes endnotes numbering fontTable
    settings font
    """
)
"""Everything else (properties, remarks, caches, macros, links, own data) is left behind."""
ATTRIBUTE_ONLY = frozenset({"blip", "pageSetup", "hlinkClick", "hlinkHover", "imagedata", "fill"})
UNWRAPPED = frozenset({"hyperlink"})
EMPTY_WRAPPERS = word_set(
    """
    externalReferences pivotCaches hyperlinks oleObjects controls tableParts
    """
)


class Rewriting:
    """The parts of a package as they will be written."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._trees: dict[str, etree._Element] = {}

    def tree(self, part: str) -> etree._Element:
        """Return a part's tree; what is changed in it will be written."""
        if part not in self._trees:
            self._trees[part] = self.package.tree(part)
        return self._trees[part]

    def targets(self, part: str) -> dict[str, str]:
        """Return the parts that a part is tied to, by the ids of the relations."""
        return {one.id: one.target for one in self.package.relations(part) if not one.external}

    def trim_relations(self, part: str, dropped: Iterable[str] = ()) -> None:
        """Leave out relations of unwanted sorts, and those named, with what points to them."""
        unwanted = set(dropped)
        for one in self.package.relations(part):
            if not self._is_wanted(one):
                unwanted.add(one.id)
        rels = relations_part(part)
        if rels not in self.package:
            return
        for node in list(self.tree(rels)):
            if node.get("Id") in unwanted:
                self.tree(rels).remove(node)
        if part and part.endswith(".xml"):
            _forget(self.tree(part), unwanted)

    def _is_wanted(self, one: Relation) -> bool:
        if one.external:
            return one.sort == "hyperlink" and one.target.startswith(WEB)
        return one.sort in KEPT_RELATIONS and one.target in self.package

    def reachable(self) -> Iterator[str]:
        """Yield the parts that the remaining relations lead to, the package's own first."""
        waiting, seen = [""], {""}
        while waiting:
            part = waiting.pop(0)
            if part:
                yield part
            rels = relations_part(part)
            if rels not in self.package:
                continue
            yield rels
            kept = {node.get("Id") for node in self.tree(rels)}
            for one in self.package.relations(part):
                if one.id in kept and not one.external and one.target not in seen:
                    seen.add(one.target)
                    waiting.append(one.target)

    def pack(self) -> bytes:
        """Return the package written anew, without dates, remarks and unreached parts."""
        parts = list(self.reachable())
        types = self.tree(TYPES)
        kept = {f"/{part}" for part in parts}
        for node in list(types):
            if local(node) == "Override" and node.get("PartName") not in kept:
                types.remove(node)
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for part in [TYPES, *parts]:
                archive.writestr(_bare(part), self._bytes(part))
        return out.getvalue()

    def _bytes(self, part: str) -> bytes:
        tree = self._trees.get(part)
        if tree is None:
            return strip_picture(self.package.read(part))
        _without_remarks(tree)
        return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def relations_part(part: str) -> str:
    """Return the part that holds the relations of a part."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", file + RELATION_SUFFIX)


def unwrap(node: etree._Element) -> None:
    """Put an element's children in its place."""
    parent = node.getparent()
    if parent is not None:
        at = parent.index(node)
        parent[at : at + 1] = list(node)


def _forget(root: etree._Element, ids: set[str]) -> None:
    for node in list(root.iter(etree.Element)):
        lost = [
            key for key, value in node.attrib.items()
            if key.startswith(RELATION_SPACES) and value in ids
        ]  # fmt: skip
        if not lost:
            continue
        for key in lost:
            del node.attrib[key]
        if local(node) in UNWRAPPED and len(node):
            unwrap(node)
        elif local(node) not in ATTRIBUTE_ONLY:
            parent = node.getparent()
            remove(node)
            if parent is not None and local(parent) in EMPTY_WRAPPERS and not len(parent):
                remove(parent)


def _without_remarks(root: etree._Element) -> None:
    for node in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        remove(node)


def _bare(part: str) -> ZipInfo:
    member = ZipInfo(part, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = ZIP_DEFLATED
    return member
