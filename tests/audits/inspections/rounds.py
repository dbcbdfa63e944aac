"""A checklist in use, and inspections planned by it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.indicators.sets import actions as sets
from ogi.audits.indicators.sets.ready import OF_HALF_YEAR, ReadySet
from ogi.audits.inspections.actions.planning import open_inspection, plan_inspection
from ogi.audits.inspections.models import Inspection, Visit, VisitEntry
from ogi.audits.inspections.rules.planning import Plan
from tests.support.factories import World
from tests.support.rows import all_rows, keep

TODAY = date(2026, 8, 20)
NOW = datetime(2026, 8, 20, 4, 0, tzinfo=UTC)


def person(world: World, role: str) -> int:
    """Return the key of a person of the township."""
    return world.people[f"{world.township.slug}-{role}"].id


def make_set(world: World, ready: ReadySet = OF_HALF_YEAR, title: str = "半年检查") -> IndicatorSet:
    """Add a ready checklist and put it in use."""
    with world.session() as session:
        made = sets.add_set(
            session, world.township.id, title=title, made_on=TODAY,
            indicators=ready.indicators, actor_id=None,
        )  # fmt: skip
        sets.put_in_use(session, made, actor_id=None)
        session.commit()
    return made


def make_plan(world: World, used: IndicatorSet, **changes: Any) -> Plan:
    """Return a plan of an unannounced inspection of all villages by the inspector."""
    plan = Plan(
        title="八月暗访",
        kind="unannounced",
        set_id=used.id,
        method="all",
        starts_on=TODAY,
        ends_on=TODAY,
        inspector_ids=(person(world, "inspector"),),
        kinds=("village",),
    )
    return replace(plan, **changes)


def make_inspection(world: World, *, opened: bool = False, **changes: Any) -> Inspection:
    """Plan an inspection by a ready checklist, and open it where that is asked."""
    used = make_set(world)
    with world.session() as session:
        supervisor = person(world, "supervisor")
        plan = make_plan(world, used, **changes)
        made = plan_inspection(session, world.township.id, plan, actor_id=supervisor, now=NOW)
        if opened:
            open_inspection(session, made, actor_id=supervisor, now=NOW)
        session.commit()
    return made


def visits(world: World) -> dict[str, Visit]:
    """Return the visits by the tenants' short addresses."""
    slugs = {tenant.id: slug for slug, tenant in world.tenants.items()}
    return {slugs[one.tenant_id]: one for one in all_rows(world, Visit)}


def see(
    world: World, visit: Visit, text: str, result: str = "fault", faults: int = 1, **columns: Any
) -> VisitEntry:
    """Record what was seen of the first indicator whose text has these words."""
    sets = {one.id: one.set_id for one in all_rows(world, Inspection)}
    asked = [row for row in all_rows(world, Indicator) if row.set_id == sets[visit.inspection_id]]
    indicator = next(one for one in asked if text in one.text)
    number = len(all_rows(world, VisitEntry))
    values: dict[str, Any] = {"captured_at": NOW, "received_at": NOW, "client_key": f"key{number}",
              "inspector_id": visit.inspector_id}  # fmt: skip
    return keep(
        world,
        VisitEntry(
            tenant_id=visit.tenant_id, visit_id=visit.id, indicator_id=indicator.id,
            result=result, faults=faults, **values | columns,
        ),
    )  # fmt: skip
