"""Searching texts and tables with the same settings."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from ogi.platform.privacy.finding import find
from ogi.platform.privacy.identity import is_rounded_identity
from ogi.platform.privacy.kinds import Finding, Kind
from ogi.platform.privacy.labels import Label, label_of
from ogi.platform.privacy.masking import masked_form
from ogi.platform.privacy.people import HEALTH_HEAD, is_name, is_young
from ogi.platform.privacy.words import ILLNESS_WORDS, YOUNG_WORDS

Cell = tuple[int, str, str]
"""Column from 1, place in words, text."""
LONGEST_HEAD = 14
DIGITS = re.compile(r"[0-9]{3}")
NAME_HEAD = re.compile(r"姓名|学生|儿童|孩子|子女|未成年")
CHILD_HEAD = re.compile(r"学生|儿童|孩子|未成年|幼儿|孤儿")
AGE_HEAD = re.compile(r"年龄|周岁|岁数")
SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?(1[0-9])")
IDENTITY_DIGITS = 18
LONGEST_NUMBER = 20


@dataclass(frozen=True)
class Search:
    """The numbers and addresses that stay, and the words for illnesses."""

    kept: AbstractSet[str] = frozenset()
    illness: AbstractSet[str] = ILLNESS_WORDS

    def text(self, text: str, where: str, head: str = "") -> list[Finding]:
        """Return the personal data of a text that stands in one place."""
        if len(text) < 2:  # noqa: PLR2004 -- shorter than any name
            return []
        return find(text, where=where, kept=self.kept, head=head, illness=self.illness)

    def table(self, rows: Iterable[list[Cell]]) -> list[Finding]:
        """Return the personal data of a table; the heads of columns help to tell its numbers."""
        heads: dict[int, str] = {}
        found: list[Finding] = []
        for row in rows:
            if is_head(row, known=bool(heads)):
                heads |= {column: text.strip() for column, _, text in row}
            found += self.row(row, heads)
        return found

    def row(self, row: list[Cell], heads: Mapping[int, str]) -> list[Finding]:
        """Return the personal data of one row, whose columns' heads are known."""
        told = [
            one
            for column, where, text in row
            for one in self.cell(text, where, heads.get(column, ""))
        ]
        return told + self._young(row, heads, {one.where for one in told})

    def cell(self, text: str, where: str, head: str) -> list[Finding]:
        """Return the personal data of one cell, numbers in scientific notation included."""
        shown = text.strip()
        if SCIENTIFIC.fullmatch(shown):
            whole = whole_number(shown)
            found = self.text(whole, where, head) or _rounded(whole, where)
            return [replace(one, start=0, end=len(text), text=text) for one in found]
        found = self.text(text, where, "" if head == shown else head)
        if not found and shown.isdigit() and len(shown) == IDENTITY_DIGITS:
            return _rounded(text, where) if label_of(head) is not Label.CODE else []
        return found

    def _young(self, row: list[Cell], heads: Mapping[int, str], told: set[str]) -> list[Finding]:
        said = any(text.strip() in YOUNG_WORDS for _, _, text in row)
        aged = any(AGE_HEAD.search(heads.get(at, "")) and is_young(text) for at, _, text in row)
        found = []
        for column, where, text in row:
            head, name = heads.get(column, ""), text.strip()
            young = CHILD_HEAD.search(head) or ((said or aged) and NAME_HEAD.search(head))
            is_new = bool(young) and where not in told and name not in self.kept
            if is_new and NAME_HEAD.search(head) and 1 < len(name) < 5 and is_name(name):  # noqa: PLR2004 -- names have two to four characters
                masked = masked_form(Kind.MINOR, name)
                start = text.index(name)
                end = start + len(name)
                found.append(Finding(Kind.MINOR, start, end, name, masked, where, sure=True))
        return found


def whole_number(text: str) -> str:
    """Return a spreadsheet's number such as 1.3800138E10 as its digits, else the text as it is."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or number.adjusted() > LONGEST_NUMBER or number != int(number):
        return text
    return str(int(number))


def _rounded(digits: str, where: str) -> list[Finding]:
    if not is_rounded_identity(digits.strip()):
        return []
    masked = masked_form(Kind.IDENTITY, digits)
    return [Finding(Kind.IDENTITY, 0, len(digits), digits, masked, where, sure=False)]


def is_head(row: list[Cell], *, known: bool = False) -> bool:
    """Whether a row tells what stands in the columns below it.

    Where heads are known already, neither one word alone (a cell that says 学生) nor a row
    with a person's name makes new ones.
    """
    texts = [text.strip() for _, _, text in row if text.strip()]
    if len(texts) < 2 or any(DIGITS.search(t) or len(t) > LONGEST_HEAD for t in texts):  # noqa: PLR2004 -- a title alone is no head
        return False
    if known and any(is_name(text) for text in texts):
        return False
    return sum(_says_something(text) for text in texts) > known


def _says_something(text: str) -> bool:
    known = label_of(text) or HEALTH_HEAD.search(text) or NAME_HEAD.search(text)
    return bool(known or AGE_HEAD.search(text) or "住址" in text or "地址" in text)
