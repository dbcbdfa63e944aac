"""Text of cells: without control characters, and harmless to a spreadsheet."""

import re

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
GUARD = "'"


def plain_text(text: str) -> str:
    """Return the text without control characters, lines parted by LF."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_text(text: str) -> str:
    """Return the text trimmed, without control characters, lines parted by LF."""
    return plain_text(text).strip()


def guard_text(text: str) -> str:
    """Return the text as csv may carry it: a quote before what would run as a formula.

    What has such a quote already gets another, so that the text comes back as it was.
    """
    return GUARD + text if text.lstrip(GUARD).startswith(DANGEROUS) else text


def unguard_text(text: str) -> str:
    """Return the text without the quote that guard_text put before it."""
    guarded = text.startswith(GUARD) and text.lstrip(GUARD).startswith(DANGEROUS)
    return text[1:] if guarded else text
