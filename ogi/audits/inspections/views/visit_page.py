"""One board of a visit, ready for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy.orm import Session

from ogi.audits.indicators.models import Indicator
from ogi.audits.inspections.forms.visiting import EntryForm
from ogi.audits.inspections.queries.visiting import (
    Progress,
    Seen,
    VisitAt,
    index_numbers,
    latest_of,
    list_manual,
    list_seen,
    progress_of,
)
from ogi.audits.inspections.rules.visiting import MARK_WORDS
from ogi.audits.inspections.rules.words import RESULT_WORDS, Kind
from ogi.display.queries.hanging import list_due_to_hang
from ogi.display.rules.hanging import Hanging, HangingBoard

WHOLE = "whole"
"""The part of the page for what is about no board in particular."""
WHOLE_WORD = "总体"


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a visit's page: how many indicators it asks and how many are answered."""

    key: str
    word: str
    asked: int
    answered: int


@dataclass(slots=True)
class Page:
    """What the page of one board shows; `board` is the key of the part that is open."""

    at: VisitAt
    board: str
    tabs: list[Tab]
    hanging: HangingBoard | None
    sheets: dict[str, str]
    numbers: dict[int, str]
    indicators: list[Indicator]
    latest: dict[int, Seen]
    forms: dict[int, EntryForm]
    progress: Progress
    words = RESULT_WORDS
    mark_words = MARK_WORDS

    @property
    def stored_board(self) -> str:
        """The board as entries name it: blank for what is about none in particular."""
        return "" if self.board == WHOLE else self.board

    @property
    def word(self) -> str:
        """The open part's name."""
        return next(tab.word for tab in self.tabs if tab.key == self.board)

    @property
    def following(self) -> Tab | None:
        """The part after this one."""
        keys = [tab.key for tab in self.tabs]
        after = self.tabs[keys.index(self.board) + 1 :]
        return after[0] if after else None


def make_page(session: Session, at: VisitAt, board: str, today: date) -> Page:
    """Return one part of a visit's page; an unknown board is the one that opens."""
    hanging = {one.board: one for one in list_due_to_hang(session, at.tenant, today)}
    asked = list_manual(session, at.inspection)
    seen = list_seen(session, at.visit)
    latest = latest_of(seen)
    words = {key: one.word for key, one in hanging.items()} | {WHOLE: WHOLE_WORD}
    tabs = [_tab(key, word, asked, latest) for key, word in words.items()]
    shown = board if board in words else _first(at, tabs)
    stored = "" if shown == WHOLE else shown
    posted = hanging[shown].posted if shown in hanging else ()
    page = Page(
        at, shown, tabs, hanging.get(shown), _sheets(hanging, shown),
        index_numbers(session, at.tenant, [one.posting_id for one in posted if one.posting_id]),
        [one for one in asked if one.board == stored],
        {key: one for (key, on), one in latest.items() if on == stored},
        {}, progress_of(asked, seen),
    )  # fmt: skip
    page.forms = {one.id: entry_form(page, one.id) for one in page.indicators}
    return page


def entry_form(page: Page, indicator_id: int, *, typed: bool = False) -> EntryForm:
    """Return an indicator's form, blank or as it was typed; its names tell it from the others."""
    prefix = f"i{indicator_id}"
    form = EntryForm(prefix=prefix) if typed else EntryForm(formdata=None, prefix=prefix)
    form.sheet.choices = {"": "不针对某一张", **page.sheets}
    if not typed:
        form.client_key.data = str(uuid4())
    return form


def _sheets(hanging: dict[str, HangingBoard], shown: str) -> dict[str, str]:
    """Return the sheets that a fault may be about: the board's, or for the whole place all."""
    boards = [one for key, one in hanging.items() if shown in (key, WHOLE)]
    return {
        str(one.obligation_id): _sheet(board, one, several=len(boards) > 1)
        for board in boards
        for one in board.rows
        if one.obligation_id is not None
    }


def _sheet(board: HangingBoard, one: Hanging, *, several: bool) -> str:
    named = f"{one.title}（{one.period}）" if one.period else one.title
    return f"{board.word}：{named}" if several else named


def _first(at: VisitAt, tabs: Sequence[Tab]) -> str:
    """Return the part that opens: what hangs is walked in order, a re-check asks one thing."""
    asking = [tab for tab in tabs if tab.asked]
    return (asking if asking and at.inspection.kind == Kind.RECHECK else tabs)[0].key


def _tab(
    key: str, word: str, asked: Sequence[Indicator], latest: dict[tuple[int, str], Seen]
) -> Tab:
    stored = "" if key == WHOLE else key
    here = {one.id for one in asked if one.board == stored}
    answered = {indicator for indicator, board in latest if board == stored}
    return Tab(key, word, len(here), len(here & answered))
