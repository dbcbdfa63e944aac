"""Laying a whole board out as one poster: first measured, then printed, never cut off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ogi.display.paper.figures import Owner, Printed, day_words
from ogi.display.paper.ornaments import ornament_svg
from ogi.display.paper.qr import qr_svg
from ogi.display.paper.sheets import widths_of
from ogi.display.rules.posters import Fit, Frame, enlargements, fit_column, frame_of
from ogi.display.rules.standard import MM_PER_POINT, POSTERS, Head, Paper, public_address
from ogi.platform.pdf import lay_out_part, render_print

if TYPE_CHECKING:
    from ogi.platform.pdf_layout import Part

MM_PER_PIXEL = 25.4 / 96
END = "-end"
SPARE_MM = 2.0
"""What is left free at the foot of a column, against rounding."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is printed: whole postings with their tables' shares, and named ones."""

    head: Head
    whole: tuple[tuple[Printed, tuple[float, ...]], ...]
    named: tuple[Printed, ...]
    counted: int


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster that is laid out, and the postings that need sheets of their own beside it."""

    part: "Part"
    sheets: tuple[int, ...]


def poster_of(
    owner: Owner,
    printed: Sequence[Printed],
    boards: Sequence[str],
    paper_name: str,
    *,
    on: date,
) -> Poster:
    """Lay out a board's columns with what should hang in each."""
    paper, frame = POSTERS[paper_name], frame_of(POSTERS[paper_name], len(boards))
    files = files_of(owner, printed)
    by_board = [[one for one in printed if one.sheet.board == board] for board in boards]
    fits, paper = _largest(by_board, paper, frame, files)
    columns = [
        _column(owner.standard.heads[board], mine, fit, _room(frame, paper))
        for board, mine, fit in zip(boards, by_board, fits, strict=True)
    ]
    part = _part(owner, columns, paper, frame, files, on)
    kept = {one.posting_id for column in columns for one, _ in column.whole}
    return Poster(part, tuple(o.posting_id for o in printed if o.posting_id not in kept))


def _largest(
    by_board: Sequence[Sequence[Printed]], paper: Paper, frame: Frame, files: dict[str, bytes]
) -> tuple[list[Fit], Paper]:
    """Return what fits, and the paper with the largest type in which as much still fits."""
    fits = [_fit(mine, paper, frame, files) for mine in by_board]
    for larger in enlargements([fit.filled for fit in fits]):
        grown = replace(paper, body_pt=round(paper.body_pt * larger, 1))
        again = [_fit(mine, grown, frame, files) for mine in by_board]
        if all(
            (one.whole, one.counted) == (two.whole, two.counted)
            for one, two in zip(fits, again, strict=True)
        ):
            return again, grown
    return fits, paper


def _room(frame: Frame, paper: Paper) -> float:
    """Return how many characters of the body stand on a line of a column."""
    return frame.inner_width / (paper.body_pt * MM_PER_POINT)


def files_of(owner: Owner, printed: Sequence[Printed]) -> dict[str, bytes]:
    """Return everything that is drawn on a poster, by the names that the templates use."""
    files = {"ornament.svg": ornament_svg(owner.standard.ornament)}
    files["qr-all.svg"] = qr_svg(boards_address(owner))
    for one in printed:
        files |= one.files | {f"qr-{one.posting_id}.svg": qr_svg(one.address)}
    return files


def boards_address(owner: Owner) -> str:
    """Return the address of the tenant's boards."""
    return public_address(owner.site, owner.township.slug, owner.tenant.slug)


def _column(head: Head, printed: Sequence[Printed], fit: Fit, room: float) -> Column:
    return Column(
        head,
        tuple((printed[at], widths_of(printed[at], room).shares) for at in fit.whole),
        tuple(printed[at] for at in fit.named),
        fit.counted,
    )


def _fit(printed: Sequence[Printed], paper: Paper, frame: Frame, files: dict[str, bytes]) -> Fit:
    if not printed:
        return Fit((), ())
    room = _room(frame, paper)
    rows = [(one, widths_of(one, room)) for one in printed]
    told = [(one, widths.shares) for one, widths in rows]
    html = render_print("board/measure.html", rows=told, frame=frame, paper=paper)
    heights = Heights(lay_out_part(html, files))
    return fit_column(
        [
            heights.of(f"whole-{one.posting_id}") if widths.least <= room else None
            for one, widths in rows
        ],
        [heights.of(f"entry-{one.posting_id}") for one in printed],
        frame.inner_height - SPARE_MM,
        list_head=heights.of("list"),
        list_rest=heights.of("rest"),
    )


class Heights:
    """How high pieces of a measured page are, in millimetres; each has a mark at its end."""

    def __init__(self, part: "Part") -> None:
        self.places = {name: top for name, (_, top) in part.places().items()}
        self.begins = sorted(top for name, top in self.places.items() if not name.endswith(END))

    def of(self, name: str) -> float:
        """Return how much height a piece takes, down to where the next one begins."""
        top = self.places[name]
        after = next((one for one in self.begins if one > top), self.places[name + END])
        return (after - top) * MM_PER_PIXEL


def _part(
    owner: Owner,
    columns: Sequence[Column],
    paper: Paper,
    frame: Frame,
    files: dict[str, bytes],
    on: date,
) -> "Part":
    html = render_print(
        "board/poster.html",
        owner=owner,
        columns=columns,
        paper=paper,
        frame=frame,
        printed_on=day_words(on),
        address=boards_address(owner),
    )
    return lay_out_part(html, files)
