"""Showing the drafts to the tenants, and making scores final: sealed as they then stand."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from ogi.audits.assessment import queries
from ogi.audits.assessment.actions.scoring import compute, keep_rows
from ogi.audits.assessment.models import Scheme, Score
from ogi.audits.assessment.queries.sheets import Line, Sheet
from ogi.catalogue.queries import load_calendar
from ogi.platform.clock import local_date
from ogi.platform.db import Scope
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record

MOST_NAMES = 3


def show_scores(session: Session, scheme: Scheme, *, actor_id: int | None, now: datetime) -> int:
    """Show every draft to its tenant, which may object from now on; returns how many.

    They are worked out once more, and the rows behind each line are kept with it. Raises
    RuleBroken while a person has still to enter a score line.
    """
    if scheme.state != "in_use":
        raise RuleBroken("scheme_not_in_use")
    if not queries.tally(session, scheme).drafts:
        raise RuleBroken("score_none_draft")
    today = local_date(now)
    compute(session, scheme, as_of=today, actor_id=actor_id, now=now)
    waiting = queries.list_waiting(session, scheme)
    if waiting:
        raise RuleBroken("score_waiting", names=_names(waiting))
    drafts = queries.list_drafts(session, scheme)
    keep_rows(session, scheme, drafts, as_of=today)
    calendar = load_calendar(session, scheme.township_id)
    until, _ = calendar.add_workdays(today, scheme.objection_days)
    for score in drafts:
        score.state, score.shown_at, score.objections_until = "shown", now, until
        record(session, actor_id, "score.shown", score, at=now, day=str(until))
    return len(drafts)


def finish(
    session: Session, scheme: Scheme, *, today: date, actor_id: int | None, now: datetime
) -> tuple[int, int]:
    """Make final every shown score that nobody may object to any more; returns done and left.

    The scheme is final with its last score. Raises RuleBroken where none can be.
    """
    shown = queries.list_shown(session, scheme)
    if not shown:
        raise RuleBroken("score_none_shown")
    disputed = queries.list_open_names(session, Scope(scheme.township_id), scheme)
    over = [score for score in shown if score.objections_until and score.objections_until < today]
    ready = [score for score in over if score.tenant_id not in disputed]
    if not over:
        until = max(score.objections_until for score in shown if score.objections_until)
        raise RuleBroken("score_not_over", until=until)
    if not ready:
        raise RuleBroken("score_open", names=_names(disputed.values()))
    for score in ready:
        freeze(session, score, actor_id=actor_id, now=now)
    session.flush()
    tally = queries.tally(session, scheme)
    if tally.final == tally.total:
        scheme.state = "final"
    return len(ready), tally.total - tally.final


def freeze(session: Session, score: Score, *, actor_id: int | None, now: datetime) -> None:
    """Seal a score with its arithmetic, evidence and objections; the database keeps it so."""
    sheet = queries.get_sheet(session, Scope(score.township_id), score.id)
    score.final_at = now
    score.frozen = sealed(sheet)
    score.state = "final"
    canonical = json.dumps(score.frozen, ensure_ascii=False, sort_keys=True)
    record(
        session, actor_id, "score.finished", score, at=now, points=str(score.total),
        sha256=sha256(canonical.encode()).hexdigest(),
    )  # fmt: skip


def sealed(sheet: Sheet) -> dict[str, Any]:
    """Return everything that a score says, as plain values."""
    score = sheet.score
    return {
        "township": sheet.township,
        "tenant": sheet.tenant.name,
        "year": sheet.scheme.year,
        "title": sheet.scheme.title,
        "full_marks": str(sheet.scheme.full_marks),
        "total": str(score.total),
        "vetoed": score.vetoed,
        "last_total": None if sheet.last_total is None else str(sheet.last_total),
        "shown_at": _moment(score.shown_at),
        "objections_until": str(score.objections_until),
        "final_at": _moment(score.final_at),
        "lines": [_line(line) for line in sheet.lines],
    }


def _line(one: Line) -> dict[str, Any]:
    return {
        "section": one.item.section,
        "text": one.item.text,
        "method": one.item.method,
        "measure": one.item.measure,
        "points": str(one.line.points),
        "arithmetic": one.line.arithmetic,
        "sentence": one.sentence,
        "evidence": one.line.evidence,
        "entered_by": one.entered_by,
        "entered_at": _moment(one.line.entered_at),
        "files": [{"name": file.name, "sha256": file.sha256} for file in one.files],
        "objections": [
            {
                "text": objection.text, "raised_by": raiser,
                "raised_at": _moment(objection.raised_at), "state": objection.state,
                "answer": objection.answer, "answered_by": answerer,
                "answered_at": _moment(objection.answered_at),
                "points_before": str(objection.points_before),
                "points_after": str(objection.points_after),
            }
            for objection, raiser, answerer in one.objections
        ],
    }  # fmt: skip


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()


def _names(names: Iterable[str]) -> str:
    known = list(names)
    told = "、".join(known[:MOST_NAMES])
    return told if len(known) <= MOST_NAMES else f"{told}等 {len(known)} 个单位"
