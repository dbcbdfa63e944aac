"""Text brought to one form, character for character, so that places stay the same."""

import re
import sys
import unicodedata

DASHES = "‐‑‒–—―−－﹣﹘⁃"
BLANKS = "\t\r\v\f\u00a0\u00ad\u1680\u180e\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x2010))
)
INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs that nobody sees, and that are no part of a number or a name."""
NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
WRITTEN_OUT = re.compile("[〇零○一二三四五六七八九]{11,19}")
"""A telephone, identity or card number written out in Chinese numerals."""
FULL_WIDTH = range(0xFF01, 0xFF5F)
FULL_WIDTH_SHIFT = 0xFEE0


def _folds() -> dict[int, str]:
    folds = {
        code: str(value)
        for code in range(0x80, sys.maxunicode + 1)
        if (value := unicodedata.decimal(chr(code), None)) is not None
    }
    folds |= {code: chr(code - FULL_WIDTH_SHIFT) for code in FULL_WIDTH}
    folds |= {ord(mark): "-" for mark in DASHES}
    folds |= {ord(mark): " " for mark in BLANKS}
    folds |= {ord("¥"): "¥", ord("￥"): "¥", ord("。"): "。", ord("·"): ".", ord("•"): "."}
    folds |= {ord("\u2028"): "\n", ord("\u2029"): "\n", ord("\u0085"): "\n"}
    return folds


FOLDS = _folds()


def fold(text: str) -> str:
    """Return digits, letters, dashes, blanks and stops in their plain form, one for one."""
    if text.isascii():
        return text.translate(FOLDS) if "\t" in text else text
    return WRITTEN_OUT.sub(_as_digits, text.translate(FOLDS))


def _as_digits(match: re.Match[str]) -> str:
    return match.group().translate(NUMERALS)


def without_invisible(text: str) -> tuple[str, list[int]]:
    """Return a text without its invisible signs, and the place that each sign left had."""
    places = [place for place, sign in enumerate(text) if not INVISIBLE.match(sign)]
    return "".join(text[place] for place in places), places
