"""Texts as sets of tokens: every letter and every pair of neighbours, each with its place.

A place is one letter (title, body, files). A word of one or two letters is found exactly by its
token; a longer one has all its pairs, and who has them is then compared with the word itself.
Tokens are made of digits and small letters alone, so that no database reads anything into them.
"""

from collections.abc import Iterator, Mapping, Sequence

MOST_PAIRS = 40
"""Pairs asked for of one word; the comparison afterwards sees to the rest."""
PAIR = 2


def tokens_of(prefix: str, texts: Mapping[str, str]) -> set[str]:
    """Return the tokens of folded texts by place."""
    found: set[str] = set()
    for place, text in texts.items():
        start = prefix + place
        letters = set(text) - {" ", "\n"}
        codes = {letter: f"{ord(letter):x}" for letter in letters}
        found.update(start + code for code in codes.values())
        pairs = {text[at : at + PAIR] for at in range(len(text) - 1)}
        found.update(
            f"{start}{codes[pair[0]]}g{codes[pair[1]]}"
            for pair in pairs
            if pair[0] in codes and pair[1] in codes
        )
    return found


def clauses_of(prefix: str, words: Sequence[str], places: str) -> list[list[str]]:
    """Return what a text has to have so that it may hold all the words in these places.

    Of each inner list one token is enough; all the lists have to be met.
    """
    return [
        [f"{prefix}{place}{gram}" for place in places]
        for gram in dict.fromkeys(gram for word in words for gram in _grams(word))
    ]


def is_exact(words: Sequence[str]) -> bool:
    """Tell whether the tokens of the words say it all, and no comparison is needed."""
    return all(len(word) == 1 or (len(word) == PAIR and " " not in word) for word in words)


def _grams(word: str) -> Iterator[str]:
    """Yield every other pair of a word and its last one; its letters where it has no pair."""
    starts = [*range(0, len(word) - 1, PAIR), len(word) - PAIR] if len(word) > 1 else []
    pairs = [word[at : at + PAIR] for at in dict.fromkeys(starts)]
    pairs = [pair for pair in pairs if " " not in pair]
    for pair in pairs[:MOST_PAIRS]:
        yield f"{ord(pair[0]):x}g{ord(pair[1]):x}"
    if not pairs:
        yield from (f"{ord(letter):x}" for letter in word if letter != " ")
