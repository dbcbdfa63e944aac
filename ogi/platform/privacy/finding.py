"""Finding personal data in a text; the time taken grows with its length and no faster."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache

from ogi.platform.privacy.addresses import addresses_in
from ogi.platform.privacy.cards import cards_in, passports_in, social_numbers_in
from ogi.platform.privacy.chains import chains_of
from ogi.platform.privacy.folding import INVISIBLE, fold, without_invisible
from ogi.platform.privacy.identity import identities_in
from ogi.platform.privacy.kinds import Finding, Kind
from ogi.platform.privacy.masking import masked_form, plain_number
from ogi.platform.privacy.mobiles import mobiles_in
from ogi.platform.privacy.people import HEALTH_HEAD, illnesses_in, minors_in
from ogi.platform.privacy.words import ILLNESS_WORDS

Found = tuple[Kind, int, int, bool]
ORDER = {kind: place for place, kind in enumerate(Kind)}
SHORTEST_NUMBER = re.compile(r"[0-9](?:[^0-9]{0,17}[0-9]){6}")


def find(
    text: str,
    *,
    where: str = "",
    kept: AbstractSet[str] = frozenset(),
    head: str = "",
    illness: AbstractSet[str] = ILLNESS_WORDS,
) -> list[Finding]:
    """Return the personal data in a text, in order and without overlaps.

    `kept` holds the phone numbers and addresses of offices that stay; `head` is what the head of
    the column says; `illness` are the words for illnesses.
    """
    if not text.isascii() and INVISIBLE.search(text):
        seen, places_of = without_invisible(text)
        found_in_seen = find(seen, where=where, kept=kept, head=head, illness=illness)
        return [_placed(one, text, places_of) for one in found_in_seen]
    folded = fold(text)
    places = [] if folded.isascii() else list(addresses_in(folded, head))
    found = [(Kind.ADDRESS, one.start, one.end, one.sure) for one in places]
    found += [*_numbers(folded, head), *_people(folded, head, frozenset(illness))]
    houses = {one.end: one.house for one in places}
    stays = _plain_all(frozenset(kept))
    findings = []
    for kind, start, end, sure in _apart(found):
        words = text[start:end]
        if stays and (plain_number(words) or words.strip()) in stays:
            continue
        shown = text[start : houses[end]].rstrip() if kind is Kind.ADDRESS else ""
        masked = shown or masked_form(kind, words)
        findings.append(Finding(kind, start, end, words, masked, where, sure))
    return findings


def _placed(found: Finding, text: str, places: list[int]) -> Finding:
    """Return a finding of the text without invisible signs as one of the text with them."""
    start, end = places[found.start], places[found.end - 1] + 1
    return replace(found, start=start, end=end, text=text[start:end])


def _numbers(folded: str, head: str) -> Iterator[Found]:
    if not SHORTEST_NUMBER.search(folded):
        return
    for one in passports_in(folded, head):
        yield Kind.PASSPORT, one.start, one.end, one.sure
    for one in social_numbers_in(folded, head):
        yield Kind.SOCIAL_CARD, one.start, one.end, one.sure
    for chain in chains_of(folded):
        for one in identities_in(chain, folded, head):
            yield Kind.IDENTITY, *chain.span(one.start, one.end), one.sure
        for one, social in cards_in(chain, folded, head):
            kind = Kind.SOCIAL_CARD if social else Kind.BANK_CARD
            yield kind, *chain.span(one.start, one.end), one.sure
        for one in mobiles_in(chain, folded, head):
            start, end = chain.span(one.start, one.end)
            plus = folded[max(0, start - 1) : start] == "+"
            yield Kind.MOBILE, start - plus, end, one.sure


def _people(folded: str, head: str, illness: frozenset[str]) -> Iterator[Found]:
    if folded.isascii() and not HEALTH_HEAD.search(head):
        return
    for one in minors_in(folded):
        yield Kind.MINOR, one.start, one.end, one.sure
    for one in illnesses_in(folded, illness, head):
        yield Kind.ILLNESS, one.start, one.end, one.sure


def _apart(found: Iterable[Found]) -> list[Found]:
    """Leave out what overlaps something more telling, and sort by place."""
    taken: list[Found] = []
    kept_until = bytearray()
    for one in sorted(found, key=lambda item: (ORDER[item[0]], not item[3], item[1], -item[2])):
        _, start, end, _ = one
        if len(kept_until) < end:
            kept_until.extend(bytes(end - len(kept_until)))
        if any(kept_until[start:end]):
            continue
        kept_until[start:end] = b"\x01" * (end - start)
        taken.append(one)
    return sorted(taken, key=lambda item: item[1])


@lru_cache(maxsize=16)
def _plain_all(kept: frozenset[str]) -> frozenset[str]:
    return frozenset(plain_number(one) or one.strip() for one in kept) - {""}
