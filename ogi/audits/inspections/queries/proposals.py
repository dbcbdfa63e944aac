"""Whom an inspection would look at and by whom, worked out before it is saved."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from ogi.audits.inspections.queries.inspectors import list_barred, list_inspectors
from ogi.audits.inspections.queries.results import count_past_faults
from ogi.audits.inspections.rules.drawing import Candidate, Lot, draw
from ogi.audits.inspections.rules.inspectors import assign
from ogi.audits.inspections.rules.planning import RISK_WINDOW, Plan, check_plan
from ogi.audits.inspections.rules.words import Method
from ogi.platform.errors import RuleBroken
from ogi.tenants.models import Tenant
from ogi.tenants.queries import list_tenants


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tenant to be visited, its inspector's key and name."""

    tenant: Tenant
    inspector_id: int
    inspector: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The visits of a planned inspection, and how they were drawn where they were."""

    plan: Plan
    visits: tuple[Chosen, ...]
    lots: tuple[Lot, ...]
    names: dict[str, str]
    since: date
    until: date

    @property
    def mark(self) -> str:
        """A mark by which a proposal is known again."""
        told = [(one.tenant.id, one.inspector_id) for one in self.visits]
        lots = [(lot.slug, lot.weight, lot.digest) for lot in self.lots]
        return sha256(repr((told, lots)).encode()).hexdigest()[:16]

    @property
    def drawn(self) -> dict[str, Any]:
        """What is kept of the drawing: every candidate with its lots, those drawn first."""
        kept: dict[str, Any] = {"kinds": list(self.plan.kinds)}
        if self.plan.is_drawn:
            size = self.plan.sample_size
            kept["lots"] = [
                {"slug": lot.slug, "name": self.names[lot.slug], "weight": lot.weight,
                 "number": lot.number, "digest": lot.digest, "drawn": place < size}
                for place, lot in enumerate(self.lots)
            ]  # fmt: skip
        if self.plan.method == Method.RISK:
            kept |= {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return kept


def propose(session: Session, township_id: int, plan: Plan, *, today: date) -> Proposal:
    """Work out the visits of a plan without saving anything; raises RuleBroken."""
    check_plan(plan, today)
    since = today - RISK_WINDOW
    tenants = _candidates(session, township_id, plan)
    lots: list[Lot] = []
    if plan.is_drawn:
        weights = {}
        if plan.method == Method.RISK:
            weights = count_past_faults(session, township_id, since, today)
        pool = [Candidate(one.slug, 1 + weights.get(one.id, 0)) for one in tenants]
        lots = draw(pool, plan.sample_size, plan.seed)
        chosen = {lot.slug for lot in lots[: plan.sample_size]}
    else:
        chosen = {one.slug for one in tenants}
    visited = [one for one in tenants if one.slug in chosen]
    if not visited:
        raise RuleBroken("inspection_nobody", field=_field(plan))
    return Proposal(
        plan=plan,
        visits=_assigned(session, township_id, plan, visited),
        lots=tuple(lots),
        names={one.slug: one.name for one in tenants},
        since=since,
        until=today,
    )


def _field(plan: Plan) -> str:
    return "tenants" if plan.method == Method.NAMED else "kinds"


def _candidates(session: Session, township_id: int, plan: Plan) -> list[Tenant]:
    """Return the tenants active on the first day that are named, or are of the chosen kinds."""
    active = list_tenants(session, township_id, on=plan.starts_on)
    if plan.method == Method.NAMED:
        return [one for one in active if one.id in plan.tenant_ids]
    return [one for one in active if one.kind in plan.kinds]


def _assigned(
    session: Session, township_id: int, plan: Plan, tenants: list[Tenant]
) -> tuple[Chosen, ...]:
    known = {
        one.id: one.name
        for one in list_inspectors(session, township_id, plan.starts_on)
        if one.id in plan.inspector_ids
    }
    barred = list_barred(session, township_id, known, plan.days)
    given = assign([(one.id, one.name) for one in tenants], list(known), barred)
    return tuple(Chosen(one, given[one.id], known[given[one.id]]) for one in tenants)
