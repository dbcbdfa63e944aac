"""Text of cells: without control characters, and harmless to a spreadsheet."""

import re

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
GUARD = "'"


def clean_text(text: str) -> str:
    """Return the text trimmed, without control characters, lines parted by LF."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def guard_text(text: str) -> str:
    """Return the text as csv may carry it: a quote before what would run as a formula."""
    return GUARD + text if text.startswith(DANGEROUS) else text


def unguard_text(text: str) -> str:
    """Return the text without the quote that guard_text put before it."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(DANGEROUS) else text
