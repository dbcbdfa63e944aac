"""Office files as packages of parts, opened only after their weight and contents are checked."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.tabular.guards import MEBIBYTE, ZIP_MAGIC, Limits, check_archive

OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF_MAGIC = b"%PDF-"
MAGIC_REACH = 1024
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
PACKAGE_LIMITS = Limits(unpacked_bytes=120 * MEBIBYTE)
MOST_XML_BYTES = 32 * MEBIBYTE
"""Of one part; larger ones are not built up as a tree."""
MACROS = re.compile(r"(?i).*(?:vbaProject.*\.bin|vbaData\.xml|/activeX/.*|embeddings/.*\.bin)")
UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f\\]")
RELATION_SUFFIX = ".rels"

declare_messages(
    {
        "privacy_kind": "文件“{name}”的类型无法检查个人信息。"
        "请另存为 PDF、Word（docx）、Excel（xlsx）或文本文件后再上传。",
        "privacy_old": "文件“{name}”是旧格式（doc、xls），无法检查。"
        "请另存为 docx 或 xlsx 后再上传。",
        "privacy_locked": "文件“{name}”设了密码，无法检查个人信息。请去掉密码后再上传。",
        "privacy_macro": "文件“{name}”里有宏或嵌入的程序对象，已拒绝。"
        "请另存为不含宏的 docx 或 xlsx。",
        "privacy_bomb": "文件“{name}”解压后过大或压缩得不正常，已拒绝。请重新另存或拆分后再上传。",
        "privacy_unsafe": "文件“{name}”里有不正常的内容，已拒绝。"
        "请用 Word、Excel 或 WPS 重新另存。",
        "privacy_broken": "文件“{name}”打不开，可能没有传完整。请重新另存后再上传。",
    }
)
CAUSES = {"table_bomb": "privacy_bomb", "table_unsafe": "privacy_unsafe"}


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does."""
    return PDF_MAGIC in data[:MAGIC_REACH]


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie from one part to another part, or to an address outside the file."""

    id: str
    sort: str
    target: str
    external: bool


class Package:
    """The parts of one office file, read one at a time."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._archive = ZipFile(BytesIO(data))
        self.parts = tuple(one for one in self._archive.namelist() if not one.endswith("/"))
        self._known = frozenset(self.parts)

    def __contains__(self, part: str) -> bool:
        return part in self._known

    def read(self, part: str) -> bytes:
        """Return a part's bytes. Raises RuleBroken ("privacy_broken") when it is missing."""
        try:
            return self._archive.read(part)
        except KeyError as missing:
            raise RuleBroken("privacy_broken", name=self.name) from missing

    def tree(self, part: str) -> etree._Element:
        """Return a part as a tree without entities. Raises RuleBroken for anything else."""
        return parse(self.read(part), self.name)

    def relations(self, part: str = "") -> Iterator[Relation]:
        """Yield what a part is tied to; without a part, what the package itself is."""
        folder, file = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", file + RELATION_SUFFIX)
        if rels not in self:
            return
        for one in self.tree(rels):
            external = one.get("TargetMode") == "External"
            target = one.get("Target") or ""
            sort = (one.get("Type") or "").rpartition("/")[2]
            yield Relation(
                one.get("Id") or "", sort, target if external else resolve(folder, target), external
            )

    def main_part(self) -> str:
        """Return the part in which the document begins."""
        for one in self.relations():
            if one.sort == "officeDocument" and one.target in self:
                return one.target
        raise RuleBroken("privacy_broken", name=self.name)


def open_package(name: str, data: bytes, limits: Limits = PACKAGE_LIMITS) -> Package:
    """Return the parts of an office file after weighing them.

    Raises RuleBroken for bombs, entities, macros, passwords, unsafe names and broken files.
    """
    if data.startswith(OLD_OFFICE_MAGIC):
        locked = ENCRYPTED_MARK in data
        raise RuleBroken("privacy_locked" if locked else "privacy_old", name=name)
    if not data.startswith(ZIP_MAGIC):
        raise RuleBroken("privacy_kind", name=name)
    if len(data) > limits.packed_bytes:
        raise RuleBroken("privacy_bomb", name=name)
    try:
        check_archive(data, limits)
        package = Package(name, data)
    except RuleBroken as broken:
        locked = broken.values.get("part") == "加密"
        code = "privacy_locked" if locked else CAUSES.get(broken.code, "privacy_broken")
        raise RuleBroken(code, name=name) from broken
    except BadZipFile as broken:
        raise RuleBroken("privacy_broken", name=name) from broken
    _check_parts(package)
    return package


def parse(xml: bytes, name: str) -> etree._Element:
    """Return the root of a part; document types and entities are refused, not resolved."""
    if len(xml) > MOST_XML_BYTES:
        raise RuleBroken("privacy_bomb", name=name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as broken:
        raise RuleBroken("privacy_broken", name=name) from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise RuleBroken("privacy_unsafe", name=name)
    return root


def local(node: etree._Element) -> str:
    """Return an element's name without its namespace; nothing for comments and the like."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def remove(node: etree._Element) -> None:
    """Take an element out, leaving the text after it."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    parent.remove(node)


def resolve(folder: str, target: str) -> str:
    """Return the name of the part that a relation points to."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _check_parts(package: Package) -> None:
    if any(UNSAFE_NAME.search(part) for part in package.parts):
        raise RuleBroken("privacy_unsafe", name=package.name)
    if any(MACROS.fullmatch("/" + part) for part in package.parts):
        raise RuleBroken("privacy_macro", name=package.name)
    if "[Content_Types].xml" not in package:
        raise RuleBroken("privacy_kind", name=package.name)
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise RuleBroken("privacy_macro", name=package.name)
