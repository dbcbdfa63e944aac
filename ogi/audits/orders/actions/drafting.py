"""Drafting orders, sending them, and replacing one by another; the caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ogi.audits.orders.letter import compose_letter, frozen
from ogi.audits.orders.models import AuditFinding, Order, OrderFinding
from ogi.audits.orders.queries.orders import (
    find_draft_over,
    get_order,
    list_links,
    list_order_findings,
)
from ogi.audits.orders.rules import (
    LONGEST_TEXT,
    Act,
    FindingState,
    OrderState,
    check_act,
    check_due,
    check_words,
    order_number,
)
from ogi.catalogue.queries import load_calendar
from ogi.platform.clock import local_date
from ogi.platform.db import Scope
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record
from ogi.tenants.models import Tenant, Township
from ogi.tenants.queries import get_tenant
from ogi.tenants.settings import settings_of


@dataclass(frozen=True, slots=True)
class OrderText:
    """An order as it is typed."""

    basis: str
    demands: str
    due_on: date


def draft_order(
    session: Session,
    tenant: Tenant,
    text: OrderText,
    findings: Sequence[AuditFinding],
    *,
    actor_id: int,
    now: datetime,
    over: Order | None = None,
) -> Order:
    """Draft an order over open findings of one tenant.

    `over` is a sent order that the new one is to supersede: its findings may be named again.
    """
    if over is not None:
        check_act(over.state, Act.SUPERSEDE)
        if find_draft_over(session, over) is not None:
            raise RuleBroken("order_in_draft")
    order = Order(
        township_id=tenant.township_id,
        tenant_id=tenant.id,
        year=local_date(now).year,
        supersedes_id=None if over is None else over.id,
        drafted_by=actor_id,
        created_at=now,
    )
    _write(session, order, text, local_date(now))
    session.add(order)
    session.flush()
    _name(session, order, findings)
    record(session, actor_id, "order.drafted", order, at=now, name=tenant.name)
    return order


def change_order(
    session: Session,
    order: Order,
    text: OrderText,
    findings: Sequence[AuditFinding],
    *,
    version: int | None,
    actor_id: int,
    now: datetime,
) -> None:
    """Change a draft: what it demands, by when, and which findings it names.

    Raises Conflict for an older version.
    """
    if version is not None and order.version != version:
        raise Conflict
    check_act(order.state, Act.EDIT)
    _write(session, order, text, local_date(now))
    for link in list_links(session, order):
        session.delete(link)
    session.flush()
    _name(session, order, findings)
    record(session, actor_id, "order.changed", order, at=now)


def discard_order(session: Session, order: Order, *, actor_id: int, now: datetime) -> None:
    """Throw a draft away; its findings stay as they are."""
    check_act(order.state, Act.DISCARD)
    record(session, actor_id, "order.discarded", order, at=now)
    for link in list_links(session, order):
        session.delete(link)
    session.flush()
    session.delete(order)


def send_order(session: Session, order: Order, *, actor_id: int, now: datetime) -> None:
    """Send a draft: give it its number, freeze the letter, show the findings to the tenant.

    Raises RuleBroken for a deadline that no longer holds or findings that are not open any more.
    """
    check_act(order.state, Act.SEND)
    today = local_date(now)
    check_due(order.due_on, today, load_calendar(session, order.township_id))
    findings = list_order_findings(session, order)
    over = _superseded(session, order)
    _check_findings(session, order, findings, over)
    serial = _take_serial(session, order.township_id, today.year)
    township = session.get_one(Township, order.township_id)
    number = order_number(settings_of(township.settings).order_prefix, today.year, serial)
    letter = compose_letter(
        order,
        get_tenant(session, order.township_id, order.tenant_id),
        township,
        findings,
        issued_on=today,
        number=number,
        supersedes="" if over is None else over.number,
    )
    # all at once: the database lets nothing of it change once the state says that it was sent
    order.year, order.serial, order.number, order.letter = (
        today.year,
        serial,
        number,
        frozen(letter),
    )
    order.sent_by, order.sent_at, order.state = actor_id, now, OrderState.SENT
    for finding in findings:
        finding.state, finding.shown_at = FindingState.ORDERED, finding.shown_at or now
    if over is not None:
        _replace(session, over, findings)
    record(session, actor_id, "order.sent", order, at=now, name=order.number)


def _take_serial(session: Session, township_id: int, year: int) -> int:
    """Return the year's next number; the township's row is locked until the commit.

    A sent order never goes, so that the numbers have no gap.
    """
    locked = select(Township.id).where(Township.id == township_id)
    session.execute(locked.with_for_update(key_share=True)).one()
    last = select(func.max(Order.serial)).where(
        Order.township_id == township_id, Order.year == year
    )
    return (session.scalar(last) or 0) + 1


def _superseded(session: Session, order: Order) -> Order | None:
    if order.supersedes_id is None:
        return None
    over, _ = get_order(session, Scope(order.township_id), order.supersedes_id)
    check_act(over.state, Act.SUPERSEDE)
    return over


def _replace(session: Session, over: Order, findings: Sequence[AuditFinding]) -> None:
    """Supersede an order; what the new one no longer names is open again."""
    over.state = OrderState.SUPERSEDED
    named = {one.id for one in findings}
    for finding in list_order_findings(session, over):
        if finding.id not in named and finding.state == FindingState.ORDERED:
            finding.state = FindingState.OPEN


def _check_findings(
    session: Session, order: Order, findings: Sequence[AuditFinding], over: Order | None
) -> None:
    """Raise RuleBroken unless each finding is the tenant's and open, or named by the old order."""
    if not findings:
        raise RuleBroken("order_nothing", field="findings")
    if any(one.tenant_id != order.tenant_id for one in findings):
        raise RuleBroken("order_many_tenants", field="findings")
    again = set() if over is None else {one.id for one in list_order_findings(session, over)}
    for one in findings:
        is_open = one.state == FindingState.OPEN
        if not (is_open or (one.state == FindingState.ORDERED and one.id in again)):
            raise RuleBroken("order_not_open", field="findings", text=one.text)


def _name(session: Session, order: Order, findings: Sequence[AuditFinding]) -> None:
    _check_findings(session, order, findings, _superseded(session, order))
    session.add_all(
        OrderFinding(
            township_id=order.township_id,
            tenant_id=order.tenant_id,
            order_id=order.id,
            finding_id=one.id,
            position=place,
        )
        for place, one in enumerate(findings, start=1)
    )


def _write(session: Session, order: Order, text: OrderText, today: date) -> None:
    check_due(text.due_on, today, load_calendar(session, order.township_id))
    order.basis = check_words(text.basis, "order_basis", field="basis", longest=LONGEST_TEXT)
    order.demands = check_words(text.demands, "order_demands", field="demands")
    order.due_on = text.due_on
