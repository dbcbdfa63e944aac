"""How much of a posting goes on its picture; the rest is read on its page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogi.postings.rules.sheet import Laid

MOST_ROWS, MOST_CARDS = 15, 10
MOST_COLUMNS = 4
"""More columns than this are told line by line: a phone is narrow."""
MOST_FACTS = 16
LONGEST_FACT, LONGEST_BODY = 160, 600
LONGEST_CELL = 60
BREAKS = re.compile(r"</(?:p|h[1-6]|li|tr)>|<br ?/?>", re.IGNORECASE)
TAG = re.compile(r"<[^>]{0,2000}>")
REST = "余下的见网页，扫下面的二维码"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn of the content, and in words what is left out (blank for nothing)."""

    facts: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    paragraphs: tuple[str, ...]
    as_cards: bool
    rest: str


def shown_of(laid: Laid) -> Shown:
    """Return the first part of a posting's content, cut so that the picture stays small."""
    as_cards = len(laid.columns) > MOST_COLUMNS
    most = MOST_CARDS if as_cards else MOST_ROWS
    paragraphs, more = _body(_paragraphs(laid))
    facts = tuple((label, _cut(text, LONGEST_FACT)) for label, text in laid.facts[:MOST_FACTS])
    cut = facts != laid.facts or more
    left = max(0, len(laid.rows) - most)
    return Shown(
        facts=facts,
        columns=laid.columns,
        rows=tuple(tuple(_cut(text, LONGEST_CELL) for text in row) for row in laid.rows[:most]),
        totals=laid.totals,
        paragraphs=paragraphs,
        as_cards=as_cards,
        rest=_rest(len(laid.rows), left, cut=cut),
    )


def _rest(total: int, left: int, *, cut: bool) -> str:
    if left:
        return f"共 {total} 行，还有 {left} 行。{REST}"
    return REST if cut else ""


def _paragraphs(laid: Laid) -> Sequence[str]:
    if not laid.html:
        return laid.paragraphs
    plain = TAG.sub("", BREAKS.sub("\n", laid.html)).replace("&nbsp;", " ")
    for sign, word in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(sign, word)
    return [part.strip() for part in plain.split("\n") if part.strip()]


def _body(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return paragraphs up to a length, and whether there were more."""
    kept, room = [], LONGEST_BODY
    for text in paragraphs:
        if len(text) > room:
            kept += [_cut(text, room)] if room > 1 else []
            return tuple(kept), True
        kept.append(text)
        room -= len(text)
    return tuple(kept), False


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
