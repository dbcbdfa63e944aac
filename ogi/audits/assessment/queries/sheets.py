"""A score as pages, papers and the sealed record tell it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.assessment.models import (
    Objection,
    Scheme,
    SchemeItem,
    Score,
    ScoreFile,
    ScoreLine,
)
from ogi.audits.assessment.queries.schemes import find_scheme
from ogi.audits.assessment.queries.scores import get_score, item_of_line
from ogi.audits.assessment.rules.arithmetic import NOTHING, Effect
from ogi.audits.assessment.rules.words import change_sentence, line_sentence
from ogi.platform.db import Scope
from ogi.tenants.models import Tenant
from ogi.tenants.queries import get_tenant, get_township_by_id, names_of_staff


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a sheet with all that belongs to it; `before` is last year's points."""

    line: ScoreLine
    item: SchemeItem
    sentence: str
    before: Decimal | None
    entered_by: str
    files: tuple[ScoreFile, ...]
    objections: tuple[tuple[Objection, str, str], ...]
    """Each with the names of who raised and who answered it."""

    @property
    def vetoes(self) -> bool:
        """Whether this line fails the year."""
        return bool(self.line.arithmetic.get("vetoes"))

    @property
    def is_worse(self) -> bool:
        """Whether the line lost points or found a veto."""
        if self.item.effect == Effect.SCORE:
            return self.line.points < self.item.weight
        return self.vetoes or self.line.points < 0


@dataclass(frozen=True, slots=True)
class Section:
    """The lines under one head; the points it has, got, and got last year."""

    name: str
    lines: tuple[Line, ...]
    weight: Decimal
    points: Decimal
    before: Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A tenant's score of a year."""

    score: Score
    scheme: Scheme
    tenant: Tenant
    township: str
    sections: tuple[Section, ...]
    last_total: Decimal | None

    @property
    def lines(self) -> list[Line]:
        """All lines in their order."""
        return [line for section in self.sections for line in section.lines]

    @property
    def change(self) -> str:
        """How the total stands beside the tenant's own of last year, in words."""
        return change_sentence(self.score.total, self.last_total)

    @property
    def as_of(self) -> date | None:
        """The day up to which the faults were counted."""
        days = [str(line.line.arithmetic.get("as_of") or "") for line in self.lines]
        return date.fromisoformat(max(days)) if any(days) else None

    @property
    def answers_on(self) -> datetime | None:
        """The moment of the latest answer to an objection."""
        answered = [one[0].answered_at for line in self.lines for one in line.objections]
        return max((at for at in answered if at), default=None)


def get_sheet(session: Session, scope: Scope, score_id: int) -> Sheet:
    """Return a score as it is shown; raises NotFound, for tenants also while it is a draft."""
    score, scheme = get_score(session, scope, score_id)
    last = _last(session, score, scheme)
    before = _points_by_text(last)
    lines = _lines(session, score, before)
    sections = tuple(
        _section(name, tuple(part), known=bool(before))
        for name, part in groupby(lines, key=lambda line: line.item.section)
    )
    return Sheet(
        score=score,
        scheme=scheme,
        tenant=get_tenant(session, score.township_id, score.tenant_id),
        township=get_township_by_id(session, score.township_id).name,
        sections=sections,
        last_total=None if last is None else last.total,
    )


def _last(session: Session, score: Score, scheme: Scheme) -> Score | None:
    before = find_scheme(session, scheme.township_id, scheme.year - 1)
    if before is None:
        return None
    wanted = select(Score).where(
        Score.township_id == score.township_id,
        Score.scheme_id == before.id,
        Score.tenant_id == score.tenant_id,
        Score.state == "final",
    )
    return session.scalars(wanted).one_or_none()


def _points_by_text(last: Score | None) -> dict[tuple[str, str], Decimal]:
    """Return the points of each line of a final score, by section and text."""
    told = [] if last is None else last.frozen.get("lines", [])
    return {(one["section"], one["text"]): Decimal(one["points"]) for one in told}


def _section(name: str, lines: tuple[Line, ...], *, known: bool) -> Section:
    scored = [one for one in lines if one.item.effect == Effect.SCORE]
    last = [one.before for one in lines if one.before is not None]
    whole = known and len(last) == len(lines)
    return Section(
        name=name,
        lines=lines,
        weight=sum((one.item.weight for one in scored), NOTHING),
        points=sum((one.line.points for one in lines), NOTHING),
        before=sum(last, NOTHING) if whole else None,
    )


def _lines(session: Session, score: Score, before: Mapping[tuple[str, str], Decimal]) -> list[Line]:
    wanted = (
        select(ScoreLine, SchemeItem)
        .join(SchemeItem, item_of_line())
        .where(ScoreLine.township_id == score.township_id, ScoreLine.score_id == score.id)
        .order_by(SchemeItem.position, SchemeItem.id)
    )
    rows = session.execute(wanted).all()
    keys = [line.id for line, _ in rows]
    files, objections = _by_line(session, ScoreFile, keys), _by_line(session, Objection, keys)
    people = {line.entered_by for line, _ in rows if line.entered_by is not None}
    for told in objections.values():
        people |= {key for one in told for key in (one.raised_by, one.answered_by) if key}
    names = names_of_staff(session, score.township_id, people)
    return [
        Line(
            line=line,
            item=item,
            sentence=line_sentence(line.arithmetic),
            before=before.get((item.section, item.text)),
            entered_by=names.get(line.entered_by or 0, ""),
            files=tuple(files.get(line.id, ())),
            objections=tuple(
                (one, names.get(one.raised_by, ""), names.get(one.answered_by or 0, ""))
                for one in objections.get(line.id, ())
            ),
        )
        for line, item in rows
    ]


def _by_line(session: Session, model: Any, keys: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.scalars(select(model).where(model.line_id.in_(keys)).order_by(model.id)):
        found[row.line_id].append(row)
    return found
