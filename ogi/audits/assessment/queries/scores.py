"""Reading scores and their lines; a tenant sees its own, once they were shown to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from ogi.audits.assessment.models import (
    Objection,
    Scheme,
    SchemeItem,
    Score,
    ScoreFile,
    ScoreLine,
)
from ogi.audits.assessment.queries.schemes import belongs_to
from ogi.audits.assessment.rules.arithmetic import Effect, Method
from ogi.platform.db import Scope, ScopedSession
from ogi.platform.errors import NotFound
from ogi.tenants.models import Tenant

TOLD = ("shown", "final")


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with its indicator and the score that it belongs to."""

    line: ScoreLine
    item: SchemeItem
    score: Score


def visible(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Return which scores a seat sees: a tenant's own ones that were shown, the township's all."""
    mine: tuple[ColumnElement[bool], ...] = (Score.township_id == scope.township_id,)
    if scope.tenant_id is None:
        return mine
    return (*mine, Score.tenant_id == scope.tenant_id, Score.state.in_(TOLD))


def find_score(session: ScopedSession, tenant: Tenant, year: int) -> Score | None:
    """Return a tenant's score of a year if the session's seat may see it."""
    wanted = (
        select(Score)
        .join(Scheme, _scheme_of_score())
        .where(Scheme.year == year, Score.tenant_id == tenant.id, *visible(session.scope))
    )
    return session.scalars(wanted).one_or_none()


def get_score(session: Session, scope: Scope, score_id: int) -> tuple[Score, Scheme]:
    """Return a score with its scheme; raises NotFound, for tenants also while it is a draft."""
    wanted = select(Score, Scheme).join(Scheme, _scheme_of_score())
    row = session.execute(wanted.where(Score.id == score_id, *visible(scope))).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def get_line(session: Session, scope: Scope, line_id: int) -> Judged:
    """Return a line with its indicator and score; raises NotFound as `get_score` does."""
    wanted = (
        select(ScoreLine, SchemeItem, Score)
        .join(Score, score_of_line())
        .join(SchemeItem, item_of_line())
        .where(ScoreLine.id == line_id, *visible(scope))
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    return Judged(row[0], row[1], row[2])


def get_file(session: Session, scope: Scope, file_id: int) -> tuple[ScoreFile, ScoreLine, Score]:
    """Return a file with its line and score; raises NotFound as `get_score` does."""
    wanted = (
        select(ScoreFile, ScoreLine, Score)
        .join(
            ScoreLine,
            (ScoreLine.id == ScoreFile.line_id) & (ScoreLine.township_id == ScoreFile.township_id),
        )
        .join(Score, score_of_line())
        .where(ScoreFile.id == file_id, *visible(scope))
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def list_scores(session: Session, scope: Scope) -> Sequence[Any]:
    """Return (Score, Scheme) of the scores that a tenant's seat sees, latest year first."""
    wanted = select(Score, Scheme).join(Scheme, _scheme_of_score()).where(*visible(scope))
    return session.execute(wanted.order_by(Scheme.year.desc())).all()


def scores_statement(
    scheme: Scheme, last: Scheme | None, *, kind: str = "", text: str = "", disputed: bool = False
) -> Select[Any]:
    """Return the statement of a scheme's scores with names and last year's, for paging."""
    before = aliased(Score)
    open_ones = (
        select(func.count(Objection.id))
        .join(
            ScoreLine,
            (ScoreLine.id == Objection.line_id) & (ScoreLine.township_id == Objection.township_id),
        )
        .where(ScoreLine.score_id == Score.id, Objection.state == "raised")
        .correlate(Score)
        .scalar_subquery()
    )
    wanted = (
        select(
            Score.id, Score.tenant_id, Tenant.name.label("tenant"), Tenant.kind, Score.state,
            Score.total, Score.vetoed, before.total.label("before"), open_ones.label("open"),
        )
        .join(Tenant, (Tenant.id == Score.tenant_id) & (Tenant.township_id == Score.township_id))
        .outerjoin(
            before,
            (before.township_id == Score.township_id)
            & (before.tenant_id == Score.tenant_id)
            & (before.scheme_id == (0 if last is None else last.id))
            & (before.state == "final"),
        )
        .where(*belongs_to(scheme))
        .order_by(Tenant.position, Tenant.id)
    )  # fmt: skip
    if kind:
        wanted = wanted.where(Tenant.kind == kind)
    if text:
        wanted = wanted.where(Tenant.name.contains(text, autoescape=True))
    if disputed:
        wanted = wanted.where(open_ones > 0)
    return cast("Select[Any]", wanted)


def rank_scores(session: Session, scheme: Scheme) -> dict[int, int]:
    """Return the place of each tenant, for schemes that rank; a veto stands behind all others."""
    order = (case((Score.vetoed, 1), else_=0), Score.total.desc())
    ranked = select(Score.tenant_id, func.rank().over(order_by=order)).where(*belongs_to(scheme))
    return {tenant_id: place for tenant_id, place in session.execute(ranked)}  # noqa: C416 - rows, not pairs


def list_drafts(session: Session, scheme: Scheme) -> Sequence[Score]:
    """Return the scores that no tenant has seen yet."""
    return _in_state(session, scheme, "draft")


def list_shown(session: Session, scheme: Scheme) -> Sequence[Score]:
    """Return the scores that the tenants see and that are not final."""
    return _in_state(session, scheme, "shown")


def _in_state(session: Session, scheme: Scheme, state: str) -> Sequence[Score]:
    wanted = select(Score).where(*belongs_to(scheme), Score.state == state)
    return session.scalars(wanted.order_by(Score.id)).all()


def list_waiting(session: Session, scheme: Scheme) -> list[str]:
    """Return the tenants whose draft has a score line that a person has not entered yet."""
    wanted = (
        select(Tenant.name)
        .join(Score, (Score.tenant_id == Tenant.id) & (Score.township_id == Tenant.township_id))
        .join(ScoreLine, score_of_line())
        .join(SchemeItem, item_of_line())
        .where(
            *belongs_to(scheme),
            Score.state == "draft",
            SchemeItem.method == str(Method.MANUAL),
            SchemeItem.effect == str(Effect.SCORE),
            ScoreLine.entered_at.is_(None),
        )
        .group_by(Tenant.id, Tenant.name, Tenant.position)
        .order_by(Tenant.position, Tenant.id)
    )
    return list(session.scalars(wanted))


def _scheme_of_score() -> ColumnElement[bool]:
    return (Scheme.id == Score.scheme_id) & (Scheme.township_id == Score.township_id)


def score_of_line() -> ColumnElement[bool]:
    """Join lines and their scores."""
    return (
        (Score.id == ScoreLine.score_id)
        & (Score.township_id == ScoreLine.township_id)
        & (Score.tenant_id == ScoreLine.tenant_id)
    )


def item_of_line() -> ColumnElement[bool]:
    """Join lines to their indicators."""
    return (SchemeItem.id == ScoreLine.scheme_item_id) & (
        SchemeItem.township_id == ScoreLine.township_id
    )
