"""A year of inspections: three planned ones by lot and an unannounced one, with what was seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.indicators.sets.actions import add_set, put_in_use
from ogi.audits.indicators.sets.ready import READY_SETS
from ogi.audits.indicators.topics import Topic
from ogi.audits.inspections.actions.batches import receive_batch
from ogi.audits.inspections.actions.planning import (
    close_inspection,
    open_inspection,
    plan_inspection,
)
from ogi.audits.inspections.actions.receiving import CleanPhoto, Sender
from ogi.audits.inspections.actions.visiting import finish_visit
from ogi.audits.inspections.models import Inspection, VisitEntry
from ogi.audits.inspections.queries.inspections import list_visits
from ogi.audits.inspections.queries.visiting import VisitAt, get_visit, list_manual
from ogi.audits.inspections.rules.planning import Plan
from ogi.audits.inspections.rules.sending import Batch, SentEntry, SentPhoto
from ogi.audits.inspections.rules.words import Kind, Method, Result
from ogi.audits.orders.actions.findings import add_from_entry
from ogi.audits.orders.models import AuditFinding
from ogi.audits.orders.queries.findings import get_candidate
from ogi.demo.names import dice_for
from ogi.demo.pictures import draw_board
from ogi.demo.staging import Stage
from ogi.demo.story import is_workday
from ogi.platform.clock import SHANGHAI
from ogi.platform.errors import RuleBroken
from ogi.platform.snapshots import accept_snapshot
from ogi.platform.storage import Storage
from ogi.tenants.rules import TenantKind, TownshipRole

ONE_DAY = timedelta(days=1)
FAR, NEAR = "公开栏远景（示意图）.jpg", "问题近景（示意图）.jpg"
FAULTS: dict[str, tuple[str, int]] = {
    Topic.PLACE: ("公开栏上方没有遮雨棚，雨后字迹模糊", 1),
    Topic.HOTLINE: ("监督电话被新贴的通知盖住，看不见", 1),
    Topic.BOX: ("意见箱锁坏了，打不开", 1),
    Topic.BLANK: ("财务栏右半边空着，没有张贴", 1),
    Topic.STALE: ("党务栏还贴着上一季度的内容", 2),
    Topic.MISSING: ("系统里已公开的收支明细，栏上没有张贴", 1),
    Topic.DIFFERS: ("栏上写的张贴日期比系统登记的早半个月", 1),
    Topic.DAMAGED: ("玻璃破了一块，纸张被撕掉一角", 1),
    Topic.FEEDBACK: ("意见登记本上有两条意见没有写答复", 2),
    Topic.RECORDS: ("上半年的公开材料没有归档，缺现场照片", 1),
}
"""What is found wrong, by what it is about: in words, and how many."""
WRONG = ((Topic.BLANK, Topic.MISSING), (Topic.STALE, Topic.RECORDS), (Topic.HOTLINE, Topic.DIFFERS))
"""What is wrong with three tenants of an inspection, each time with others first."""
BARE_COLUMN = 2
FINE, FAULTY = "三栏张贴齐全，没有发现问题。", "发现 {} 处问题，已当场告知村干部并拍照。"


@dataclass(frozen=True, slots=True)
class Outing:
    """One inspection: how many days before the day of the demo, of what kind, by what sheet."""

    days_back: int
    kind: str
    method: str
    checklist: str
    title: str
    size: int = 0
    slugs: tuple[str, ...] = ()


OUTINGS = (
    Outing(270, Kind.PLANNED, Method.RANDOM, "on_the_spot", "{year}年第{quarter}季度公开栏检查", 4),
    Outing(180, Kind.PLANNED, Method.RISK, "on_the_spot", "{year}年第{quarter}季度公开栏检查", 4),
    Outing(90, Kind.PLANNED, Method.RANDOM, "of_half_year", "{year}年第{quarter}季度全面检查", 4),
    Outing(40, Kind.UNANNOUNCED, Method.NAMED, "on_the_spot", "{year}年{month}月暗访",
           slugs=("nanling", "gaojing", "xiawan", "baihe")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of an inspection: its findings by tenant, the first visited first."""

    inspection: Inspection
    day: date
    findings: dict[int, list[AuditFinding]]


def workday_on(day: date) -> date:
    """Return the day, or the next on which offices are open."""
    while not is_workday(day):
        day += ONE_DAY
    return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a day in China."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def inspect_all(
    session: Session, stage: Stage, storage: Storage, seed: int, *, as_of: date
) -> list[Seen]:
    """Make the checklists and play every inspection with its visits and findings."""
    first = as_of - timedelta(days=OUTINGS[0].days_back + 20)
    sets = _make_sets(session, stage, first)
    return [
        _go(session, stage, storage, seed, outing, sets[outing.checklist], as_of)
        for outing in OUTINGS
    ]


def _make_sets(session: Session, stage: Stage, day: date) -> dict[str, IndicatorSet]:
    actor, found = stage.actor(TownshipRole.SUPERVISOR, None), {}
    for key, ready in READY_SETS.items():
        made = add_set(
            session, stage.township.id, title=ready.title, occasion=ready.occasion, made_on=day,
            indicators=ready.indicators, actor_id=actor,
        )  # fmt: skip
        session.flush()
        put_in_use(session, made, actor_id=actor)
        found[key] = made
    session.flush()
    return found


def _go(
    session: Session,
    stage: Stage,
    storage: Storage,
    seed: int,
    outing: Outing,
    chosen: IndicatorSet,
    as_of: date,
) -> Seen:
    """Plan an inspection, open it, make its visits and findings, and close it."""
    actor, plan = stage.actor(TownshipRole.SUPERVISOR, None), _plan(stage, outing, chosen, as_of)
    day, last = plan.days
    made = plan_inspection(
        session, stage.township.id, replace(plan, seed=f"{seed}-{day:%m%d}"), actor_id=actor,
        now=at(day - 5 * ONE_DAY, 10),
    )  # fmt: skip
    session.flush()
    open_inspection(session, made, actor_id=actor, now=at(day, 8))
    session.flush()
    turn = outing.days_back // 45
    fine = 0 if outing.slugs else outing.size - 1
    findings: dict[int, list[AuditFinding]] = {}
    for number, line in enumerate(list_visits(session, stage.township.id, made.id)):
        place = get_visit(session, stage.township.id, line.visit.id)
        wrong = () if number == fine else WRONG[(number + turn) % len(WRONG)]
        entries = visit(session, storage, seed, place, wrong, now=at(day, 9 + number))
        findings[place.tenant.id] = [
            find(session, entry, actor_id=actor, now=at(last, 16))
            for entry in entries
            if entry.result == Result.FAULT
        ]
    close_inspection(session, made, note="", actor_id=actor, now=at(last, 17))
    session.flush()
    return Seen(made, last, findings)


def _plan(stage: Stage, outing: Outing, chosen: IndicatorSet, as_of: date) -> Plan:
    day = workday_on(as_of - timedelta(days=outing.days_back))
    words = {"year": day.year, "month": day.month, "quarter": "一二三四"[(day.month - 1) // 3]}
    return Plan(
        title=outing.title.format(**words), kind=outing.kind, set_id=chosen.id,
        method=outing.method, starts_on=day, ends_on=workday_on(day + 2 * ONE_DAY),
        inspector_ids=(stage.actor(TownshipRole.INSPECTOR, None),),
        kinds=(str(TenantKind.VILLAGE),), sample_size=outing.size,
        tenant_ids=tuple(stage.tenants[slug].id for slug in outing.slugs),
    )  # fmt: skip


def find(session: Session, entry: VisitEntry, *, actor_id: int, now: datetime) -> AuditFinding:
    """Make a finding of a fault that was seen."""
    candidate, is_latest = get_candidate(session, entry.township_id, entry.id)
    made = add_from_entry(session, candidate, is_latest=is_latest, actor_id=actor_id, now=now)
    session.flush()
    return made


def visit(
    session: Session,
    storage: Storage,
    seed: int,
    place: VisitAt,
    wrong: Sequence[str],
    *,
    now: datetime,
) -> list[VisitEntry]:
    """Record what an inspector sees on one visit, send it from the phone, and finish it."""
    asked = list_manual(session, place.inspection)
    key = f"demo-{place.visit.id}"
    entries = list(_entries(key, place, asked, wrong, now))
    photos = list(_photos(key, asked, wrong, now))
    moment = now + timedelta(minutes=45)
    sender = Sender(place.visit.township_id, place.visit.inspector_id, moment)
    clean = {
        photo.client_key: _take(storage, seed, place, photo, number, wrong)
        for number, photo in enumerate(photos)
    }
    batch = Batch(moment, entries, photos, [])
    answers = receive_batch(session, sender, batch, clean, copies=storage)
    refused = [answer.text for answer in answers if answer.outcome not in ("kept", "held")]
    if refused:
        raise RuleBroken("item_garbled", reasons=refused)
    faults = sum(one.result == Result.FAULT for one in entries)
    summary = FAULTY.format(faults) if faults else FINE
    finish_visit(session, place, summary, actor_id=place.visit.inspector_id, now=moment)
    session.flush()
    wanted = select(VisitEntry).where(VisitEntry.visit_id == place.visit.id)
    return list(session.scalars(wanted.order_by(VisitEntry.id)))


def _entries(
    key: str, place: VisitAt, asked: Sequence[Indicator], wrong: Sequence[str], now: datetime
) -> Iterator[SentEntry]:
    for number, indicator in enumerate(asked):
        remark, faults = FAULTS.get(indicator.topic, (indicator.text, 1))
        faulty = indicator.topic in wrong
        yield SentEntry(
            client_key=f"{key}-e{number:02}", visit_id=place.visit.id, indicator_id=indicator.id,
            result=Result.FAULT if faulty else Result.OK,
            captured_at=now + timedelta(minutes=2 * number), board=indicator.board,
            faults=faults if faulty else 0, remark=remark if faulty else "",
        )  # fmt: skip


def _photos(
    key: str, asked: Sequence[Indicator], wrong: Sequence[str], now: datetime
) -> Iterator[SentPhoto]:
    """Yield a photo of the whole board, and one of each fault."""
    for number, indicator in enumerate(asked):
        if number == 0 or indicator.topic in wrong:
            yield SentPhoto(
                client_key=f"{key}-p{number:02}", entry_key=f"{key}-e{number:02}",
                captured_at=now + timedelta(minutes=2 * number, seconds=30),
                name=FAR if number == 0 else NEAR,
            )  # fmt: skip


def _take(
    storage: Storage, seed: int, place: VisitAt, photo: SentPhoto, number: int, wrong: Sequence[str]
) -> CleanPhoto:
    dice = dice_for(seed, place.tenant.slug, "visit", str(place.inspection.starts_on), str(number))
    drawn = draw_board(dice, empty=BARE_COLUMN if Topic.BLANK in wrong else None)
    shown, snapshot = accept_snapshot(photo.name, drawn, with_place=False)
    return CleanPhoto(storage.put(shown.data, name=photo.name), snapshot)
