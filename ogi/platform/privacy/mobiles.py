"""Mobile phone numbers."""

import re
from collections.abc import Iterator

from ogi.platform.privacy.chains import Chain
from ogi.platform.privacy.identity import AFTER_IDENTITY, Hit
from ogi.platform.privacy.labels import STRICT, Label, is_amount, label_before

LENGTH = 11
MOBILE = re.compile(r"(?=1[3-9][0-9]{9})")
PREFIXES = ("86", "0086", "0")
SHAPES = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (5, 6), (6, 5), (1,) * 11}
)
PHONE_WORDS = re.compile(
    r"(?i)(?<![a-z])(?:tel|phone|mobile|mob|cell|call|sj|dh|lxdh|wx|sms|[tmp])[.:_-]?$"
)
LETTERS_BEFORE = 8
WEB_ADDRESS = re.compile(r"(?:://|www\.)[^\s\u4e00-\u9fff，。；、]{0,120}/\Z")
LONGEST_ADDRESS = 140
TIED_BY = frozenset({"-", "_", "/"})


def mobiles_in(chain: Chain, folded: str, head: str) -> Iterator[Hit]:
    """Yield the mobile numbers of a chain."""
    free = 0
    for match in MOBILE.finditer(chain.digits):
        start, end = match.start(), match.start() + LENGTH
        if start < free or end not in chain.tails:
            continue
        first = _first(chain, start)
        if first is None or chain.sizes(start, end) not in SHAPES:
            continue
        if _is_mobile(chain, first, start, end, folded, head):
            free = end
            yield Hit(first, end)


def _first(chain: Chain, start: int) -> int | None:
    """Return where the number begins with the country's code or trunk zero, if it does begin."""
    for prefix in PREFIXES:
        first = start - len(prefix)
        apart = "." in chain.gaps.get(start, "")
        if first in chain.heads and not apart and chain.digits.startswith(prefix, first):
            return first
    return start if start in chain.heads else None


def _is_mobile(chain: Chain, first: int, start: int, end: int, folded: str, head: str) -> bool:
    if chain.inner_gaps(start, end) & {"\n"} or _is_tied(chain, first, end):
        return False
    begin, stop = chain.span(first, end)
    label = label_before(folded, begin, head)
    if label in STRICT or _has_letters(folded, begin, stop):
        return False
    return label is Label.MOBILE or not is_amount(folded, begin, stop)


def _is_tied(chain: Chain, first: int, end: int) -> bool:
    """Whether hyphens or points make the digits part of a longer code or of a decimal."""
    before, after = chain.gaps.get(first, " "), chain.gaps.get(end, " ")
    if "-" in before and not _is_neighbour(chain, first - LENGTH, first):
        return True
    if "-" in after and not _is_neighbour(chain, end, end + LENGTH):
        return chain.digits[end : end + 1] != "0"
    return "." in after or ("." in before and not _is_list_number(chain, first))


def _is_neighbour(chain: Chain, start: int, end: int) -> bool:
    return start >= 0 and chain.is_whole(start, end)


def _is_list_number(chain: Chain, first: int) -> bool:
    return first in (1, 2) and chain.digits[0] != "0"


def _has_letters(folded: str, begin: int, stop: int) -> bool:
    """Whether letters before or after make the digits part of a code or an address."""
    before = folded[max(0, begin - LETTERS_BEFORE) : begin]
    after = folded[stop : stop + 2]
    if _is_letter(after[:1]) or after[:1] in ("*", "_") or before.endswith("*"):
        return True
    if before.endswith("/") and WEB_ADDRESS.search(folded, max(0, begin - LONGEST_ADDRESS), begin):
        return True
    if after[:1] in TIED_BY and _is_letter(after[1:]):
        return True
    if before[-1:] in TIED_BY:
        return _is_letter(before[-2:-1]) and not PHONE_WORDS.search(before)
    if not _is_letter(before[-1:]) or AFTER_IDENTITY.search(before):
        return False
    return not PHONE_WORDS.search(before)


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
