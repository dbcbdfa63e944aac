"""Figures that do not add up go no further without an explanation."""

from sqlalchemy.orm import Session

from ogi.platform.db import Scope
from ogi.postings.models import Posting
from ogi.postings.queries.statements import breaks_of
from ogi.postings.rules.breaks import check_breaks


def check_figures(session: Session, posting: Posting, *, submitted: bool = False) -> None:
    """Raise RuleBroken for a break that is not explained.

    After submission what was published for the last period may have changed, so the figures
    are reckoned again before they go onto the board.
    """
    notes = posting.content.get("notes") or {}
    check_breaks(breaks_of(session, _scope(posting), posting), notes, submitted=submitted)


def drop_idle_notes(session: Session, posting: Posting) -> None:
    """Take out explanations of what adds up by now, so that the board shows none of them."""
    notes = posting.content.get("notes") or {}
    found = {one.code for one in breaks_of(session, _scope(posting), posting)} if notes else set()
    if notes.keys() - found:
        kept = {code: text for code, text in notes.items() if code in found}
        rest = {name: part for name, part in posting.content.items() if name != "notes"}
        posting.content = {**rest, "notes": kept} if kept else rest


def _scope(posting: Posting) -> Scope:
    return Scope(posting.township_id, posting.tenant_id)
