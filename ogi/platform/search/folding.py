"""One form for everything that reads the same: width, case, blanks and separators of thousands.

Blanks beside a Chinese character go: they are only there for the look of it, or where a line
of a PDF ended. Everything else that is blank becomes one space.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

BREAK = "\n"
"""Parts the pieces of a text: no word reaches over it."""
WIDE = frozenset("WF")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
KEPT_LETTERS = 20_000
"""Letters whose folded form is remembered."""
THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


class Folded(NamedTuple):
    """A folded text, and for each of its letters the place in the text it came from."""

    text: str
    places: list[int]


def fold(text: str) -> str:
    """Return a text in the form in which it is compared."""
    return fold_placed(text).text


def fold_placed(text: str) -> Folded:
    """Fold a text and tell where each letter came from. Compose the text (NFC) before."""
    letters: list[str] = []
    places: list[int] = []
    blank = -1
    for place, letter in enumerate(text):
        for one in _folded(letter):
            if one == " ":
                blank = place
                continue
            if blank >= 0 and letters and not (is_wide(letters[-1]) or is_wide(one)):
                letters.append(" ")
                places.append(blank)
            blank = -1
            letters.append(one)
            places.append(place)
    return _without_thousands(Folded("".join(letters), places))


def fold_pieces(pieces: Iterable[str]) -> str:
    """Return texts folded and parted, empty ones left out."""
    folded = (fold(composed(piece)) for piece in pieces if piece)
    return BREAK.join(one for one in folded if one)


def words_of(question: str) -> tuple[str, ...]:
    """Return the words that somebody looks for, folded, each once."""
    folded = (fold(word) for word in composed(question).split())
    return tuple(dict.fromkeys(word for word in folded if word))


def composed(text: str) -> str:
    """Return a text whose accents are one with their letters."""
    return unicodedata.normalize("NFC", text)


@lru_cache(KEPT_LETTERS)
def is_wide(letter: str) -> bool:
    """Whether a letter is Chinese or as wide, so that no blank beside it means anything."""
    return unicodedata.east_asian_width(letter) in WIDE


@lru_cache(KEPT_LETTERS)
def _folded(letter: str) -> tuple[str, ...]:
    if letter.isspace():
        return (" ",)
    plain = unicodedata.normalize("NFKC", letter).lower()
    return tuple(
        " " if one.isspace() else one
        for one in plain
        if one.isspace() or unicodedata.category(one) not in UNSEEN
    )


def _without_thousands(folded: Folded) -> Folded:
    """Take out the commas inside amounts: 12,500.00 and 12500.00 are the same."""
    text = folded.text
    if "," not in text:
        return folded
    gone = {found.start() for found in THOUSANDS.finditer(text)}
    if not gone:
        return folded
    kept = [at for at in range(len(text)) if at not in gone]
    return Folded("".join(text[at] for at in kept), [folded.places[at] for at in kept])
