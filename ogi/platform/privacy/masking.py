"""The forms in which personal data may be shown, as supervisors accept them."""

import re
from collections.abc import Iterable

from ogi.platform.privacy.folding import fold
from ogi.platform.privacy.kinds import Finding, Kind

NEW_IDENTITY_DIGITS = 18
NOT_IN_NUMBERS = re.compile(r"[^0-9A-Za-z]")
COUNTRY_CODE = re.compile(r"^(?:\+|00)?86(?=1)|^0(?=1)")


def plain_number(text: str) -> str:
    """Return a number without blanks, marks and the country's code."""
    return COUNTRY_CODE.sub("", NOT_IN_NUMBERS.sub("", fold(text)).upper())


def masked_form(kind: Kind, text: str) -> str:
    """Return what may stand in the place of the text.

    Identity number: first six and last four; phone: first three and last four; cards: last four.
    """
    number = plain_number(text)
    match kind:
        case Kind.IDENTITY:
            last = 4 if len(number) == NEW_IDENTITY_DIGITS else 3
            return number[:6] + "*" * (len(number) - 6 - last) + number[-last:]
        case Kind.MOBILE:
            return f"{number[:3]}****{number[-4:]}"
        case Kind.BANK_CARD:
            return f"****{number[-4:]}"
        case Kind.SOCIAL_CARD | Kind.PASSPORT:
            return f"{number[:1]}****{number[-3:]}"
        case Kind.MINOR:
            return text[0] + "某" * (len(text) - 1)
    return "***"


def mask(text: str, findings: Iterable[Finding]) -> str:
    """Return the text with each finding in its masked form.

    Raises ValueError when a finding is of another text.
    """
    for one in sorted(findings, key=lambda found: found.start, reverse=True):
        if text[one.start : one.end] != one.text:
            raise ValueError("finding is of another text")
        text = text[: one.start] + one.masked + text[one.end :]
    return text
