"""Reading checklists and their indicators."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.indicators.sets.rules import IndicatorText, SetState
from ogi.platform.errors import NotFound


@dataclass(frozen=True, slots=True)
class SetLine:
    """A checklist as the list shows it; `points` is the sum of its weights."""

    set: IndicatorSet
    indicators: int
    points: Decimal


def sets_statement(
    township_id: int,
    *,
    state: str = "",
    text: str = "",
    only: Collection[int] | None = None,
    without: Collection[int] = (),
) -> Select[Any]:
    """Return the statement of the checklists with their size, latest first, for paging.

    `only` and `without` are keys of checklists.
    """
    wanted = (
        select(IndicatorSet, func.count(Indicator.id), func.sum(Indicator.weight))
        .outerjoin(
            Indicator,
            (Indicator.set_id == IndicatorSet.id)
            & (Indicator.township_id == IndicatorSet.township_id),
        )
        .where(IndicatorSet.township_id == township_id)
        .group_by(IndicatorSet.id)
    )
    if state:
        wanted = wanted.where(IndicatorSet.state == state)
    if text:
        wanted = wanted.where(IndicatorSet.title.contains(text, autoescape=True))
    if only is not None:
        wanted = wanted.where(IndicatorSet.id.in_(only))
    if without:
        wanted = wanted.where(IndicatorSet.id.not_in(without))
    ordered = wanted.order_by(IndicatorSet.made_on.desc(), IndicatorSet.id.desc())
    return cast("Select[Any]", ordered)


def set_lines(rows: Sequence[Any]) -> list[SetLine]:
    """Return rows of `sets_statement`."""
    return [SetLine(one, number, points or Decimal(0)) for one, number, points in rows]


def get_set(session: Session, township_id: int, set_id: int) -> IndicatorSet:
    """Return one checklist; raises NotFound."""
    wanted = select(IndicatorSet).where(
        IndicatorSet.township_id == township_id, IndicatorSet.id == set_id
    )
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_usable(session: Session, township_id: int) -> Sequence[IndicatorSet]:
    """Return the checklists in use, latest first."""
    wanted = select(IndicatorSet).where(
        IndicatorSet.township_id == township_id, IndicatorSet.state == SetState.IN_USE
    )
    ordered = wanted.order_by(IndicatorSet.made_on.desc(), IndicatorSet.id.desc())
    return session.scalars(ordered).all()


def list_indicators(session: Session, township_id: int, set_id: int) -> Sequence[Indicator]:
    """Return the indicators of a checklist in their order."""
    wanted = select(Indicator).where(
        Indicator.township_id == township_id, Indicator.set_id == set_id
    )
    return session.scalars(wanted.order_by(Indicator.position, Indicator.id)).all()


def get_indicator(
    session: Session, township_id: int, indicator_id: int
) -> tuple[Indicator, IndicatorSet]:
    """Return one indicator with its checklist; raises NotFound."""
    wanted = select(Indicator).where(
        Indicator.township_id == township_id, Indicator.id == indicator_id
    )
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found, get_set(session, township_id, found.set_id)


def text_of(indicator: Indicator) -> IndicatorText:
    """Return an indicator as it would be typed."""
    return IndicatorText(
        text=indicator.text,
        topic=indicator.topic,
        board=indicator.board,
        basis=indicator.basis,
        method=indicator.method,
        measure=indicator.measure,
        weight=indicator.weight,
        deduction=indicator.deduction,
        cap=indicator.cap,
        evidence=indicator.evidence,
        position=indicator.position,
    )
