"""Making, changing and retiring checklists; the caller commits."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.indicators.sets import queries
from ogi.audits.indicators.sets.rules import (
    MOST_INDICATORS,
    STEP,
    IndicatorText,
    SetState,
    check_changeable,
    check_indicator,
    check_title,
)
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record


def add_set(
    session: Session,
    township_id: int,
    *,
    title: str,
    occasion: str = "",
    made_on: date,
    indicators: Iterable[IndicatorText] = (),
    actor_id: int | None,
) -> IndicatorSet:
    """Begin a checklist, blank or with indicators; raises RuleBroken."""
    check_title(title, occasion)
    made = IndicatorSet(
        township_id=township_id, title=title.strip(), occasion=occasion.strip(), made_on=made_on
    )
    session.add(made)
    session.flush()
    for number, text in enumerate(indicators, start=1):
        check_indicator(text)
        row = Indicator(township_id=township_id, set_id=made.id, position=number * STEP)
        _write(row, text)
        session.add(row)
    record(session, actor_id, "checklist.added", made, title=made.title)
    return made


def copy_set(
    session: Session, one: IndicatorSet, *, title: str, made_on: date, actor_id: int | None
) -> IndicatorSet:
    """Begin a new checklist with the indicators of another, which stays as it is."""
    rows = queries.list_indicators(session, one.township_id, one.id)
    return add_set(
        session,
        one.township_id,
        title=title,
        occasion=one.occasion,
        made_on=made_on,
        indicators=[queries.text_of(row) for row in rows],
        actor_id=actor_id,
    )


def change_set(
    session: Session,
    one: IndicatorSet,
    *,
    title: str,
    occasion: str,
    version: int | None,
    actor_id: int | None,
) -> None:
    """Change title and occasion; raises RuleBroken, or Conflict for an older version."""
    _check_seen(one, version)
    check_title(title, occasion)
    if one.fixed_on is not None and title.strip() != one.title:
        raise RuleBroken("set_fixed", field="title", on=one.fixed_on)
    one.title, one.occasion = title.strip(), occasion.strip()
    record(session, actor_id, "checklist.changed", one, title=one.title)


def put_in_use(session: Session, one: IndicatorSet, *, actor_id: int | None) -> None:
    """Let inspections go by a checklist; raises RuleBroken for a blank one."""
    if one.state == SetState.IN_USE:
        raise RuleBroken("set_state")
    if not queries.list_indicators(session, one.township_id, one.id):
        raise RuleBroken("set_empty")
    one.state = SetState.IN_USE
    record(session, actor_id, "checklist.put_in_use", one, title=one.title)


def retire(session: Session, one: IndicatorSet, *, actor_id: int | None) -> None:
    """Take a checklist out of use; inspections that go by it are not touched."""
    if one.state == SetState.RETIRED:
        raise RuleBroken("set_state")
    one.state = SetState.RETIRED
    record(session, actor_id, "checklist.retired", one, title=one.title)


def fix_set(session: Session, one: IndicatorSet, *, on: date, actor_id: int | None) -> None:
    """Fix the indicators of a checklist, as the first inspection by it is opened."""
    if one.fixed_on is None:
        one.fixed_on = on
        record(session, actor_id, "checklist.fixed", one, title=one.title)


def add_indicator(
    session: Session, one: IndicatorSet, text: IndicatorText, *, actor_id: int | None
) -> Indicator:
    """Add an indicator, last where its place is not said; raises RuleBroken."""
    check_changeable(one.state, one.fixed_on)
    check_indicator(text)
    known = queries.list_indicators(session, one.township_id, one.id)
    if len(known) >= MOST_INDICATORS:
        raise RuleBroken("set_full", most=MOST_INDICATORS)
    last = max((row.position for row in known), default=0)
    row = Indicator(township_id=one.township_id, set_id=one.id, position=last + STEP)
    _write(row, text)
    session.add(row)
    record(session, actor_id, "checklist.indicator_added", row, name=row.text)
    return row


def change_indicator(
    session: Session,
    row: Indicator,
    one: IndicatorSet,
    text: IndicatorText,
    *,
    version: int | None,
    actor_id: int | None,
) -> None:
    """Change an indicator; raises RuleBroken, or Conflict for an older version."""
    check_changeable(one.state, one.fixed_on)
    _check_seen(row, version)
    check_indicator(text)
    before = row.text
    _write(row, text)
    record(session, actor_id, "checklist.indicator_changed", row, name=row.text, before=before)


def remove_indicator(
    session: Session, row: Indicator, one: IndicatorSet, *, actor_id: int | None
) -> None:
    """Take an indicator out of a checklist that nobody has inspected by."""
    check_changeable(one.state, one.fixed_on)
    record(session, actor_id, "checklist.indicator_removed", one, name=row.text)
    session.delete(row)


def _check_seen(row: Indicator | IndicatorSet, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Conflict


def _write(row: Indicator, text: IndicatorText) -> None:
    row.text, row.topic, row.board = text.text.strip(), text.topic, text.board
    row.method, row.measure = text.method, text.measure
    row.weight, row.deduction, row.cap = text.weight, text.deduction, text.cap
    row.basis, row.evidence = text.basis.strip(), text.evidence.strip()
    if text.position is not None:
        row.position = text.position
