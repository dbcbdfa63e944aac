"""What is measured of a posting as it goes onto the board, for the supervision of the year."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ogi.postings.rules.breaks import Break
from ogi.postings.rules.content import Content, FieldSpec, columns

PRINT_LETTERS = 16
SUM_LINE = re.compile(r"(本期|本月|本季度?|全年|累计|收入|支出)*(合计|小计|总计|累计|汇总|总额)")
DATED = re.compile(
    r"\d{4}年(度|第?[\d一二三四]季度)?|第?[\d一二三四]季度|\d{1,2}(月份?|[日号])"
    r"|\d{4}-\d{1,2}(-\d{1,2})?|[上下]半年"
)
UNHEARD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Measured:
    """What is counted of a content.

    Breaks of figures, those of them with the last period, lines that are entries (None where no
    table is asked for), and a digest of the words without their dates.
    """

    breaks: int
    carry_breaks: int
    lines: int | None
    fingerprint: str | None


def measured(
    specs: Sequence[FieldSpec], content: Content, breaks: Sequence[Break], carries: set[str]
) -> Measured:
    """Return what is counted; `carries` are the codes of formulas that take up the last period."""
    carried = [one for one in breaks if one.code.partition("=")[0].partition("@")[0] in carries]
    return Measured(
        breaks=len(breaks),
        carry_breaks=len(carried),
        lines=count_lines(specs, content),
        fingerprint=fingerprint_of(specs, content),
    )


def count_lines(specs: Sequence[FieldSpec], content: Content) -> int | None:
    """Return how many lines are entries and no sums; None for what is not laid out as a table.

    Source: 农经发〔2011〕13号 (entry by entry); 镇村务公开检查考核办法 (each entry that is not
    itemised is a fault).
    """
    line = columns(specs)
    if not line:
        return None
    words = [spec.key for spec in line if spec.kind in ("text", "longtext")]
    return sum(not _is_sum([row.get(key) or "" for key in words]) for row in content["rows"])


def _is_sum(words: Sequence[str]) -> bool:
    said = [UNHEARD.sub("", unicodedata.normalize("NFKC", text)) for text in words]
    return any(SUM_LINE.fullmatch(text) for text in said)


def fingerprint_of(specs: Sequence[FieldSpec], content: Content) -> str | None:
    """Return a digest that stays the same when only days, periods and signs are written anew.

    Amounts count: the same lines with other figures are no copy. None where nothing is said.
    """
    kinds = {spec.key: spec.kind for spec in specs}
    parts = [told(content["fields"], kinds)]
    parts += [told(row, kinds) for row in content["rows"]]
    parts.append(_bare(content["body"]))
    whole = "\n".join(part for part in parts if part)
    if not whole:
        return None
    return hashlib.sha256(whole.encode()).hexdigest()[:PRINT_LETTERS]


def told(values: dict[str, str], kinds: dict[str, str]) -> str:
    """Return the values in one line, without dates and signs."""
    return "|".join(
        _plain(kinds.get(key, "text"), text)
        for key, text in sorted(values.items())
        if kinds.get(key, "text") != "date"
    ).strip("|")


def _plain(kind: str, text: str) -> str:
    return text if kind in ("money", "number") else _bare(text)


def _bare(text: str) -> str:
    return UNHEARD.sub("", DATED.sub("", unicodedata.normalize("NFKC", text)))
