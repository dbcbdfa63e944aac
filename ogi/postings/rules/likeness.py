"""Whether a text is the one of the period before with a few words changed.

Figures count: where an amount, a number or a line of a table differs, nothing is alike, however
well the words around it agree.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ogi.postings.rules.content import Content, FieldSpec
from ogi.postings.rules.measuring import DATED, UNHEARD, fingerprint_of, told

LEAST_SIGNS = 40
"""A shorter text says too little for its likeness to tell anything."""
FIGURE = re.compile(r"\d+")
FIGURES = ("money", "number")


def likeness_of(specs: Sequence[FieldSpec], content: Content, before: Content) -> int | None:
    """Return how many per cent of the words are those of the text before.

    100 is a copy but for dates and signs; None where figures differ or too little is said.
    """
    print_ = fingerprint_of(specs, content)
    if print_ is not None and print_ == fingerprint_of(specs, before):
        return 100
    one, other = _words(specs, content), _words(specs, before)
    short = min(_free(specs, content), _free(specs, before)) < LEAST_SIGNS
    figures = _exact(specs, content), FIGURE.findall(one)
    if short or figures != (_exact(specs, before), FIGURE.findall(other)):
        return None
    return min(_shared(_bare(one), _bare(other)), 99)


def _shared(one: str, other: str) -> int:
    """Return how many of a hundred pairs of neighbouring signs two texts share."""
    here, there = Counter(pairwise(one)), Counter(pairwise(other))
    total = here.total() + there.total()
    return 200 * (here & there).total() // total if total else 0


def _exact(specs: Sequence[FieldSpec], content: Content) -> tuple[object, ...]:
    """Return what may not differ: the amounts and numbers, and the lines of a table."""
    kinds = {spec.key: spec.kind for spec in specs}
    figures = {key: text for key, text in content["fields"].items() if kinds.get(key) in FIGURES}
    return (told(figures, kinds), [told(row, kinds) for row in content["rows"]])


def _words(specs: Sequence[FieldSpec], content: Content) -> str:
    """Return the words without their dates; in one order, whatever was filled in first."""
    silent = {spec.key for spec in specs if spec.kind in (*FIGURES, "date")}
    said = [text for key, text in sorted(content["fields"].items()) if key not in silent]
    whole = "\n".join([*said, content["body"]])
    return DATED.sub("", unicodedata.normalize("NFKC", whole))


def _bare(words: str) -> str:
    return FIGURE.sub("", UNHEARD.sub("", words))


def _free(specs: Sequence[FieldSpec], content: Content) -> int:
    """Return how much is said in free words, short fields left out."""
    keys = {spec.key for spec in specs if spec.kind == "longtext"}
    said = [text for key, text in content["fields"].items() if key in keys]
    return len(_bare("".join([*said, content["body"]])))
