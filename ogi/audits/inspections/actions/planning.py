"""Planning an inspection and changing it until it ends; the caller commits."""

from dataclasses import replace
from datetime import date, datetime
from secrets import token_hex

from sqlalchemy.orm import Session

from ogi.audits.indicators.sets.actions import fix_set
from ogi.audits.indicators.sets.queries import get_set
from ogi.audits.indicators.sets.rules import SetState
from ogi.audits.inspections.models import Inspection, Visit
from ogi.audits.inspections.queries.inspections import list_visits
from ogi.audits.inspections.queries.inspectors import check_may_inspect
from ogi.audits.inspections.queries.proposals import Proposal, propose
from ogi.audits.inspections.queries.results import count_by_visit
from ogi.audits.inspections.rules.planning import (
    Plan,
    check_days,
    check_note,
    check_step,
    check_title,
)
from ogi.audits.inspections.rules.words import State, VisitState
from ogi.platform.clock import local_date
from ogi.platform.errors import Conflict, NotFound, RuleBroken
from ogi.platform.journal import record

SEED_BYTES = 4


def with_seed(plan: Plan) -> Plan:
    """Return a plan whose drawing has a seed: the one typed in, else one made here."""
    if not plan.is_drawn or plan.seed.strip():
        return replace(plan, seed=plan.seed.strip() if plan.is_drawn else "")
    return replace(plan, seed=token_hex(SEED_BYTES))


def plan_inspection(
    session: Session,
    township_id: int,
    plan: Plan,
    *,
    mark: str | None = None,
    actor_id: int,
    now: datetime,
) -> Inspection:
    """Save an inspection with its visits and how they were drawn; raises RuleBroken.

    With `mark`, the visits have to be those of the proposal that was looked at.
    """
    chosen = with_seed(plan)
    _check_set(session, township_id, plan.set_id)
    proposal = propose(session, township_id, chosen, today=local_date(now))
    if mark is not None and proposal.mark != mark:
        raise RuleBroken("inspection_changed")
    made = _inspection(township_id, proposal, actor_id, now)
    session.add(made)
    session.flush()
    session.add_all(
        Visit(
            township_id=township_id,
            tenant_id=one.tenant.id,
            inspection_id=made.id,
            inspector_id=one.inspector_id,
        )
        for one in proposal.visits
    )
    record(session, actor_id, "inspection.planned", made, at=now, title=made.title,
           visits=len(proposal.visits), seed=made.seed)  # fmt: skip
    return made


def _check_set(session: Session, township_id: int, set_id: int) -> None:
    try:
        usable = get_set(session, township_id, set_id).state == SetState.IN_USE
    except NotFound:
        usable = False
    if not usable:
        raise RuleBroken("inspection_set", field="set")


def _inspection(township_id: int, proposal: Proposal, actor_id: int, now: datetime) -> Inspection:
    plan = proposal.plan
    return Inspection(
        township_id=township_id,
        title=plan.title.strip(),
        kind=plan.kind,
        set_id=plan.set_id,
        method=plan.method,
        sample_size=plan.sample_size if plan.is_drawn else len(proposal.visits),
        seed=plan.seed,
        drawn=proposal.drawn,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        keeps_position=plan.keeps_position,
        created_by=actor_id,
        created_at=now,
    )


def change_inspection(
    session: Session,
    one: Inspection,
    *,
    title: str,
    days: tuple[date, date],
    version: int | None,
    actor_id: int,
) -> None:
    """Change title and days until it ends; raises RuleBroken, or Conflict for an old version.

    Every inspector is checked again for the new days.
    """
    check_step(one.state, State.PLANNED, State.OPEN)
    if version is not None and one.version != version:
        raise Conflict
    check_title(title)
    check_days(*days)
    for line in list_visits(session, one.township_id, one.id):
        if line.visit.state != VisitState.DONE:
            check_may_inspect(session, line.visit.inspector_id, line.tenant, days=days)
    one.title, (one.starts_on, one.ends_on) = title.strip(), days
    record(session, actor_id, "inspection.changed", one, title=one.title)


def open_inspection(session: Session, one: Inspection, *, actor_id: int, now: datetime) -> None:
    """Let the inspectors begin; from now on the checklist stays as it is."""
    check_step(one.state, State.PLANNED)
    for line in list_visits(session, one.township_id, one.id):
        check_may_inspect(
            session, line.visit.inspector_id, line.tenant, days=(one.starts_on, one.ends_on)
        )
    used = get_set(session, one.township_id, one.set_id)
    fix_set(session, used, on=local_date(now), actor_id=actor_id)
    one.state = State.OPEN
    record(session, actor_id, "inspection.opened", one, at=now, title=one.title)


def close_inspection(
    session: Session, one: Inspection, *, note: str, actor_id: int, now: datetime
) -> None:
    """End an inspection; the visits never made are named in the journal.

    A word about them is asked for where there are any.
    """
    check_step(one.state, State.OPEN)
    lines = list_visits(session, one.township_id, one.id)
    missed = [line.tenant.name for line in lines if line.visit.state != VisitState.DONE]
    check_note(note, needed=bool(missed))
    one.state, one.note, one.ended_at = State.CLOSED, note.strip(), now
    record(session, actor_id, "inspection.closed", one, at=now, title=one.title,
           left=missed, reason=one.note)  # fmt: skip


def cancel_inspection(
    session: Session, one: Inspection, *, note: str, actor_id: int, now: datetime
) -> None:
    """Call an inspection off before anybody was visited; a reason is kept."""
    check_step(one.state, State.PLANNED, State.OPEN)
    check_note(note, needed=True)
    lines = list_visits(session, one.township_id, one.id)
    begun = any(line.visit.state != VisitState.DUE for line in lines)
    if begun or count_by_visit(session, one.township_id, one.id):
        raise RuleBroken("inspection_visited")
    one.state, one.note, one.ended_at = State.CANCELLED, note.strip(), now
    record(session, actor_id, "inspection.cancelled", one, at=now, title=one.title,
           reason=one.note)  # fmt: skip
