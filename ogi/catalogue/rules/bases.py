"""Basis codes (依据): an item's words, and the legal text that each part points to."""

import re
from collections.abc import Iterable


def basis_parts(basis: str) -> list[str]:
    """Return the parts of an item's basis, as 村组法30；财公规②③ → two."""
    return [part for part in re.split(r"[；;]\s*", basis.strip()) if part]


def match_basis(part: str, codes: Iterable[str]) -> str | None:
    """Return the longest code with which the part begins; a digit after it does not belong.

    So 村组法30(三) is 村组法30, and 村组法3 is not. None when no code fits.
    """
    fitting = [
        code
        for code in codes
        if part.startswith(code)
        and not (code[-1:].isdigit() and part[len(code) : len(code) + 1].isdigit())
    ]
    return max(fitting, key=len, default=None)
