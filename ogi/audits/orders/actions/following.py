"""What happens to a sent order: answered, put off, rechecked, urged, reopened, closed.

Each is an event that stays; the caller commits. Every act touches the order's row, so that of
two at the same moment one is told to look again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from ogi.audits.inspections.queries.inspectors import check_may_inspect, list_barred
from ogi.audits.orders.models import AuditFinding, Order, OrderEvent, OrderFile
from ogi.audits.orders.queries.history import list_events, list_published
from ogi.audits.orders.queries.orders import list_order_findings
from ogi.audits.orders.queries.rechecks import Seen, begins_at, fits, list_seen, visits_of
from ogi.audits.orders.rules import (
    LONGEST_REASON,
    MOST_EXTENSION_WORKDAYS,
    MOST_FILES,
    WAITING,
    Act,
    EventKind,
    FindingState,
    OrderState,
    check_act,
    check_due,
    check_length,
    check_step,
    check_words,
    effective_due,
    extended,
    unchecked,
)
from ogi.catalogue.queries import load_calendar
from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record
from ogi.tenants.queries import get_tenant


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that lies cleaned in the store."""

    name: str
    storage_key: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tenant answers; `asks_days` asks for so many more working days instead."""

    text: str
    posting_ids: Sequence[int] = ()
    files: Sequence[KeptFile] = ()
    asks_days: int | None = None


def answer(
    session: Session, order: Order, told: Answer, *, actor_id: int, now: datetime
) -> OrderEvent:
    """Keep a tenant's answer; each one stays, and the order waits for a recheck.

    One that asks for more time leaves the order waiting for its answer.
    """
    check_act(order.state, Act.ANSWER if told.asks_days is None else Act.EXTEND)
    text = check_words(told.text, "order_answer", field="text")
    if told.asks_days is not None and not 1 <= told.asks_days <= MOST_EXTENSION_WORKDAYS:
        raise RuleBroken("order_asks_days", field="asks_days", most=MOST_EXTENSION_WORKDAYS)
    if len(told.files) > MOST_FILES:
        raise RuleBroken("order_sent_files", field="upload", most=MOST_FILES)
    ids = sorted(set(told.posting_ids))
    if len(list_published(session, order, ids)) != len(ids):
        raise RuleBroken("order_postings", field="postings")
    detail: dict[str, Any] = {"postings": ids} if ids else {}
    if told.asks_days is not None:
        detail["asks_days"] = told.asks_days
    elif order.state in WAITING:
        order.state = OrderState.ANSWERED
    event = _happen(
        session, order, EventKind.ANSWER, text=text, detail=detail, actor_id=actor_id, now=now
    )
    session.flush()
    session.add_all(
        OrderFile(
            township_id=order.township_id, tenant_id=order.tenant_id, event_id=event.id,
            name=file.name, storage_key=file.storage_key, sha256=file.sha256,
            media_type=file.media_type, size=file.size,
        )
        for file in told.files
    )  # fmt: skip
    record(session, actor_id, "order.answered", order, at=now, name=order.number)
    return event


def extend(
    session: Session, order: Order, *, days: int, reason: str, actor_id: int, now: datetime
) -> date:
    """Put the deadline off by working days; the letter stays as it is. Returns the new day."""
    check_act(order.state, Act.EXTEND)
    words = check_words(reason, "order_reason", field="reason", longest=LONGEST_REASON)
    pasts = [one.past for one in list_events(session, order)]
    calendar = load_calendar(session, order.township_id)
    due_on = extended(effective_due(order.due_on, pasts), days, local_date(now), calendar)
    _happen(
        session, order, EventKind.EXTENSION, text=words, due_on=due_on, detail={"days": days},
        actor_id=actor_id, now=now,
    )  # fmt: skip
    record(session, actor_id, "order.extended", order, at=now, name=order.number, day=str(due_on))
    return due_on


def recheck(
    session: Session,
    order: Order,
    chosen: Mapping[int, int],
    *,
    actor_id: int,
    now: datetime,
) -> None:
    """Record by which later entries findings were looked at again; finding to entry.

    Raises RuleBroken for an entry of the same visit, of before, of another subject, or of an
    inspector who holds a post in the tenant.
    """
    check_act(order.state, Act.RECHECK)
    if not chosen:
        raise RuleBroken("order_recheck_none", field="entries")
    findings = {one.id: one for one in list_order_findings(session, order)}
    since = begins_at(order, list_events(session, order))
    seen = {one.entry.id: one for one in list_seen(session, order, chosen.values())}
    visits = visits_of(session, findings.values())
    for finding_id, entry_id in chosen.items():
        finding, entry = findings.get(finding_id), seen.get(entry_id)
        if finding is None or entry is None:
            raise RuleBroken("order_recheck_none", field="entries")
        if entry.entry.visit_id == visits.get(finding_id):
            raise RuleBroken("order_recheck_same", field="entries", text=finding.text)
        _check_seen(session, order, finding, entry, since=since, now=now)
        _happen(
            session, order, EventKind.RECHECK, text=entry.entry.remark, entry_id=entry_id,
            finding_id=finding_id, detail={"result": entry.entry.result},
            actor_id=actor_id, now=now,
        )  # fmt: skip
    record(session, actor_id, "order.rechecked", order, at=now, name=order.number)


def _check_seen(
    session: Session,
    order: Order,
    finding: AuditFinding,
    seen: Seen,
    *,
    since: datetime,
    now: datetime,
) -> None:
    given = {"field": "entries", "text": finding.text}
    if min(seen.entry.captured_at, seen.entry.received_at) <= since:
        raise RuleBroken("order_recheck_early", **given)
    if not fits(seen, finding):
        raise RuleBroken("order_recheck_other", **given)
    tenant = get_tenant(session, order.township_id, order.tenant_id)
    days = (local_date(seen.entry.captured_at), local_date(now))
    check_may_inspect(session, seen.entry.inspector_id, tenant, days=days)


def close(session: Session, order: Order, text: str, *, actor_id: int, now: datetime) -> None:
    """Close an order (销号) once every finding that stands was rechecked and is in order.

    Where all its findings were dismissed there is nothing to recheck, and a reason is asked for.
    """
    check_act(order.state, Act.CLOSE)
    _check_apart(session, order, actor_id, local_date(now))
    findings = [f for f in list_order_findings(session, order) if f.state != FindingState.DISMISSED]
    events = [one.past for one in list_events(session, order)]
    left = set(unchecked([one.id for one in findings], events))
    if left:
        texts = "、".join(f"“{one.text}”" for one in findings if one.id in left)
        raise RuleBroken("order_not_rechecked", texts=texts)
    words = check_length(text, field="text", longest=LONGEST_REASON)
    if not findings:
        words = check_words(text, "order_reason", field="text", longest=LONGEST_REASON)
    for one in findings:
        one.state = FindingState.CURED
    order.state, order.closed_at = OrderState.CLOSED, now
    _happen(session, order, EventKind.CLOSED, text=words, actor_id=actor_id, now=now)
    record(session, actor_id, "order.closed", order, at=now, name=order.number)


def reopen(
    session: Session, order: Order, *, due_on: date, reason: str, actor_id: int, now: datetime
) -> None:
    """Send an answered or closed order back to be done again by a new day."""
    check_act(order.state, Act.REOPEN)
    words = check_words(reason, "order_reason", field="reason", longest=LONGEST_REASON)
    check_due(due_on, local_date(now), load_calendar(session, order.township_id))
    for one in list_order_findings(session, order):
        if one.state == FindingState.CURED:
            one.state = FindingState.ORDERED
    order.state, order.closed_at = OrderState.REOPENED, None
    _happen(
        session, order, EventKind.REOPENED, text=words, due_on=due_on, actor_id=actor_id, now=now
    )
    record(session, actor_id, "order.reopened", order, at=now, name=order.number, day=str(due_on))


def _check_apart(session: Session, order: Order, actor_id: int, today: date) -> None:
    """Raise RuleBroken("order_own_post") for somebody who holds a post in the order's tenant."""
    posts = list_barred(session, order.township_id, [actor_id], (today, today))
    if order.tenant_id in posts.get(actor_id, frozenset()):
        raise RuleBroken("order_own_post")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of urging: which, what is said, who decided it, and on what day."""

    kind: str
    text: str
    decided_by: str
    on: date


def escalate(session: Session, order: Order, step: Step, *, actor_id: int, now: datetime) -> None:
    """Record a person's decision to urge (催办 → 通报 → 约谈 → 问责); none is left out."""
    check_act(order.state, Act.ESCALATE)
    events = list_events(session, order)
    check_step(step.kind, [one.event.kind for one in events])
    words = check_words(step.text, "order_reason", field="text", longest=LONGEST_REASON)
    decided = check_length(step.decided_by, field="decided_by", longest=LONGEST_REASON)
    sent_on = local_date(order.sent_at) if order.sent_at else local_date(now)
    if not sent_on <= step.on <= local_date(now):
        raise RuleBroken("order_step_day", field="on")
    detail = {"on": step.on.isoformat(), "decided_by": decided}
    _happen(
        session, order, EventKind(step.kind), text=words, detail=detail, actor_id=actor_id, now=now
    )
    record(session, actor_id, f"order.{step.kind}", order, at=now, name=order.number)


def _happen(session: Session, order: Order, kind: EventKind, **columns: Any) -> OrderEvent:
    """Add an event and touch the order, so that acts at the same moment meet on its version."""
    at = columns.pop("now")
    event = OrderEvent(
        township_id=order.township_id,
        tenant_id=order.tenant_id,
        order_id=order.id,
        kind=kind,
        at=at,
        **columns,
    )
    session.add(event)
    flag_modified(order, "state")
    return event
