"""Bank cards, social-security cards and passports."""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.cn import uscc

from ogi.platform.privacy.chains import Chain
from ogi.platform.privacy.identity import AFTER_IDENTITY, Hit
from ogi.platform.privacy.labels import REACH, STRICT, Label, is_amount, label_before

FEWEST_DIGITS, MOST_DIGITS = 16, 19
ISSUER_DIGITS = 6
FIRST_GROUP = 4
"""Digits; a card's groups are never shorter at the front."""
UNIONPAY = "62"
OTHER_BRANDS = re.compile(r"4|5[1-5]|3[457]|60|65|68|69|9[0-9]{2}")
CARD_LABELS = frozenset({Label.BANK_CARD, Label.SOCIAL_CARD})
USCC_LENGTH = 18
PASSPORT_WORD = re.compile(r"护照|通行证")
PASSPORT = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{1,2} ?[0-9]{7,9}(?![0-9A-Za-z*])")
PASSPORT_REACH = 20
SOCIAL_WORD = re.compile(r"社保卡|社会保障卡|社保号|医保卡|社会保障号")
SOCIAL = re.compile(r"(?<![0-9A-Za-z*])(?:[A-Za-z][0-9]{8}|[0-9]{9,10})(?![0-9A-Za-z*年月日元])")


def cards_in(chain: Chain, folded: str, head: str) -> Iterator[tuple[Hit, bool]]:
    """Yield the cards of a chain; the second value says that it is a social-security card."""
    free = 0
    for start in sorted(chain.heads):
        if start < free or not _may_begin(chain, start):
            continue
        for length in range(MOST_DIGITS, FEWEST_DIGITS - 1, -1):
            hit = _card_at(chain, start, start + length, folded, head)
            if hit is not None:
                free = hit.end
                label = label_before(folded, chain.places[start], head)
                yield hit, label is Label.SOCIAL_CARD
                break


def passports_in(folded: str, head: str) -> Iterator[Hit]:
    """Yield the passport numbers that stand beside the word."""
    if PASSPORT_WORD.search(head):
        yield from (Hit(m.start(), m.end()) for m in PASSPORT.finditer(folded))
        return
    yield from _beside(PASSPORT_WORD, PASSPORT, folded)


def social_numbers_in(folded: str, head: str) -> Iterator[Hit]:
    """Yield the short numbers of social-security cards that stand beside the word."""
    if SOCIAL_WORD.search(head):
        yield from (Hit(m.start(), m.end()) for m in SOCIAL.finditer(folded))
        return
    yield from _beside(SOCIAL_WORD, SOCIAL, folded)


def _beside(word: re.Pattern[str], number: re.Pattern[str], folded: str) -> Iterator[Hit]:
    free = 0
    for spoken in word.finditer(folded):
        match = number.search(folded, max(free, spoken.end()), spoken.end() + REACH + 10)
        if match and match.start() - spoken.end() <= PASSPORT_REACH:
            free = match.end()
            yield Hit(match.start(), match.end())


def _may_begin(chain: Chain, start: int) -> bool:
    after = chain.digits[start : start + FIRST_GROUP]
    if len(chain.digits) - start < FEWEST_DIGITS or not after.isdigit():
        return False
    return chain.begins(start, FIRST_GROUP)


def _card_at(chain: Chain, start: int, end: int, folded: str, head: str) -> Hit | None:
    digits = chain.digits[start:end]
    is_unionpay = digits.startswith(UNIONPAY)
    if end not in chain.tails or not (is_unionpay or OTHER_BRANDS.match(digits)):
        return None
    begin, stop = chain.span(start, end)
    label = label_before(folded, begin, head)
    if label in STRICT or _is_part(chain, start, end) or _is_glued(folded, begin, stop):
        return None
    labelled = label in CARD_LABELS
    if not luhn.is_valid(digits):
        return Hit(start, end, sure=False) if labelled and is_unionpay else None
    if not labelled and not _stands_alone(chain, start, end):
        return None
    return Hit(start, end, sure=labelled or is_unionpay)


def _stands_alone(chain: Chain, start: int, end: int) -> bool:
    """Whether digits without a label are written as a card's, and are no credit code."""
    digits, sizes = chain.digits[start:end], chain.sizes(start, end)
    if len(digits) == USCC_LENGTH and not digits.startswith(UNIONPAY) and uscc.is_valid(digits):
        return False
    fours = all(size == FIRST_GROUP for size in sizes[:-1]) and sizes[-1] <= FIRST_GROUP
    return fours or len(sizes) == 1 or (len(sizes) == 2 and sizes[0] == ISSUER_DIGITS)  # noqa: PLR2004 -- issuer and the rest


def _is_part(chain: Chain, start: int, end: int) -> bool:
    """Whether the digits are no whole number: broken over lines, or tied to others."""
    if not chain.digits[start:end].isdigit() or chain.inner_gaps(start, end) & {"\n", "."}:
        return True
    return bool(chain.outer_gaps(start, end) & {"-", "."})


def _is_glued(folded: str, begin: int, stop: int) -> bool:
    if is_amount(folded, begin, stop):
        return True
    before, after = folded[max(0, begin - 8) : begin], folded[stop : stop + 1]
    if AFTER_IDENTITY.search(before):
        before = ""
    if before[-1:] in ("-", "_", "/"):
        before = before[:-1]
    return (
        _is_letter(before[-1:]) or _is_letter(after) or after in ("*", "_") or before.endswith("*")
    )


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
