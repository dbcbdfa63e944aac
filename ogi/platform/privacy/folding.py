"""Text brought to one form, character for character, so that places stay the same."""

import sys
import unicodedata

DASHES = "‐‑‒–—―−－﹣﹘⁃"
BLANKS = "\t\r\v\f\u00a0\u00ad\u1680\u180e\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x2010))
)
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
    return text if text.isascii() and "\t" not in text else text.translate(FOLDS)
