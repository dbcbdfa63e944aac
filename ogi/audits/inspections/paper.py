"""The paper version of a visit: what should hang, what is looked at, boxes to tick by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ogi.audits.indicators.models import Indicator
from ogi.audits.indicators.sets.queries import get_set, list_indicators
from ogi.audits.indicators.sets.rules import Method
from ogi.audits.inspections.models import Inspection
from ogi.audits.inspections.queries.inspections import VisitLine
from ogi.audits.inspections.rules.words import KIND_WORDS
from ogi.display.queries.hanging import list_due_to_hang
from ogi.display.rules.hanging import Hanging
from ogi.platform.pdf import print_pdf, render_print
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.rules import TenantKind

TEMPLATE = "inspection/visit.html"
MOST_PAPERS = 30
"""Sheets in one PDF: more are printed tenant by tenant."""


@dataclass(frozen=True, slots=True)
class PaperIndicator:
    """An indicator as the paper asks it; `price` is what a fault costs, in words."""

    text: str
    price: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PaperBoard:
    """One board: the sheets to look for, and the indicators that ask about this board."""

    word: str
    rows: tuple[Hanging, ...]
    indicators: tuple[PaperIndicator, ...]


@dataclass(frozen=True, slots=True)
class VisitPaper:
    """Everything on one tenant's paper."""

    township: str
    unit: str
    is_village: bool
    title: str
    kind: str
    checklist: str
    starts_on: date
    ends_on: date
    as_of: date
    inspector: str
    hotline: str
    whole: tuple[PaperIndicator, ...]
    boards: tuple[PaperBoard, ...]
    left_out: int


def visit_papers(
    session: Session, one: Inspection, visits: Sequence[VisitLine], as_of: date
) -> list[VisitPaper]:
    """Return the papers of these visits; two statements for each tenant."""
    township = get_township_by_id(session, one.township_id).name
    checklist = get_set(session, one.township_id, one.set_id).title
    rows = list_indicators(session, one.township_id, one.set_id)
    manual = [row for row in rows if row.method == Method.MANUAL]
    return [
        VisitPaper(
            township=township,
            unit=line.tenant.name,
            is_village=line.tenant.kind == TenantKind.VILLAGE,
            title=one.title,
            kind=KIND_WORDS[one.kind],
            checklist=checklist,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            as_of=as_of,
            inspector=line.inspector,
            hotline=line.tenant.hotline,
            whole=_of_board(manual, ""),
            boards=tuple(
                PaperBoard(board.word, board.rows, _of_board(manual, board.board))
                for board in list_due_to_hang(session, line.tenant, as_of)
            ),
            left_out=len(rows) - len(manual),
        )
        for line in visits
    ]


def _of_board(rows: Sequence[Indicator], board: str) -> tuple[PaperIndicator, ...]:
    return tuple(
        PaperIndicator(row.text, _price(row), row.evidence) for row in rows if row.board == board
    )


def _price(row: Indicator) -> str:
    each, most = (_plain(points) for points in (row.deduction, row.cap))
    return f"{each}，最多{most}" if each != most else each


def _plain(points: object) -> str:
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return text or "0"


def papers_html(papers: Sequence[VisitPaper]) -> str:
    """Write the HTML that is laid out on paper."""
    return render_print(TEMPLATE, papers=papers)


def print_papers(papers: Sequence[VisitPaper]) -> bytes:
    """Lay the papers out as one PDF, each beginning on a new page."""
    return print_pdf(papers_html(papers))
