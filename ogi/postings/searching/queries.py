"""Asking the index, and only ever getting what stands on the board in the session's scope."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload

from ogi.platform.db import Key, dialect_of
from ogi.platform.db.grams import EVERYTHING, matching, questions
from ogi.platform.search import Piece, is_exact, snippet
from ogi.postings.models import Attachment, Posting
from ogi.postings.rules.content import content_of
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.sheet import lay_out
from ogi.postings.searching.models import PostingText
from ogi.postings.searching.rules import KEY_MASK, LEVELS, Asked, between, levels, lines_of

MOST_HITS = 500
"""Shown of one question; nobody reads on to the last, and who would is told to ask more closely."""
MOST_SNIPPETS = 2
TOWNSHIP = bindparam("township", type_=Key)
TOLD = (Posting.id, Posting.tenant_id, Posting.board, Posting.counted_on)


class Hit(NamedTuple):
    """A posting that was found: `level` 0 by its title, 1 by its sheet, 2 by its files."""

    id: int
    tenant_id: int
    board: str
    counted_on: date
    level: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the most telling first and of these the newest; `more` when not all."""

    hits: Sequence[Hit]
    more: bool

    def by(self, name: str) -> Counter[Any]:
        """Count the hits by tenant_id or board."""
        return Counter(getattr(hit, name) for hit in self.hits)


class Told(NamedTuple):
    """A hit as the page shows it: the posting, and lines with the words marked."""

    posting: Posting
    level: int
    lines: list[tuple[str, list[Piece]]]


def find(session: Session, township_id: int, asked: Asked, most: int = MOST_HITS) -> Found:
    """Return the postings that hold all the words: on the board now, and nothing else."""
    exact = is_exact(asked.words)
    dialect = dialect_of(session)
    wanted = _exact(dialect) if exact else _compared(dialect, asked.words)
    params = questions(
        dialect,
        levels(township_id, asked),
        between=between(asked),
        most=most if exact else EVERYTHING,
        apart=exact and len(asked.words) > 1,
    )
    wanted = wanted if most < 0 else wanted.limit(most)
    rows = session.execute(wanted, params | {"township": township_id})
    hits = [Hit._make(row) for row in rows]
    return Found(hits, more=0 <= most <= len(hits))


@cache
def _exact(dialect: str) -> Select[*tuple[Any, ...]]:
    """Return the select where the index says it all, made once: making it takes longest.

    Keys become postings' own numbers in the grouped part: a policy lets no index be used for a
    comparison that reckons.
    """
    found = matching(dialect, len(LEVELS))
    number = found.c.key.op("&")(KEY_MASK).label("number")
    best = select(found.c.key, number, func.min(found.c.level).label("level"))
    grams = best.group_by(found.c.key).subquery()
    return (
        select(*TOLD, grams.c.level)
        .join(grams, Posting.id == grams.c.number)
        .where(*_on_board(TOWNSHIP))
        .order_by(grams.c.level, grams.c.key.desc())
    )


def _compared(dialect: str, words: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the select in which words of three letters and more are compared themselves."""
    grams = matching(dialect, len(LEVELS))
    texts = (PostingText.title, PostingText.body, PostingText.files)
    held = (
        and_(grams.c.level == level, *(_holds(texts[: len(places)], word) for word in words))
        for level, places in enumerate(LEVELS)
    )
    level = func.min(grams.c.level)
    return (
        select(*TOLD, level)
        .join(PostingText, Posting.id == PostingText.posting_id)
        .join(grams, PostingText.key == grams.c.key)
        .where(*_on_board(TOWNSHIP), PostingText.township_id == TOWNSHIP, or_(*held))
        .group_by(*TOLD, grams.c.key)
        .order_by(level, grams.c.key.desc())
    )


def _on_board(township_id: int | BindParameter[int]) -> tuple[ColumnElement[bool], ...]:
    return (
        Posting.township_id == township_id,
        Posting.state == "published",
        Posting.superseded_by_id.is_(None),
    )


def _holds(texts: Sequence[Any], word: str) -> ColumnElement[bool]:
    return or_(*(text.contains(word, autoescape=True) for text in texts))


def tell(
    session: Session, township_id: int, hits: Sequence[Hit], words: Sequence[str]
) -> list[Told]:
    """Return the hits of one page with the places where the words stand."""
    keys = [hit.id for hit in hits]
    wanted = (
        select(Posting)
        .where(*_on_board(township_id), Posting.id.in_(keys))
        .options(joinedload(Posting.tenant), joinedload(Posting.item))
    )
    postings = {posting.id: posting for posting in session.scalars(wanted)}
    files = _words_of_files(session, township_id, keys)
    return [
        Told(posting, hit.level, _lines(posting, files.get(hit.id, []), words))
        for hit in hits
        if (posting := postings.get(hit.id)) is not None
    ]


def _words_of_files(
    session: Session, township_id: int, keys: Sequence[int]
) -> Mapping[int, list[tuple[str, str]]]:
    """Return by posting the names and words of its documents; older ones only folded."""
    told: dict[int, list[tuple[str, str]]] = {}
    wanted = (
        select(Attachment.posting_id, Attachment.name, Attachment.text)
        .where(
            Attachment.township_id == township_id,
            Attachment.posting_id.in_(keys),
            Attachment.kind == "file",
        )
        .order_by(Attachment.position, Attachment.id)
    )
    for key, name, text in session.execute(wanted):
        told.setdefault(key, []).append((name, text or ""))
    folded = select(PostingText.posting_id, PostingText.files).where(
        PostingText.township_id == township_id,
        PostingText.posting_id.in_(keys),
        PostingText.files != "",
    )
    for key, text in session.execute(folded):
        told.setdefault(key, []).append(("", text))
    return told


def _lines(
    posting: Posting, files: Sequence[tuple[str, str]], words: Sequence[str]
) -> list[tuple[str, list[Piece]]]:
    """Return the first lines in which a word stands, each with the file it is from."""
    laid = lay_out(asked_of(posting), content_of(posting.content))
    lines: list[tuple[str, list[Piece]]] = []
    sources = [("", line) for line in lines_of(laid)]
    sources += [(name, line) for name, text in files for line in (name, *text.split("\n"))]
    unseen = set(words)
    for name, line in sources:
        pieces = snippet(line, sorted(unseen)) if unseen else []
        if pieces:
            lines.append((name, snippet(line, words)))
            unseen -= {word for word in unseen if snippet(line, [word])}
        if len(lines) == MOST_SNIPPETS:
            break
    return lines
