"""Who visits whom, as long as the visit has not begun; the caller commits."""

from sqlalchemy.orm import Session

from ogi.audits.inspections.models import Inspection, Visit
from ogi.audits.inspections.queries.inspections import VisitLine, has_entries, list_visits
from ogi.audits.inspections.queries.inspectors import check_may_inspect, list_inspectors
from ogi.audits.inspections.rules.planning import check_standing
from ogi.audits.inspections.rules.words import VisitState
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record
from ogi.tenants.models import Tenant


def change_inspector(
    session: Session, line: VisitLine, one: Inspection, *, inspector_id: int, actor_id: int
) -> None:
    """Give a visit to another inspector, who holds no post there; raises RuleBroken."""
    _check_unbegun(session, line, one)
    name = _check_inspector(session, one, line.tenant, inspector_id)
    before, line.visit.inspector_id = line.inspector, inspector_id
    record(session, actor_id, "visit.reassigned", line.visit, name=name, before=before)


def add_visit(
    session: Session, one: Inspection, tenant: Tenant, *, inspector_id: int, actor_id: int
) -> Visit:
    """Add a tenant to an inspection that was not drawn with it; raises RuleBroken."""
    check_standing(one.state)
    lines = list_visits(session, one.township_id, one.id)
    if any(line.tenant.id == tenant.id for line in lines):
        raise RuleBroken("visit_there", field="tenant", tenant=tenant.name)
    name = _check_inspector(session, one, tenant, inspector_id)
    made = Visit(
        township_id=one.township_id,
        tenant_id=tenant.id,
        inspection_id=one.id,
        inspector_id=inspector_id,
    )
    session.add(made)
    record(session, actor_id, "visit.added", made, title=one.title, name=name)
    return made


def remove_visit(session: Session, line: VisitLine, one: Inspection, *, actor_id: int) -> None:
    """Take a tenant out before its visit begins; the drawing that is kept still names it."""
    _check_unbegun(session, line, one)
    if len(list_visits(session, one.township_id, one.id)) == 1:
        raise RuleBroken("visit_last")
    record(session, actor_id, "visit.removed", one, title=one.title, name=line.tenant.name)
    session.delete(line.visit)


def _check_unbegun(session: Session, line: VisitLine, one: Inspection) -> None:
    check_standing(one.state)
    if line.visit.state != VisitState.DUE or has_entries(session, line.visit):
        raise RuleBroken("visit_begun", tenant=line.tenant.name)


def _check_inspector(session: Session, one: Inspection, tenant: Tenant, inspector_id: int) -> str:
    """Return the name of an inspector who may visit the tenant; raises RuleBroken."""
    known = {
        person.id: person.name
        for person in list_inspectors(session, one.township_id, one.starts_on)
    }
    if inspector_id not in known:
        raise RuleBroken("inspector_none", field="inspector")
    days = (one.starts_on, one.ends_on)
    check_may_inspect(session, inspector_id, tenant, days=days)
    return known[inspector_id]
