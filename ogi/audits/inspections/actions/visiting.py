"""Finishing a visit and going on with it; the caller commits."""

from datetime import datetime

from sqlalchemy.orm import Session

from ogi.audits.inspections.queries.inspectors import check_visitor
from ogi.audits.inspections.queries.visiting import VisitAt
from ogi.audits.inspections.rules.visiting import check_open, check_summary, check_under_way
from ogi.audits.inspections.rules.words import VisitState
from ogi.platform.clock import local_date
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record


def finish_visit(
    session: Session,
    at: VisitAt,
    summary: str,
    *,
    actor_id: int,
    now: datetime,
    version: int | None = None,
) -> None:
    """Close a visit with a summary; raises RuleBroken, Conflict for a page that is out of date."""
    check_recorder(session, at, actor_id, now)
    check_version(at, version)
    check_under_way(at.visit.state, None, now, tenant=at.tenant.name)
    check_summary(summary)
    at.visit.summary = summary.strip()
    at.visit.state, at.visit.done_at = VisitState.DONE, now
    record(session, actor_id, "visit.done", at.visit, at=now, tenant=at.tenant.name)


def reopen_visit(
    session: Session, at: VisitAt, *, actor_id: int, now: datetime, version: int | None = None
) -> None:
    """Go on with a visit that was done, while its inspection is open; raises RuleBroken."""
    check_recorder(session, at, actor_id, now)
    check_version(at, version)
    if at.visit.state != VisitState.DONE:
        raise RuleBroken("visit_not_done", tenant=at.tenant.name)
    at.visit.state, at.visit.done_at = VisitState.UNDER_WAY, None
    record(session, actor_id, "visit.reopened", at.visit, at=now, tenant=at.tenant.name)


def check_recorder(session: Session, at: VisitAt, actor_id: int, now: datetime) -> None:
    """Raise RuleBroken unless the actor is the inspector, free of the tenant, and it is open."""
    if at.visit.inspector_id != actor_id:
        raise RuleBroken("visit_not_yours")
    check_visitor(session, at.visit, actor_id, today=local_date(now))
    check_open(at.inspection.state, None, now, title=at.inspection.title)


def check_version(at: VisitAt, version: int | None) -> None:
    """Raise Conflict where the visit has changed since its page was made."""
    if version is not None and version != at.visit.version:
        raise Conflict
