"""Entering what a person judges, with evidence and files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.assessment import queries
from ogi.audits.assessment.actions.scoring import keep, sum_up
from ogi.audits.assessment.models import Scheme, SchemeItem, Score, ScoreFile, ScoreLine
from ogi.audits.assessment.queries.schemes import terms_of
from ogi.audits.assessment.queries.scores import Judged
from ogi.audits.assessment.rules.arithmetic import Method, Terms, Worked, give, work_out
from ogi.audits.assessment.rules.checks import (
    MOST_FILES,
    check_faults,
    check_given,
    check_words,
)
from ogi.platform.copies import Copy, remove_copies
from ogi.platform.db import after_commit
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record
from ogi.platform.storage import Storage


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters: a count of faults, or points where none is counted; and why."""

    value: Decimal | None
    evidence: str


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
    keep(line, item, worked, **({} if given is None else {"given": str(given)}))
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
