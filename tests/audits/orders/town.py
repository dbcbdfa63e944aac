"""A township in which a village was inspected: two faults seen, one thing in order."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.inspections.models import Inspection, Visit, VisitEntry, VisitPhoto
from ogi.audits.orders.actions import drafting, findings, following
from ogi.audits.orders.actions.drafting import OrderText
from ogi.audits.orders.actions.findings import FindingText
from ogi.audits.orders.actions.following import Answer
from ogi.audits.orders.models import AuditFinding, Order
from ogi.audits.orders.queries.findings import get_candidate
from ogi.audits.orders.queries.orders import get_order, list_order_findings
from ogi.catalogue.models import CalendarDay, CalendarYear
from ogi.platform.db import Scope
from tests.support.factories import World
from tests.support.rows import all_rows, keep

TODAY = date(2026, 9, 21)  # a Monday
NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
DUE = date(2026, 9, 28)
HOLIDAYS = [date(2026, 10, day) for day in range(1, 9)]
TEXT = OrderText("《村务公开条例》", "清理公开栏\n补贴财务公开表", DUE)
WORDS = {"blank": "无空白栏", "hotline": "有监督电话", "damaged": "无破损"}
BLANK, HOTLINE = "公开栏有空白", "没有公布监督电话"


def person(world: World, role: str = "supervisor") -> int:
    return world.people[f"{world.township.slug}-{role}"].id


def by(world: World, role: str = "supervisor", now: datetime = NOW) -> dict[str, Any]:
    return {"actor_id": person(world, role), "now": now}


def make_calendar(world: World) -> None:
    """Enter the National Day's holidays of 2026: 1 to 8 October rest, 9 October works."""
    keep(world, CalendarYear(year=2026, announced=True))
    for day in HOLIDAYS:
        if day.weekday() < 5:
            keep(world, CalendarDay(day=day, is_workday=False, name="国庆节"))


def visit_of(
    world: World,
    slug: str,
    *,
    at: datetime,
    inspector: str = "inspector",
    topics: tuple[str, ...] = ("blank", "hotline"),
) -> Visit:
    """Have a tenant inspected by a checklist with an indicator for each topic."""
    used = keep(world, IndicatorSet(title="检查单", made_on=at.date(), state="in_use"))
    for place, topic in enumerate(topics):
        keep(world, Indicator(set_id=used.id, position=place, topic=topic, text=WORDS[topic],
                              board="finance", basis="考核办法第三条", weight=5, deduction=1,
                              cap=5))  # fmt: skip
    round_ = keep(world, Inspection(title=f"{at:%m月%d日}暗访", kind="unannounced",
                                    set_id=used.id, method="all", starts_on=at.date(),
                                    ends_on=at.date(), state="open",
                                    created_by=person(world), created_at=at))  # fmt: skip
    return keep(world, Visit(tenant_id=world.tenants[slug].id, inspection_id=round_.id,
                             inspector_id=person(world, inspector)))  # fmt: skip


def see(
    world: World,
    visit: Visit,
    topic: str,
    result: str,
    *,
    at: datetime,
    remark: str = "",
    **more: Any,
) -> VisitEntry:
    """Record what the inspector saw of the indicator of a topic."""
    with world.session() as session:
        set_id = session.get_one(Inspection, visit.inspection_id).set_id
    indicator = next(one for one in _indicators(world, set_id) if one.topic == topic)
    number = sum(1 for _ in entries(world))
    values = {"captured_at": at, "received_at": at, "inspector_id": visit.inspector_id,
              "board": "finance"}  # fmt: skip
    return keep(
        world,
        VisitEntry(tenant_id=visit.tenant_id, visit_id=visit.id, indicator_id=indicator.id,
                   result=result, faults=int(result == "fault"), remark=remark,
                   client_key=f"key{number}", **values | more),
    )  # fmt: skip


def _indicators(world: World, set_id: int) -> list[Indicator]:
    return [one for one in all_rows(world, Indicator) if one.set_id == set_id]


def entries(world: World) -> list[VisitEntry]:
    return all_rows(world, VisitEntry)


def add_photo(world: World, entry: VisitEntry, key: str, size: int) -> VisitPhoto:
    return keep(world, VisitPhoto(tenant_id=entry.tenant_id, visit_id=entry.visit_id,
                                  entry_key=entry.client_key, storage_key=key, sha256=key,
                                  media_type="image/jpeg", size=size, width=1, height=1,
                                  inspector_id=entry.inspector_id,
                                  captured_at=entry.captured_at, received_at=entry.received_at,
                                  client_key=f"photo{entry.id}"))  # fmt: skip


def found_on_visit(world: World, slug: str = "yunling") -> list[AuditFinding]:
    """Have a village inspected last week and both faults made findings."""
    at = NOW - timedelta(days=5)
    visit = visit_of(world, slug, at=at)
    entries = [
        see(world, visit, "blank", "fault", at=at, remark=BLANK),
        see(world, visit, "hotline", "fault", at=at, remark=HOTLINE),
    ]
    with world.session() as session:
        made = []
        for entry in entries:
            found, is_latest = get_candidate(session, world.township.id, entry.id)
            made.append(findings.add_from_entry(session, found, is_latest=is_latest, **by(world)))
        session.commit()
    return made


def found_by_hand(world: World, slug: str = "yunling", text: str = "公开栏破损") -> AuditFinding:
    with world.session() as session:
        made = findings.add_finding(
            session, world.tenants[slug], FindingText("damaged", text, TODAY), **by(world)
        )
        session.commit()
    return made


def draft(world: World, made: list[AuditFinding], text: OrderText = TEXT, **more: Any) -> Order:
    with world.session() as session:
        tenant = next(t for t in world.tenants.values() if t.id == made[0].tenant_id)
        rows = [session.get_one(AuditFinding, one.id) for one in made]
        if "over" in more:
            more["over"] = session.get_one(Order, more["over"].id)
        order = drafting.draft_order(session, tenant, text, rows, **by(world), **more)
        session.commit()
    return order


def sent(world: World, made: list[AuditFinding] | None = None) -> Order:
    """Send an order over a village's two findings."""
    order = draft(world, made or found_on_visit(world))
    with act(world, order) as (session, row):
        drafting.send_order(session, row, **by(world))
    return order_of(world, order)


def answered(world: World) -> Order:
    order = sent(world)
    drafter = "yunling-drafter"
    with act(world, order) as (session, row):
        following.answer(session, row, Answer("已经整改"), **by(world, drafter, after(1)))
    return order_of(world, order)


@contextmanager
def act(world: World, order: Order, tenant: str | None = None):
    """Yield a session and the order in it; commit at the end."""
    with world.session(tenant) as session:
        yield session, session.get_one(Order, order.id)
        session.commit()


def order_of(world: World, order: Order) -> Order:
    with world.session() as session:
        return get_order(session, Scope(world.township.id), order.id)[0]


def after(days: int) -> datetime:
    return NOW + timedelta(days=days)


def rechecked(world: World, order: Order, result: str = "ok", *, days: int = 2) -> None:
    """Have the village looked at again and record it for every finding of the order."""
    at = after(days)
    visit = visit_of(world, "yunling", at=at)
    with act(world, order) as (session, row):
        named = list(list_order_findings(session, row))
    chosen = {one.id: see(world, visit, one.topic, result, at=at).id for one in named}
    with act(world, order) as (session, row):
        following.recheck(session, row, chosen, **by(world, now=after(days)))
