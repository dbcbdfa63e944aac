"""A tenant's objection to a line, and its answer by another person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ogi.audits.assessment.actions.entering import add_copies
from ogi.audits.assessment.actions.scoring import sum_up
from ogi.audits.assessment.models import Objection
from ogi.audits.assessment.queries.schemes import terms_of
from ogi.audits.assessment.queries.scores import Judged
from ogi.audits.assessment.rules.arithmetic import NOTHING, Effect
from ogi.audits.assessment.rules.checks import (
    check_answering,
    check_given,
    check_objecting,
    check_words,
)
from ogi.platform.clock import local_date
from ogi.platform.copies import Copy
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: whether the objection stands, the points then, and why.

    `points` are as the indicator is judged: marks got, points added, or points taken.
    """

    accepted: bool
    points: Decimal | None
    text: str


def raise_objection(
    session: Session,
    judged: Judged,
    text: str,
    copies: Iterable[Copy] = (),
    *,
    actor_id: int,
    now: datetime,
) -> Objection:
    """Object to a line of a score that is shown; raises RuleBroken after the time for it."""
    line, score = judged.line, judged.score
    known = select(exists(select(Objection.id)).where(Objection.line_id == line.id))
    check_objecting(
        score.state, score.objections_until, local_date(now), known=bool(session.scalar(known))
    )
    said = check_words(text, "objection_text", field="text")
    objection = Objection(
        township_id=line.township_id, tenant_id=line.tenant_id, line_id=line.id,
        text=said, raised_by=actor_id, raised_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(objection)
    except IntegrityError:  # somebody else of the tenant, just now
        raise RuleBroken("objection_again") from None
    add_copies(session, line, copies, actor_id=actor_id, now=now, objection_id=objection.id)
    record(session, actor_id, "score.objected", objection, at=now, remark=said)
    return objection


def answer_objection(
    session: Session,
    objection: Objection,
    judged: Judged,
    answer: Answer,
    *,
    actor_id: int,
    now: datetime,
    version: int | None = None,
) -> None:
    """Answer an objection; where it stands, the line and the total change, both values kept."""
    if version is not None and version != objection.version:
        raise Conflict
    check_answering(objection.state, raised_by=objection.raised_by, actor_id=actor_id)
    said = check_words(answer.text, "objection_answer", field="answer")
    line = judged.line
    before = line.points
    if answer.accepted:
        _change(session, objection, judged, answer)
    objection.state = "accepted" if answer.accepted else "refused"
    objection.answer, objection.answered_by, objection.answered_at = said, actor_id, now
    objection.points_before, objection.points_after = before, line.points
    record(
        session, actor_id, "score.answered", objection, at=now, before=str(before),
        points=str(line.points), remark=said,
    )  # fmt: skip


def _change(session: Session, objection: Objection, judged: Judged, answer: Answer) -> None:
    line, item = judged.line, judged.item
    before, vetoed = line.points, bool(line.arithmetic.get("vetoes"))
    after = NOTHING
    if item.effect != Effect.VETO:
        given = check_given(terms_of(item), answer.points, field="points")
        after = -given if item.effect == Effect.DEDUCT else given
    if after == before and not vetoed:
        raise RuleBroken("objection_same", field="points")
    told = {"before": str(before), "after": str(after), "objection": objection.id}
    line.points = after
    line.arithmetic = {**line.arithmetic, "vetoes": False, "objection": told}
    sum_up(session, judged.score)
