"""Which words of a posting are searched, and what somebody may ask for; plain values only."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.search import clauses_of, fold_pieces, is_exact, tokens_of, words_of
from ogi.postings.rules.sheet import Laid

LONGEST_QUESTION = 100
MOST_WORDS = 8
MOST_BODY, MOST_FILES = 120_000, 240_000
"""Letters of one posting that are searched."""
MOST_TOKENS = 60_000
"""Of one posting: what PostgreSQL can hold of one row."""
TITLE, BODY, FILES = "t", "c", "f"
LEVELS = (TITLE, TITLE + BODY, TITLE + BODY + FILES)
"""In which places all the words have to be, the most telling first."""
KEY_BITS, MINUTE_BITS = 30, 11
KEY_MASK, LAST_MINUTE = (1 << KEY_BITS) - 1, (1 << MINUTE_BITS) - 1
YEAR = re.compile(r"(?:19|20)[0-9]{2}")

declare_messages(
    {
        "search_long": "要找的话太长了，请写最要紧的几个字（最多 {most} 个字）。",
        "search_many": "要找的词太多了，最多 {most} 个，请去掉几个。",
        "search_blank": "请写出要找的字或数字，标点和空白不用写。",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: folded words that all have to be there, and where.

    `since` and `until` bound the day that counts; None leaves a thing open.
    """

    words: tuple[str, ...]
    tenant_id: int | None = None
    board: str = ""
    item_code: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """The folded words of a posting by place."""

    title: str
    body: str
    files: str = ""

    def places(self) -> dict[str, str]:
        """Return the texts by the letter of their place."""
        return {TITLE: self.title, BODY: self.body, FILES: self.files}


def read_question(question: str) -> tuple[str, ...]:
    """Return the words of a question. Raises RuleBroken for one too long, or with no word."""
    if len(question) > LONGEST_QUESTION:
        raise RuleBroken("search_long", field="q", most=LONGEST_QUESTION)
    words = words_of(question)
    if not words:
        raise RuleBroken("search_blank", field="q")
    if len(words) > MOST_WORDS:
        raise RuleBroken("search_many", field="q", most=MOST_WORDS)
    return words


def pieces_of(laid: Laid) -> Iterator[str]:
    """Yield what a sheet says, a piece for each fact, head, cell and paragraph."""
    for label, text in laid.facts:
        yield f"{label}：{text}"
    yield from (label for label, _ in laid.columns)
    for row in laid.rows:
        yield from row
    yield from laid.totals
    yield from laid.paragraphs


def lines_of(laid: Laid) -> Iterator[str]:
    """Yield what a sheet says as lines for showing: a row of a table is one."""
    for label, text in laid.facts:
        yield f"{label}：{text}"
    for row in laid.rows:
        yield " · ".join(text for text in row if text)
    yield from laid.paragraphs


def texts_of(
    title: str, pieces: Iterable[str], files: Iterable[tuple[str, str]], prefix: str
) -> Texts:
    """Return the folded words of a posting, cut where an index could not hold them.

    `files` are names and words of its files.
    """
    said = [piece for name, text in files for piece in (name, *text.split("\n"))]
    body, rest = fold_pieces(pieces)[:MOST_BODY], fold_pieces(said)[:MOST_FILES]
    texts = Texts(fold_pieces([title]), body, rest)
    while len(tokens_of(prefix, texts.places())) > MOST_TOKENS:
        texts = Texts(texts.title, texts.body, texts.files[: len(texts.files) // 2])
        if not texts.files:
            texts = Texts(texts.title, texts.body[: len(texts.body) // 2])
    return texts


def key_of(counted_on: date, minute: int, posting_id: int) -> int:
    """Return a number that orders postings by the day that counts, its minutes, and their own."""
    return ((counted_on.toordinal() << MINUTE_BITS | minute) << KEY_BITS) | posting_id


def between(asked: Asked) -> tuple[int, int]:
    """Return the first and the last key that may be found."""
    since, until = asked.since or date.min, asked.until or date.max
    return key_of(since, 0, 0), key_of(until, LAST_MINUTE, KEY_MASK)


def year_of(period_key: str, counted_on: date) -> int:
    """Return the year that a posting tells of; where its period names none, that of its day."""
    found = YEAR.match(period_key)
    return int(found[0]) if found else counted_on.year


def prefix_of(township_id: int) -> str:
    """Return what the tokens of a township begin with, so that they are nobody else's."""
    return str(township_id)


def code_token(code: str) -> str:
    """Return an item's code in the letters that a token may have."""
    return code.encode().hex()


def filter_tokens(township_id: int, given: Mapping[str, object]) -> list[str]:
    """Return the tokens of what is asked for beside words: u unit, b board, i item, y year."""
    prefix = prefix_of(township_id)
    return [f"{prefix}{letter}{value}" for letter, value in given.items() if value]


def levels(township_id: int, asked: Asked) -> list[list[list[str]]]:
    """Return what the index is asked for, level by level.

    A single pair or letter is asked for in the place alone that a level adds to the one before.
    """
    alone = len(asked.words) == 1 and is_exact(asked.words)
    return [clauses(township_id, asked, places[-1] if alone else places) for places in LEVELS]


def clauses(township_id: int, asked: Asked, places: str) -> list[list[str]]:
    """Return what the index is asked for in some places."""
    item = code_token(asked.item_code)
    given = {"u": asked.tenant_id, "b": asked.board, "i": item, "y": asked.year}
    filters = [[token] for token in filter_tokens(township_id, given)]
    return [*clauses_of(prefix_of(township_id), asked.words, places), *filters]


def all_tokens(
    township_id: int, texts: Texts, *, tenant_id: int, board: str, item_code: str, year: int
) -> set[str]:
    """Return everything by which a posting is found."""
    given = {"u": tenant_id, "b": board, "i": code_token(item_code), "y": year}
    words = tokens_of(prefix_of(township_id), texts.places())
    return words.union(filter_tokens(township_id, given))


def holds(texts: Texts, words: Sequence[str]) -> bool:
    """Tell whether all the words stand somewhere: what the index has to agree with."""
    places = texts.places().values()
    return all(any(word in text for text in places) for word in words)
