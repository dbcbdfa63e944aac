"""Finding personal data in a file of any kind that is taken in."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

import filetype

from ogi.platform.errors import RuleBroken
from ogi.platform.privacy.kinds import Finding
from ogi.platform.privacy.packages import OLD_OFFICE_MAGIC, Package, is_pdf, open_package
from ogi.platform.privacy.reading.documents import find_in_document
from ogi.platform.privacy.reading.plain import find_in_csv, find_in_text, is_text
from ogi.platform.privacy.reading.spreadsheets import find_in_spreadsheet
from ogi.platform.privacy.search import Search
from ogi.platform.privacy.words import ILLNESS_WORDS
from ogi.platform.tabular.guards import ZIP_MAGIC

LONGEST_NAME = 80
DEEPEST = 2
"""Files inside files inside the file; what lies deeper is refused."""
EMBEDDED = ("/embeddings/", "/package/")


def find_in_file(
    name: str,
    data: bytes,
    *,
    kept: AbstractSet[str] = frozenset(),
    illness: AbstractSet[str] = ILLNESS_WORDS,
) -> list[Finding]:
    """Return the personal data of a file and of its name, each with its place in words.

    Pictures are looked at by their names only. Raises RuleBroken ("privacy_…") for files that
    are locked, broken, of an old or unknown kind, with macros, or packed like bombs.
    """
    search = Search(frozenset(kept), frozenset(illness))
    shown = shown_name(name)
    found = search.text(name.replace("_", " "), "文件名") + _inside(shown, data, search, 0)
    return list({(one.kind, one.where, one.text, one.start): one for one in found}.values())


def shown_name(name: str) -> str:
    """Return a file's name for messages: no folders, no braces, not too long."""
    return name.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:] or "附件"


def _inside(name: str, data: bytes, search: Search, depth: int) -> list[Finding]:
    if depth > DEEPEST:
        raise RuleBroken("privacy_unsafe", name=name)
    if is_pdf(data):
        from ogi.platform.privacy.reading.pdfs import (  # noqa: PLC0415 - pypdf: 6 MB
            attached_files,
            find_in_pdf,
        )

        found = find_in_pdf(name, data, search)
        return found + _in_all(attached_files(name, data), search, depth)
    if data.startswith((ZIP_MAGIC, OLD_OFFICE_MAGIC)):
        return _in_package(open_package(name, data), search, depth)
    if data and filetype.is_image(data):
        return []
    if not is_text(data):
        raise RuleBroken("privacy_kind", name=name)
    return (
        find_in_csv(data, search) if name.lower().endswith(".csv") else find_in_text(data, search)
    )


def _in_package(package: Package, search: Search, depth: int) -> list[Finding]:
    main = package.main_part()
    if main.startswith("word/"):
        found = find_in_document(package, search)
    elif main.startswith("xl/"):
        found = find_in_spreadsheet(package, search)
    else:
        raise RuleBroken("privacy_kind", name=package.name)
    inner = [part for part in package.parts if any(mark in "/" + part for mark in EMBEDDED)]
    return found + _in_all([(part, package.read(part)) for part in inner], search, depth)


def _in_all(files: list[tuple[str, bytes]], search: Search, depth: int) -> list[Finding]:
    found: list[Finding] = []
    for title, data in files:
        shown = shown_name(title)
        inner = search.text(shown, "文件名") + _inside(shown, data, search, depth + 1)
        found += [replace(one, where=f"内嵌文件“{shown}”{one.where}") for one in inner]
    return found
