"""The list for hanging: which sheet goes to which board, by when, and what comes down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ogi.display.paper.figures import Owner, day_words
from ogi.display.rules.sheets import ToHang, Work
from ogi.platform.pdf import lay_out_part, render_print
from ogi.tenants.rules import TenantKind

if TYPE_CHECKING:
    from ogi.platform.pdf_layout import Part


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `sheets` counts papers, `by` is a day or 今天."""

    title: str
    period: str
    sheets: int
    place: str
    column: str
    by: str
    replaces: str


def list_part(owner: Owner, work: Work, sheets: Mapping[int, int]) -> "Part":
    """Lay the list out; `sheets` says how many papers each posting takes."""
    return lay_out_part(list_html(owner, work, sheets), {})


def list_html(owner: Owner, work: Work, sheets: Mapping[int, int]) -> str:
    """Write the HTML that is laid out on paper."""
    lacking = {one.sheet.board for one in work.hang if one.place is None}
    heads = owner.standard.heads
    return render_print(
        "board/list.html",
        owner=owner,
        work=work,
        rows=[_row(owner, work, one, sheets) for one in work.hang],
        down=work.take_down,
        on=day_words(work.on),
        lacking="、".join(heads[board].title for board in heads if board in lacking),
        is_village=owner.tenant.kind == TenantKind.VILLAGE,
    )


def _row(owner: Owner, work: Work, one: ToHang, sheets: Mapping[int, int]) -> Row:
    return Row(
        title=one.sheet.title,
        period=one.sheet.period,
        sheets=sheets.get(one.sheet.posting_id or 0, 0),
        place=one.place_name,
        column=owner.standard.heads[one.sheet.board].title,
        by="今天" if one.by <= work.on else day_words(one.by).partition("年")[2],
        replaces="、".join(
            f"{up.title}（{up.period}）" if up.period else up.title for up in one.replaces
        ),
    )
