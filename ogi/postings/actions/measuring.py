"""Measuring a posting as it goes onto the board, and what went out before that was done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from ogi.platform.clock import local_date
from ogi.platform.db import Scope
from ogi.platform.journal import record
from ogi.postings.models import Posting
from ogi.postings.queries.measuring import answer_days, find_text_before, list_unmeasured
from ogi.postings.queries.statements import breaks_of, find_content_before
from ogi.postings.rules.answering import asks_for_answers, count_unanswered
from ogi.postings.rules.arithmetic import list_breaks
from ogi.postings.rules.breaks import Break
from ogi.postings.rules.content import content_of
from ogi.postings.rules.declaring import CONTENT, asked_of
from ogi.postings.rules.formulas import formulas_of
from ogi.postings.rules.likeness import likeness_of
from ogi.postings.rules.measuring import measured
from ogi.tenants.models import Township


def measure(session: Session, posting: Posting, *, on: date) -> None:
    """Keep with a posting that is about to be public what supervision counts of it.

    A declaration in place of a posting has nothing to measure.
    """
    if posting.kind != CONTENT:
        return
    breaks = breaks_of(session, Scope(posting.township_id, posting.tenant_id), posting)
    for name, figure in _figures(session, posting, breaks, on).items():
        setattr(posting, name, figure)


def measure_older(session: Session, township_id: int, *, limit: int, now: datetime) -> int:
    """Measure what went out unmeasured, the oldest first; return how many. The caller commits.

    Only what was never measured is written, nothing else of a posting changes; figures are
    compared with what now stands on the board for the period before.
    """
    postings = list_unmeasured(session, township_id, limit=limit)
    for posting in postings:
        found = _older_figures(session, posting)
        blank = {name: value for name, value in found.items() if getattr(posting, name) is None}
        session.execute(
            update(Posting)
            .where(Posting.township_id == township_id, Posting.id == posting.id)
            .values(**blank)
            .execution_options(synchronize_session=False)
        )
    if postings:
        township = session.get_one(Township, township_id)
        record(session, None, "posting.measured", township, at=now, count=len(postings))
    return len(postings)


def _older_figures(session: Session, posting: Posting) -> dict[str, Any]:
    """Return the figures of what is out; an import brings words alone, so no line is missed."""
    on = local_date(posting.published_at) if posting.published_at else date.max
    if posting.imported_from:
        return _figures(session, posting, [], posting.counted_on or on) | {"lines": None}
    before = find_content_before(session, Scope(posting.township_id, posting.tenant_id), posting)
    breaks = list_breaks(asked_of(posting), content_of(posting.content), before)
    return _figures(session, posting, breaks, on)


def _figures(session: Session, posting: Posting, breaks: list[Break], on: date) -> dict[str, Any]:
    specs, content = asked_of(posting), content_of(posting.content)
    carries = {one.code for one in formulas_of(tuple(specs)) if one.kind == "carry"}
    found = measured(specs, content, breaks, carries)
    text_before = find_text_before(session, posting)
    late = 0
    if asks_for_answers(specs):
        limit = answer_days(session, posting)
        late = count_unanswered(specs, content, on=on, limit_days=limit)
    return {
        "breaks": found.breaks,
        "carry_breaks": found.carry_breaks,
        "lines": found.lines,
        "fingerprint": found.fingerprint,
        "likeness": likeness_of(specs, content, text_before) if text_before else None,
        "photos": sum(file.kind == "photo" for file in posting.attachments),
        "unanswered": late,
    }
