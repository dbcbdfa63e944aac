"""Identity numbers: eighteen digits with a check sign, and fifteen in the old form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from ogi.platform.privacy.chains import Chain
from ogi.platform.privacy.labels import Label, label_before

PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
NEW = re.compile(rf"(?=((?:{PROVINCES})[0-9]{{4}}(?:19|20)[0-9]{{2}}{MONTH_DAY}[0-9]{{3}}[0-9Xx]))")
OLD = re.compile(rf"(?=((?:{PROVINCES})[0-9]{{4}}[0-9]{{2}}{MONTH_DAY}[0-9]{{3}}))")
WRONG = re.compile(rf"(?=((?:{PROVINCES})[0-9]{{15}}[0-9Xx]))")
AFTER_IDENTITY = re.compile(r"[0-9]{7}[Xx]$")
"""The check sign of an identity number to which another number was glued."""
FIRST_GROUP = 4
"""Digits; doubtful numbers are looked at only where their first group is as long."""
NEW_LENGTH, OLD_LENGTH = 18, 15
OLD_SHAPES = frozenset({(15,), (6, 6, 3), (6, 9), (12, 3)})
YOUNGEST_YEAR_IN_CODES = 2018
"""From here on the digits of a birthday are as likely the day on which a code was given out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Digits of a chain from start to end, and whether the digits alone prove it."""

    start: int
    end: int
    sure: bool = True


def identities_in(chain: Chain, folded: str, head: str) -> Iterator[Hit]:
    """Yield the identity numbers of a chain, and cut them out of longer groups."""
    free = 0
    for match in NEW.finditer(chain.digits):
        start, end = match.start(), match.start() + NEW_LENGTH
        if start >= free and _is_new(chain, match[1], start, folded, head):
            chain.cut(start, end)
            free = end
            yield Hit(start, end)
    for pattern, length, is_one in ((OLD, OLD_LENGTH, _is_old), (WRONG, NEW_LENGTH, _is_wrong)):
        for match in pattern.finditer(chain.digits):
            start, end = match.start(), match.start() + length
            if not chain.begins(start, FIRST_GROUP):
                continue
            if chain.is_whole(start, end) and not _is_tied(chain, start, end):
                label = label_before(folded, chain.places[start], head)
                if length == OLD_LENGTH and chain.sizes(start, end) not in OLD_SHAPES:
                    continue
                if is_one(match[1], label):
                    yield Hit(start, end, sure=label is Label.IDENTITY and length == OLD_LENGTH)


def is_rounded_identity(digits: str) -> bool:
    """Whether eighteen digits are an identity number whose end a spreadsheet has rounded off."""
    match = NEW.match(digits)
    return match is not None and _is_day(digits[6:14]) and digits.endswith("00")


def _is_new(chain: Chain, digits: str, start: int, folded: str, head: str) -> bool:
    end = start + NEW_LENGTH
    if not (_is_day(digits[6:14]) and mod_11_2.is_valid(digits.upper())):
        return False
    whole = chain.is_whole(start, end)
    if not whole and any(at in chain.heads for at in range(start + 1, end)):
        return False
    label = label_before(folded, chain.places[start], head)
    if label is Label.IDENTITY:
        return True
    if label is Label.CODE and uscc.is_valid(digits):
        return False
    tied = _is_tied(chain, start, end) or _has_letter_before(chain, start, folded)
    doubtful = label is Label.CODE or not whole or tied
    return not (doubtful and int(digits[6:10]) >= YOUNGEST_YEAR_IN_CODES)


def _is_old(digits: str, label: Label) -> bool:
    return label not in (Label.CODE, Label.MONEY) and _is_day("19" + digits[6:12])


def _is_wrong(digits: str, label: Label) -> bool:
    return label is Label.IDENTITY and not mod_11_2.is_valid(digits.upper())


def _is_tied(chain: Chain, start: int, end: int) -> bool:
    return bool(chain.outer_gaps(start, end) & {"-", "."})


def _has_letter_before(chain: Chain, start: int, folded: str) -> bool:
    before = folded[max(0, chain.places[start] - 1) : chain.places[start]]
    return before.isascii() and before.isalpha()


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
