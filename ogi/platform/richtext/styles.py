"""What the style of pasted markup says, as far as it is kept: marks, alignment, indentation."""

import re
from collections.abc import Mapping

from ogi.platform.richtext.model import INDENTED

BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
NOT_BOLD = frozenset({"normal", "lighter", "100", "200", "300", "400"})
LENGTH = re.compile(r"(-?\d{0,6}(?:\.\d{1,6})?)(px|pt|em|rem|ch|cm|mm|in)?")
PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "ch": 8.0, "cm": 37.8, "mm": 3.78,
          "in": 96.0}  # fmt: skip
LEAST_INDENT_PX = 16
LEVEL = re.compile(r"\blevel(\d)\b")
LONGEST_STYLE = 4_000

Style = Mapping[str, str]


def parse_style(text: str | None) -> dict[str, str]:
    """Return the properties of a style attribute in small letters."""
    found = {}
    for part in (text or "")[:LONGEST_STYLE].split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip().lower()
    return found


def marks_of(style: Style, marks: frozenset[str]) -> frozenset[str]:
    """Return the marks that hold inside an element of this style."""
    weight = style.get("font-weight", "")
    if weight in BOLD:
        marks |= {"strong"}
    elif weight in NOT_BOLD:
        marks -= {"strong"}
    slant = style.get("font-style", "")
    if slant in ("italic", "oblique"):
        marks |= {"em"}
    elif slant == "normal":
        marks -= {"em"}
    line = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if "underline" in line:
        marks |= {"u"}
    if "line-through" in line:
        marks |= {"s"}
    return marks


def align_of(style: Style, given: str, classes: frozenset[str], usual: str) -> str:
    """Return center, right or nothing, by style, attribute or class."""
    for align in ("center", "right"):
        if f"ta-{align}" in classes:
            return align
    wanted = style.get("text-align") or given.strip().lower()
    if not wanted:
        return usual
    return {"center": "center", "middle": "center", "right": "right", "end": "right"}.get(
        wanted, ""
    )


def is_indented(style: Style, classes: frozenset[str], *, usual: bool) -> bool:
    """Return whether the first line stands in by about two characters."""
    if INDENTED in classes or _number(style.get("mso-char-indent-count", "")) >= 1:
        return True
    if "text-indent" not in style:
        return usual
    found = LENGTH.match(style["text-indent"])
    if not found or not found[1]:
        return False
    return _number(found[1]) * PIXELS.get(found[2] or "px", 1.0) >= LEAST_INDENT_PX


def is_hidden(style: Style) -> bool:
    """Return whether nobody was meant to read it: hidden text, remarks of reviewers."""
    return (
        style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("mso-hide") == "all"
        or style.get("mso-element", "") in ("comment-list", "comment")
        or "mso-special-character" in style
    )


def list_level(style: Style) -> int:
    """Return the level of a list entry of Word or WPS, 0 for none."""
    said = style.get("mso-list", "")
    if not said or said in ("none", "ignore", "skip"):
        return 0
    found = LEVEL.search(said)
    return int(found[1]) if found else 1


def is_marker(style: Style) -> bool:
    """Return whether it is the sign that Word puts before a list entry."""
    return style.get("mso-list", "") == "ignore"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
