"""Working out the drafts, and entering what a person judges."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.assessment import queries
from ogi.audits.assessment.measures import counted_by
from ogi.audits.assessment.models import Scheme, SchemeItem, Score, ScoreLine
from ogi.audits.assessment.queries.behind import MOST_KEPT, list_behind
from ogi.audits.assessment.queries.counting import Counts, count_all
from ogi.audits.assessment.queries.schemes import terms_of
from ogi.audits.assessment.rules.arithmetic import (
    Effect,
    Method,
    Worked,
    give,
    total_of,
    work_out,
)
from ogi.audits.indicators.rules import Frame
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record


def compute(
    session: Session, scheme: Scheme, *, as_of: date, actor_id: int | None, now: datetime
) -> None:
    """Work out every draft anew, as the rows stand on a day; shown ones stay as they are.

    Raises RuleBroken for a scheme that is not in use.
    """
    if scheme.state != "in_use":
        raise RuleBroken("scheme_not_in_use")
    items = queries.list_items(session, scheme)
    scores = _match_scores(session, scheme)
    found = count_all(session, Frame(scheme.township_id, scheme.year, as_of), items)
    lines = _lines_of(session, scores)
    for score in scores:
        known = lines.get(score.id, {})
        worked = [_rework(session, score, item, known, found, as_of) for item in items]
        _sum_up(score, worked)
    scheme.computed_on = as_of
    record(session, actor_id, "score.computed", scheme, at=now, day=str(as_of), year=scheme.year)


def keep_rows(session: Session, scheme: Scheme, scores: Iterable[Score], *, as_of: date) -> None:
    """Keep the rows behind each counted line with it, as they stand on the day."""
    frame = Frame(scheme.township_id, scheme.year, as_of)
    lines = _lines_of(session, scores)
    for item in queries.list_items(session, scheme):
        if item.method == Method.MANUAL:
            continue
        found = list_behind(session, frame, (item.method, item.measure))
        for known in lines.values():
            line = known[item.id]
            rows = [row.kept() for row in found.get(line.tenant_id, [])[:MOST_KEPT]]
            line.arithmetic = {**line.arithmetic, "rows": rows}


def _match_scores(session: Session, scheme: Scheme) -> Sequence[Score]:
    """Give every tenant that the scheme binds a score; return the drafts."""
    wanted = select(Score).where(
        Score.township_id == scheme.township_id, Score.scheme_id == scheme.id
    )
    known = {score.tenant_id: score for score in session.scalars(wanted)}
    bound = {unit.id for unit in queries.list_units(session, scheme)}
    session.add_all(
        Score(township_id=scheme.township_id, tenant_id=one, scheme_id=scheme.id)
        for one in sorted(bound - known.keys())
    )
    for key, score in known.items():
        if score.state == "draft" and key not in bound and _is_bare(session, score):
            _drop(session, score)
    session.flush()
    return queries.list_drafts(session, scheme)


def _is_bare(session: Session, score: Score) -> bool:
    lines = _lines_of(session, [score]).get(score.id, {})
    return all(line.entered_at is None for line in lines.values())


def _drop(session: Session, score: Score) -> None:
    for line in _lines_of(session, [score]).get(score.id, {}).values():
        session.delete(line)
    session.flush()
    session.delete(score)


def _lines_of(session: Session, scores: Iterable[Score]) -> dict[int, dict[int, ScoreLine]]:
    """Return the lines of scores by score and indicator."""
    keys = [score.id for score in scores]
    found: dict[int, dict[int, ScoreLine]] = {}
    for line in session.scalars(select(ScoreLine).where(ScoreLine.score_id.in_(keys))):
        found.setdefault(line.score_id, {})[line.scheme_item_id] = line
    return found


def _rework(
    session: Session,
    score: Score,
    item: SchemeItem,
    known: Mapping[int, ScoreLine],
    found: Counts,
    as_of: date,
) -> ScoreLine:
    line = known.get(item.id)
    if line is None:
        line = ScoreLine(
            township_id=score.township_id,
            tenant_id=score.tenant_id,
            score_id=score.id,
            scheme_item_id=item.id,
        )
        session.add(line)
    if item.method == Method.MANUAL:
        _forget_other_way(line, item)
        keep(line, item, _entered(line, item))
        return line
    faults = found.get(score.tenant_id, {}).get((item.method, item.measure), 0)
    keep(line, item, work_out(terms_of(item), faults), as_of=str(as_of))
    return line


def _forget_other_way(line: ScoreLine, item: SchemeItem) -> None:
    """Let a line be entered anew whose faults were counted and points are given now, or back."""
    given = "given" in (line.arithmetic or {})
    if line.entered_at is not None and given == terms_of(item).is_counted:
        line.evidence, line.faults, line.entered_by, line.entered_at = "", 0, None, None


def _entered(line: ScoreLine, item: SchemeItem) -> Worked | None:
    """Work an entered line out again by the indicator's present terms; None while it waits."""
    terms = terms_of(item)
    if line.entered_at is None:
        return None if terms.effect == Effect.SCORE else work_out(terms, 0)
    if terms.is_counted:
        return work_out(terms, line.faults)
    given = Decimal(str(line.arithmetic.get("given") or 0))
    return give(terms, min(given, terms.most))


def keep(line: ScoreLine, item: SchemeItem, worked: Worked | None, **more: Any) -> None:
    """Write what was worked out; a line that waits for a person has no points."""
    counted = counted_by(item.method, item.measure)
    told: dict[str, Any] = {"word": counted.word, "unit": counted.unit, **more}
    if worked is None:
        worked, told["waits"] = Worked(terms_of(item), 0, Decimal(0), Decimal(0)), True
    is_given = line.entered_at is not None and not worked.terms.is_counted
    if is_given and "given" not in told and "given" in line.arithmetic:
        told["given"] = line.arithmetic["given"]
    line.faults, line.points = worked.faults, worked.points
    line.arithmetic = worked.told() | told


def _sum_up(score: Score, lines: Iterable[ScoreLine]) -> None:
    total = total_of((line.points, bool(line.arithmetic.get("vetoes"))) for line in lines)
    score.total, score.vetoed = total.points, total.vetoed


def sum_up(session: Session, score: Score) -> None:
    """Add a score's lines up again after one of them changed."""
    session.flush()
    _sum_up(score, _lines_of(session, [score]).get(score.id, {}).values())


def drop_lines(session: Session, item: SchemeItem) -> None:
    """Delete an indicator's lines, which nobody has entered."""
    wanted = select(ScoreLine).where(
        ScoreLine.township_id == item.township_id, ScoreLine.scheme_item_id == item.id
    )
    for line in session.scalars(wanted).all():
        session.delete(line)
    session.flush()
