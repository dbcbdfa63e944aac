"""Digits as people write them: in groups, with blanks, hyphens and line breaks between."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Nothing follows the repetition, so it never backtracks. Possessive quantifiers would say so, but
# Python 3.11.2, Debian 12's own, matches them wrongly.
CHAIN = re.compile(
    r"[0-9]+[Xx]?"
    r"(?:(?: {1,3}(?:- {0,2})?|-{1,2} {0,2}|\.| {0,8}\n {0,8}|(?<=[Xx]))[0-9]+[Xx]?)*"
)
GROUP = re.compile(r"[0-9]+[Xx]?")
FEWEST = 11
"""Digits of the shortest number looked for."""


@dataclass(slots=True)
class Chain:
    """Neighbouring groups of digits, put together.

    `places` gives each digit's place in the text; `heads` and `tails` are the borders of groups;
    `gaps` is what stands before each head but the first.
    """

    digits: str
    places: list[int]
    heads: set[int]
    tails: set[int]
    gaps: dict[int, str]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text of the digits from start to end."""
        return self.places[start], self.places[end - 1] + 1

    def sizes(self, start: int, end: int) -> tuple[int, ...]:
        """Return the lengths of the groups between two borders."""
        borders = [at for at in range(start, end) if at in self.heads or at == start]
        return tuple(b - a for a, b in zip(borders, [*borders[1:], end], strict=True))

    def is_whole(self, start: int, end: int) -> bool:
        """Whether start and end are borders of groups."""
        return start in self.heads and end in self.tails

    def begins(self, start: int, digits: int) -> bool:
        """Whether a group of at least so many digits begins here."""
        return start in self.heads and not any(start + i in self.heads for i in range(1, digits))

    def inner_gaps(self, start: int, end: int) -> set[str]:
        """Return what stands between the groups from start to end."""
        if not self.gaps:
            return set()
        return {_sort(self.gaps[at]) for at in range(start + 1, end) if at in self.gaps}

    def outer_gaps(self, start: int, end: int) -> set[str]:
        """Return what ties the digits to groups before and after them."""
        return {_sort(self.gaps[at]) for at in (start, end) if at in self.gaps}

    def cut(self, start: int, end: int) -> None:
        """Make borders around a number found inside a longer group."""
        self.tails.add(start)
        self.heads.add(end)


def _sort(gap: str) -> str:
    for mark in "\n-.":
        if mark in gap:
            return mark
    return " "


def chains_of(folded: str) -> Iterator[Chain]:
    """Yield the chains long enough to hold a number that is looked for; linear in the text."""
    for match in CHAIN.finditer(folded):
        if match.end() - match.start() >= FEWEST:
            chain = _chain(folded, match.start(), match.end())
            if len(chain.digits) >= FEWEST:
                yield chain


def _chain(folded: str, start: int, end: int) -> Chain:
    digits: list[str] = []
    places: list[int] = []
    chain = Chain("", places, set(), set(), {})
    last = start
    for group in GROUP.finditer(folded, start, end):
        if places:
            chain.gaps[len(places)] = folded[last : group.start()]
        chain.heads.add(len(places))
        digits.append(group.group())
        places.extend(range(group.start(), group.end()))
        chain.tails.add(len(places))
        last = group.end()
    chain.digits = "".join(digits)
    return chain
