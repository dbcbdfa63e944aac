"""Laying a posting out as numbered sheets for the board."""

from typing import TYPE_CHECKING

from ogi.display.paper.figures import Owner, Printed, day_words
from ogi.display.paper.ornaments import ornament_svg
from ogi.display.paper.qr import qr_svg
from ogi.display.rules.standard import SHEETS, Paper
from ogi.display.rules.widths import Widths, column_widths
from ogi.platform.pdf import lay_out_part, render_print

if TYPE_CHECKING:
    from ogi.platform.pdf_layout import Part

FEW_LIKED = 0.82
"""Below this share of what its columns would like, a table is printed on broad paper."""


def sheet_part(one: Printed, owner: Owner, paper_name: str) -> "Part":
    """Lay one posting out on as many sheets as it takes."""
    paper = SHEETS[paper_name]
    files = {
        **one.files,
        "qr.svg": qr_svg(one.address),
        "ornament.svg": ornament_svg(owner.standard.ornament),
    }
    return lay_out_part(sheet_html(one, owner, paper), files)


def sheet_html(one: Printed, owner: Owner, paper: Paper) -> str:
    """Write the HTML that is laid out on paper."""
    upright = widths_of(one, paper.room())
    wide = is_wide(upright, paper.room())
    shares = (widths_of(one, paper.room(wide=True)) if wide else upright).shares
    return render_print(
        "board/sheet.html",
        one=one,
        owner=owner,
        paper=paper,
        wide=wide,
        shares=shares,
        posted=day_words(one.posted_on),
        signers=signers_of(one),
    )


def widths_of(one: Printed, room: float) -> Widths:
    """Return how wide the columns of a posting's table are in a room of so many characters."""
    laid = one.sheet.laid
    heads = [(f"{label}（元）" if kind == "money" else label, kind) for label, kind in laid.columns]
    rows = [*laid.rows, laid.totals] if laid.totals else laid.rows
    return column_widths(heads, rows, room)


def is_wide(widths: Widths, room: float) -> bool:
    """Tell whether a table needs broad paper."""
    return widths.least > room or (bool(widths.shares) and room < widths.liked * FEW_LIKED)


def signers_of(one: Printed) -> tuple[str, ...]:
    """Return who signs: the reviewer, in a village its committee, and who made it."""
    committee = ("监委会",) if one.is_village else ()
    return ("审核人", *committee, "经办")
