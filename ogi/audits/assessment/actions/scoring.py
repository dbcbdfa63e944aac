"""Working out the drafts, and entering what a person judges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.assessment import queries
from ogi.audits.assessment.files import Copy, remove_copies
from ogi.audits.assessment.measures import counted_by
from ogi.audits.assessment.models import Scheme, SchemeItem, Score, ScoreFile, ScoreLine
from ogi.audits.assessment.queries.counting import Counts, count_all
from ogi.audits.assessment.queries.schemes import terms_of
from ogi.audits.assessment.queries.scores import Judged
from ogi.audits.assessment.rules.arithmetic import (
    Effect,
    Method,
    Terms,
    Worked,
    give,
    total_of,
    work_out,
)
from ogi.audits.assessment.rules.checks import (
    MOST_FILES,
    check_faults,
    check_given,
    check_words,
)
from ogi.audits.indicators.rules import Frame
from ogi.platform.db import after_commit
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record
from ogi.platform.storage import Storage


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters: a count of faults, or points where none is counted; and why."""

    value: Decimal | None
    evidence: str


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


def _match_scores(session: Session, scheme: Scheme) -> Sequence[Score]:
    """Give every tenant that the scheme binds a score; return the drafts."""
    wanted = select(Score.tenant_id).where(
        Score.township_id == scheme.township_id, Score.scheme_id == scheme.id
    )
    known = set(session.scalars(wanted))
    bound = {unit.id for unit in queries.list_units(session, scheme)}
    session.add_all(
        Score(township_id=scheme.township_id, tenant_id=one, scheme_id=scheme.id)
        for one in sorted(bound - known)
    )
    session.flush()
    drafts = queries.list_drafts(session, scheme)
    for score in drafts:
        if score.tenant_id not in bound and _is_bare(session, score):
            _drop(session, score)
    return [score for score in drafts if score.tenant_id in bound]


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
        _keep(line, item, _entered(line, item))
        return line
    faults = found.get(score.tenant_id, {}).get((item.method, item.measure), 0)
    _keep(line, item, work_out(terms_of(item), faults), as_of=str(as_of))
    return line


def _entered(line: ScoreLine, item: SchemeItem) -> Worked | None:
    """Work an entered line out again by the indicator's present terms; None while it waits."""
    terms = terms_of(item)
    if line.entered_at is None:
        return None if terms.effect == Effect.SCORE else work_out(terms, 0)
    if terms.is_counted:
        return work_out(terms, line.faults)
    given = Decimal(str(line.arithmetic.get("given") or 0))
    return give(terms, min(given, terms.most))


def _keep(line: ScoreLine, item: SchemeItem, worked: Worked | None, **more: Any) -> None:
    """Write what was worked out; a line that waits for a person has no points."""
    counted = counted_by(item.method, item.measure)
    told: dict[str, Any] = {"word": counted.word, "unit": counted.unit, **more}
    if worked is None:
        worked, told["waits"] = Worked(terms_of(item), 0, Decimal(0), Decimal(0)), True
    if item.method == Method.MANUAL and "given" not in told and line.arithmetic:
        told |= {key: line.arithmetic[key] for key in ("given",) if key in line.arithmetic}
    line.faults, line.points = worked.faults, worked.points
    line.arithmetic = worked.told() | told


def _sum_up(score: Score, lines: Iterable[ScoreLine]) -> None:
    total = total_of((line.points, bool(line.arithmetic.get("vetoes"))) for line in lines)
    score.total, score.vetoed = total.points, total.vetoed


def sum_up(session: Session, score: Score) -> None:
    """Add a score's lines up again after one of them changed."""
    session.flush()
    _sum_up(score, _lines_of(session, [score]).get(score.id, {}).values())


def enter(
    session: Session,
    judged: Judged,
    entry: Entry,
    copies: Iterable[Copy] = (),
    *,
    actor_id: int,
    now: datetime,
    version: int | None = None,
) -> None:
    """Enter what a person judged, with its evidence and files; raises RuleBroken.

    What stood before is kept in the journal.
    """
    line, item, score = judged.line, judged.item, judged.score
    if version is not None and version != line.version:
        raise Conflict
    if item.method != Method.MANUAL:
        raise RuleBroken("line_not_manual")
    if score.state != "draft":
        raise RuleBroken("line_not_draft")
    evidence = check_words(entry.evidence, "line_evidence", field="evidence")
    worked, given = _judge(terms_of(item), entry.value)
    before = {} if line.entered_at is None else {"before": f"{line.points}；{line.evidence}"}
    line.evidence, line.entered_by, line.entered_at = evidence, actor_id, now
    _keep(line, item, worked, **({} if given is None else {"given": str(given)}))
    add_copies(session, line, copies, actor_id=actor_id, now=now)
    sum_up(session, score)
    record(
        session, actor_id, "score.entered", line, at=now, name=item.text,
        points=str(line.points), remark=evidence, **before,
    )  # fmt: skip


def _judge(terms: Terms, value: Decimal | None) -> tuple[Worked, Decimal | None]:
    if terms.is_counted:
        return work_out(terms, check_faults(value)), None
    given = check_given(terms, value)
    return give(terms, given), given


def enter_rest(
    session: Session,
    scheme: Scheme,
    item: SchemeItem,
    entry: Entry,
    *,
    actor_id: int,
    now: datetime,
) -> int:
    """Enter the same for every tenant that has nothing yet; returns for how many."""
    scores = {score.id: score for score in queries.list_drafts(session, scheme)}
    wanted = select(ScoreLine).where(
        ScoreLine.score_id.in_(list(scores)),
        ScoreLine.scheme_item_id == item.id,
        ScoreLine.entered_at.is_(None),
    )
    lines = session.scalars(wanted).all()
    if not lines:
        raise RuleBroken("line_none_left")
    for line in lines:
        judged = Judged(line, item, scores[line.score_id])
        enter(session, judged, entry, actor_id=actor_id, now=now)
    return len(lines)


def add_copies(
    session: Session,
    line: ScoreLine,
    copies: Iterable[Copy],
    *,
    actor_id: int,
    now: datetime,
    objection_id: int | None = None,
) -> None:
    """Keep cleaned copies with a line, or with an objection to it; raises RuleBroken."""
    wanted = select(ScoreFile).where(
        ScoreFile.township_id == line.township_id, ScoreFile.line_id == line.id
    )
    known = len(session.scalars(wanted).all())
    for number, copy in enumerate(copies, start=known + 1):
        if number > MOST_FILES:
            raise RuleBroken("line_files", field="files", most=MOST_FILES)
        session.add(
            ScoreFile(
                township_id=line.township_id, tenant_id=line.tenant_id, line_id=line.id,
                objection_id=objection_id, name=copy.name, storage_key=copy.stored.key,
                sha256=copy.stored.sha256, media_type=copy.media_type, size=copy.stored.size,
                added_by=actor_id, added_at=now,
            )
        )  # fmt: skip


def remove_file(
    session: Session, file: ScoreFile, score: Score, *, storage: Storage, actor_id: int
) -> None:
    """Take a file off a draft's line; its bytes are gone after the commit."""
    if score.state != "draft":
        raise RuleBroken("line_not_draft")
    record(session, actor_id, "score.file_removed", file, name=file.name)
    after_commit(session, partial(remove_copies, storage, [file.storage_key]))
    session.delete(file)


def drop_lines(session: Session, item: SchemeItem) -> None:
    """Delete an indicator's lines, which nobody has entered."""
    wanted = select(ScoreLine).where(
        ScoreLine.township_id == item.township_id, ScoreLine.scheme_item_id == item.id
    )
    for line in session.scalars(wanted).all():
        session.delete(line)
    session.flush()
