"""A small township of chance, and every measure counted one row at a time without SQL."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from ogi.audits.indicators.rules import Frame
from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules.states import state_of
from ogi.platform.clock import SHANGHAI
from ogi.postings.models import Posting
from ogi.postings.questions.models import Question
from tests.support.factories import World
from tests.support.rows import all_rows, make_item, staff_of

YEAR, AS_OF = 2026, date(2026, 9, 20)
PUBLIC = ("published", "withdrawn", "corrected")
APART = (0, 1, -3, 7, -9, 30, 31)
BOARDS = ("party", "affairs", "finance")


def make_town(world: World, seed: int) -> Frame:
    """Fill a township with two years of obligations and postings; return its frame."""
    dice = Random(seed)  # noqa: S311 - made-up rows, no secret
    items = [
        make_item(world, f"B{n:02}", f"事项{n}", board=BOARDS[n % 3], position=n,
                  min_display_days=(20, None, 30)[n % 3])
        for n in range(5)
    ]  # fmt: skip
    owed = [
        _obligation(world, tenant, item, year, month, dice)
        for tenant in world.tenants.values() for item in items
        for year in (2025, 2026) for month in range(1, 13)
    ]  # fmt: skip
    people = {tenant.id: staff_of(world, slug) for slug, tenant in world.tenants.items()}
    busy = dict(zip(people, (0.1, 0.5, 0.75, 0.75), strict=True))
    with world.session() as session:
        session.execute(insert(Obligation), owed)
        duties = session.execute(
            select(Obligation.id, Obligation.tenant_id, Obligation.item_id, Obligation.item_code,
                   Obligation.board, Obligation.period_key, Obligation.due_on)
        ).all()  # fmt: skip
        rows = [_posting(world, row, people[row.tenant_id], dice)
                for row in duties if dice.random() < busy[row.tenant_id]]  # fmt: skip
        session.execute(insert(Posting), rows)
        session.commit()
    _correct(world, dice)
    _ask(world, people, dice)
    return Frame(world.township.id, YEAR, AS_OF)


def _obligation(
    world: World, tenant: Any, item: CatalogueItem, year: int, month: int, dice: Random
) -> dict[str, Any]:
    first = date(year, month, 1)
    end = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    due, chance = end + timedelta(days=15), dice.random()
    declared = chance > 0.85
    posted = due + timedelta(days=dice.randrange(-20, 25)) if chance < 0.7 else None
    return {
        "township_id": world.township.id, "tenant_id": tenant.id, "item_id": item.id,
        "item_code": item.code, "board": item.board, "year": year,
        "period_key": f"{year}-{month:02}", "period_start": first, "period_end": end,
        "due_on": due, "posted_on": posted, "event_title": "", "article": "",
        "disposition": dice.choice(["nothing", "withheld", "waived"]) if declared else None,
        "reason": "没有发生" if declared else "", "due_estimated": False,
        "declared_at": datetime(year, month, 27, dice.randrange(24), tzinfo=UTC)
        if declared else None,
    }  # fmt: skip


def _posting(world: World, row: Any, people: dict[str, int], dice: Random) -> dict[str, Any]:
    """Return a posting of an obligation, often on one of a few crowded days."""
    crowded = dice.random() < 0.4
    on = dice.choice([date(2026, 3, 9), date(2026, 8, 31)]) if crowded else None
    on = on or min(row.due_on + timedelta(days=dice.randrange(-12, 40)), AS_OF)
    hour = dice.choice([2, 3]) if crowded else dice.randrange(1, 9)
    at = datetime(on.year, on.month, on.day, hour, dice.randrange(60), tzinfo=UTC)
    state = dice.choice(["published"] * 6 + ["withdrawn"])
    down = state == "withdrawn" and dice.random() < 0.4
    gone = at + timedelta(hours=dice.randrange(1, 900)) if state == "withdrawn" else None
    urgent, wrong = dice.random() < 0.1, dice.randrange(4)
    return {
        "township_id": world.township.id, "tenant_id": row.tenant_id, "item_id": row.item_id,
        "item_code": row.item_code, "board": row.board, "obligation_id": row.id,
        "period_key": row.period_key, "period_label": row.period_key, "title": "某事项",
        "content": {}, "index_number": f"T-{row.id}", "state": state, "created_at": at,
        "updated_at": at, "published_at": at, "counted_on": on,
        "edition": dice.choice([1, 1, 1, 2]),
        "claimed_on": on - timedelta(days=APART[dice.randrange(7)]),
        "days_late": max((on - row.due_on).days, 0), "withdrawn_at": gone,
        "withdrawal_reason": "有误" if gone else "", "taken_down_at": gone if down else None,
        **{f"{post}_id": people[post] for post in ("drafter", "reviewer", "publisher")},
        "imported_from": dice.choice(["", "", "", "旧站"]),
        "bypassed": "review" if urgent else "", "bypass_reason": "汛期" if urgent else "",
        "awaiting": dice.choice(["clearing", "filing"]) if urgent else "",
        "kind": dice.choice(["content"] * 5 + ["nothing"]), "breaks": wrong,
        "carry_breaks": dice.randrange(wrong + 1), "lines": dice.choice([None, 0, 4]),
        "photos": dice.choice([None, 0, 1, 3]), "unanswered": dice.choice([None, 0, 0, 2]),
        "likeness": dice.choice([95, 89, None]), "version": 1,
    }  # fmt: skip


def _correct(world: World, dice: Random) -> None:
    """Let some postings be corrected by another one of the same tenant."""
    with world.session() as session:
        for tenant in world.tenants.values():
            wanted = select(Posting).where(
                Posting.tenant_id == tenant.id, Posting.state != "withdrawn"
            )
            known = dice.sample(list(session.scalars(wanted)), 4)
            for old, new in zip(known[:2], known[2:], strict=True):
                old.state, old.superseded_by_id = "corrected", new.id
        session.commit()


def _ask(world: World, people: dict[int, dict[str, int]], dice: Random) -> None:
    """Let people ask, and half of it be answered, in time or late."""
    with world.session() as session:
        for number in range(60):
            tenant_id, came = dice.choice(list(people)), date(2025, 12, 1) + timedelta(5 * number)
            told = came + timedelta(days=dice.randrange(9)) if dice.random() < 0.5 else None
            state = "answered" if told else dice.choice(["held", "open", "refused", "hidden"])
            session.add(Question(
                tenant_id=tenant_id, text=f"第{number}件", fingerprint="", reason="有",
                receipt_hash=str(number), state=state, answer="好" if told else "",
                handler=dice.choice(["tenant", "tenant", "township"]), answered_on=told,
                drafted_by=people[tenant_id]["drafter"] if told else None,
                answered_by=people[tenant_id]["reviewer"] if told else None,
                received_at=datetime(came.year, came.month, came.day, tzinfo=UTC),
                received_on=came, due_on=came + timedelta(days=3)))  # fmt: skip
        session.commit()


def _is_asked_late(one: Question, frame: Frame) -> bool:
    counted = one.state in ("held", "open", "answered") and one.handler == "tenant"
    late = (one.answered_on or frame.as_of) > one.due_on
    return counted and late and one.received_on.year == frame.year


def count_by_hand(world: World, frame: Frame) -> dict[str, Counter[int]]:
    """Return each measure's faults by tenant, found one row at a time."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    duties = all_rows(world, Obligation)
    postings = [one for one in all_rows(world, Posting) if one.state in PUBLIC]
    for duty in duties:
        if duty.year == frame.year:
            state = state_of(standing_of(duty), frame.as_of)[0]
            if state in ("missing", "late"):
                found[str(state)][duty.tenant_id] += 1
    minimum = {item.id: item.min_display_days or 0 for item in all_rows(world, CatalogueItem)}
    villages = {one.id for one in world.tenants.values() if one.kind == "village"}
    for asked in all_rows(world, Question):
        found["asked_late"][asked.tenant_id] += _is_asked_late(asked, frame)
    of_year = [one for one in postings if one.counted_on.year == frame.year]
    for one in of_year:
        for key in _faults(one, minimum[one.item_id], one.tenant_id in villages):
            found[key][one.tenant_id] += 1
    for tenant in world.tenants.values():
        own = [one for one in postings if one.tenant_id == tenant.id]
        for month in range(1, frame.as_of.month):
            due = [one for one in duties if one.tenant_id == tenant.id
                   and (one.due_on.year, one.due_on.month) == (frame.year, month)]  # fmt: skip
            done = [
                one
                for one in own
                if (one.counted_on.year, one.counted_on.month) == (frame.year, month)
            ]
            found["blank_month"][tenant.id] += bool(due and not done)
        found["burst"][tenant.id] += len(bursts_of([one for one in of_year if one in own]))
    return found


def _faults(one: Posting, minimum: int, village: bool) -> list[str]:  # noqa: FBT001 - facts of a row
    shown = one.state == "published" and one.kind == "content"
    gone = one.state == "withdrawn" and one.superseded_by_id is None
    here = one.imported_from == ""
    days = (one.withdrawn_at.astimezone(SHANGHAI).date() - one.counted_on).days if gone else 0
    held = {
        "bypassed": one.bypassed != "" and here,
        "uncleared": one.bypassed != "" and one.awaiting == "clearing",
        "withdrawn_early": gone and one.taken_down_at is None and days < minimum,
        "taken_down": gone and one.taken_down_at is not None,
        "claimed_apart": one.edition == 1
        and here
        and abs((one.counted_on - one.claimed_on).days) > 3,
        "carried_wrong": shown and one.carry_breaks > 0,
        "figures_wrong": shown and one.breaks - one.carry_breaks > 0,
        "not_itemised": shown and one.board == "finance" and one.lines == 0,
        "feedback": shown and (one.unanswered or 0) > 0,
        "alike": shown and (one.likeness or 0) >= 90,
        "no_photo": shown and here and village and one.photos == 0,
    }
    return [key for key, is_fault in held.items() if is_fault]


def bursts_of(postings: list[Posting]) -> list[list[Posting]]:
    late = [one for one in postings if one.edition == 1 and not one.imported_from
            and one.kind == "content" and one.days_late > 0]  # fmt: skip
    runs: list[list[Posting]] = []
    for one in sorted(late, key=lambda one: (one.published_at, one.id)):
        if runs and one.published_at - runs[-1][-1].published_at <= timedelta(minutes=60):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [run for run in runs if len(run) >= 6 and len({_due_month(one) for one in run}) >= 3]


def _due_month(one: Posting) -> tuple[int, int]:
    due = one.counted_on - timedelta(days=one.days_late)
    return due.year, due.month
