"""Planning the re-check of an order: an inspection of its tenant by its findings alone."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.indicators.models import Indicator
from ogi.audits.indicators.sets.actions import add_set, put_in_use
from ogi.audits.indicators.sets.rules import (
    LONGEST_NOTE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    IndicatorText,
)
from ogi.audits.inspections.actions.planning import open_inspection, plan_inspection
from ogi.audits.inspections.models import Inspection
from ogi.audits.inspections.queries.inspectors import check_may_inspect
from ogi.audits.inspections.rules.planning import Plan
from ogi.audits.inspections.rules.words import Kind, Method
from ogi.audits.orders.models import AuditFinding, Order
from ogi.audits.orders.queries.history import list_events
from ogi.audits.orders.queries.orders import list_order_findings
from ogi.audits.orders.rules import Act, FindingState, check_act, unchecked
from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken
from ogi.tenants.queries import get_tenant


def plan_recheck(
    session: Session,
    order: Order,
    *,
    inspector_id: int,
    days: tuple[date, date],
    actor_id: int,
    now: datetime,
) -> Inspection:
    """Make an inspection (复查) of the order's tenant, one indicator for each finding left.

    A point is neither given nor taken by it. Raises RuleBroken for an inspector who holds a
    post in the tenant, days that are past, or an order with nothing left to look at.
    """
    check_act(order.state, Act.RECHECK)
    if days[0] < local_date(now) or days[1] < days[0]:
        raise RuleBroken("order_recheck_days", field="starts_on")
    findings = list_left(session, order)
    if not findings:
        raise RuleBroken("order_no_set")
    tenant = get_tenant(session, order.township_id, order.tenant_id)
    check_may_inspect(session, inspector_id, tenant, days=days)
    title = f"{order.number}整改复查"[:LONGEST_TITLE]
    chosen = add_set(
        session, order.township_id, title=title, occasion=f"复查{tenant.name}的整改",
        made_on=local_date(now), indicators=_indicators(session, findings), actor_id=actor_id,
    )  # fmt: skip
    put_in_use(session, chosen, actor_id=actor_id)
    session.flush()
    plan = Plan(
        title=title, kind=Kind.RECHECK, set_id=chosen.id, method=Method.NAMED,
        starts_on=days[0], ends_on=days[1], inspector_ids=(inspector_id,),
        tenant_ids=(tenant.id,),
    )  # fmt: skip
    made = plan_inspection(session, order.township_id, plan, actor_id=actor_id, now=now)
    session.flush()
    open_inspection(session, made, actor_id=actor_id, now=now)
    return made


def _indicators(session: Session, findings: Sequence[AuditFinding]) -> list[IndicatorText]:
    """Return what to look at: the checklist's own words where a checklist found the fault."""
    wanted = select(Indicator.id, Indicator.text).where(
        Indicator.township_id.in_({one.township_id for one in findings}),
        Indicator.id.in_({one.indicator_id for one in findings}),
    )
    texts = {key: text for key, text in session.execute(wanted)}  # noqa: C416 - rows, not pairs
    return [_indicator(one, texts.get(one.indicator_id or 0, "")) for one in findings]


def _indicator(finding: AuditFinding, text: str) -> IndicatorText:
    asked = f"{text}（上次：{finding.text}）" if text else f"已经整改：{finding.text}"
    return IndicatorText(
        text=asked[:LONGEST_TEXT],
        topic=finding.topic,
        board=finding.board,
        basis=finding.basis[:LONGEST_NOTE],
        evidence="看整改好了没有，拍照",
    )


def list_left(session: Session, order: Order) -> list[AuditFinding]:
    """Return the findings of an order that stand and were not yet found in order."""
    findings = [f for f in list_order_findings(session, order) if f.state != FindingState.DISMISSED]
    events = [one.past for one in list_events(session, order)]
    left = set(unchecked([one.id for one in findings], events))
    return [one for one in findings if one.id in left]
