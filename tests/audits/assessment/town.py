"""A township with a scheme in use: one village two periods short, findings, a late task."""

from datetime import UTC, date, datetime
from decimal import Decimal

from ogi.audits.assessment import actions, queries
from ogi.audits.assessment.actions import Answer, Entry, ItemText, SchemeText
from ogi.audits.assessment.models import Scheme, SchemeItem, ScoreLine
from ogi.audits.orders.models import AuditFinding
from ogi.audits.plans.models import PlanTask, TaskShare, WorkPlan
from ogi.platform.db import Scope
from ogi.tenants.rules import TenantKind
from tests.support.factories import World
from tests.support.rows import all_rows, keep, make_item, make_obligation

TODAY = date(2026, 5, 20)
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
YEAR = 2026
ALL = tuple(str(kind) for kind in TenantKind)
D = Decimal
MISSING, BLANK, HAND, BONUS, VETO, PLAN = (
    "按期公开", "没有空白栏", "档案齐全", "做法被推广", "弄虚作假", "任务完成"
)  # fmt: skip
ITEMS = (
    ItemText("公开内容", MISSING, "auto", "missing", "score", D(50), D(5), D(8)),
    ItemText("公开内容", PLAN, "auto", "plan_overdue", "score", D(20), D(3), D(20)),
    ItemText("公开栏", BLANK, "inspection", "blank", "deduct", D(0), D(2), D(6)),
    ItemText("台账", HAND, "manual", "", "score", D(30), D(0), None, "看了哪些"),
    ItemText("加分", BONUS, "manual", "", "bonus", D(0), D(1), D(3)),
    ItemText("否决", VETO, "manual", "", "veto"),
)


def make_rows(world: World) -> None:
    """Give 云岭村 two missing periods, three blank places told to it, and a late task."""
    item, tenant = make_item(world), world.tenants["yunling"].id
    for month in (2, 3):
        first = date(2026, month, 1)
        make_obligation(world, "yunling", item, period_key=f"2026-0{month}", period_start=first)
    for shown, state, faults in ((NOW, "ordered", 3), (None, "open", 7), (NOW, "dismissed", 9)):
        why = {"dismissal": "核实没有这回事"} if state == "dismissed" else {}
        keep(world, AuditFinding(tenant_id=tenant, topic="blank", text="村务栏空着", faults=faults,
                                 found_on=date(2026, 4, 1), state=state, shown_at=shown,
                                 created_by=_supervisor(world), created_at=NOW, **why))  # fmt: skip
    plan = keep(world, WorkPlan(year=YEAR, title="要点", issued_on=date(2026, 3, 1)))
    task = keep(world, PlanTask(plan_id=plan.id, title="公布电话", due_on=date(2026, 4, 30)))
    keep(world, TaskShare(tenant_id=tenant, task_id=task.id, due_on=task.due_on))


def _supervisor(world: World) -> int:
    return world.people[f"{world.township.slug}-supervisor"].id


def make_scheme(
    world: World, year: int = YEAR, *, use: bool = True, kinds: tuple[str, ...] = ALL,
    ranks: bool = False,
) -> None:  # fmt: skip
    """Make a scheme of six indicators, in use unless told otherwise."""
    with world.session() as session:
        text = SchemeText(f"{year}年考核方案", D(100), 5, kinds, ranks)
        scheme = actions.add_scheme(
            session, world.township.id, year, text, actor_id=_supervisor(world)
        )
        for item in ITEMS:
            actions.add_item(session, scheme, item, actor_id=_supervisor(world))
        if use:
            actions.put_in_use(session, scheme, today=TODAY, actor_id=_supervisor(world), now=NOW)
        session.commit()


def enter_all(
    world: World, value: int = 30, *, year: int = YEAR, evidence: str = "看了两年的档案，齐全"
) -> None:
    """Enter the score line that a person judges, for every tenant."""
    with world.session() as session:
        scheme = queries.get_scheme(session, Scope(world.township.id), year)
        item = next(one for one in queries.list_items(session, scheme) if one.text == HAND)
        entry = Entry(D(value), evidence)
        actions.enter_rest(session, scheme, item, entry, actor_id=_supervisor(world), now=NOW)
        session.commit()


def show_all(world: World, *, year: int = YEAR) -> None:
    """Show every draft to its tenant."""
    with world.session() as session:
        scheme = queries.get_scheme(session, Scope(world.township.id), year)
        actions.show_scores(session, scheme, actor_id=_supervisor(world), now=NOW)
        session.commit()


def finish_all(world: World, today: date, *, year: int = YEAR) -> tuple[int, int]:
    """Make final what can be."""
    with world.session() as session:
        scheme = queries.get_scheme(session, Scope(world.township.id), year)
        done = actions.finish(session, scheme, today=today, actor_id=_supervisor(world), now=NOW)
        session.commit()
    return done


def line_id(world: World, text: str, tenant: str = "yunling") -> int:
    """Return the key of a tenant's line by its indicator's words."""
    scheme = {one.id: one.year for one in all_rows(world, Scheme)}
    item = {one.id: one for one in all_rows(world, SchemeItem)}
    return next(
        one.id
        for one in all_rows(world, ScoreLine)
        if one.tenant_id == world.tenants[tenant].id
        and item[one.scheme_item_id].text == text
        and scheme[item[one.scheme_item_id].scheme_id] == YEAR
    )


def object_to(world: World, text: str, said: str = "三月的内容按时贴了，有照片") -> int:
    """Let 云岭村's reviewer object to a line; return the objection's key."""
    with world.session("yunling") as session:
        scope = Scope(world.township.id, world.tenants["yunling"].id)
        judged = queries.get_line(session, scope, line_id(world, text))
        who = world.people["qingshan-yunling-reviewer"].id
        made = actions.raise_objection(session, judged, said, actor_id=who, now=NOW)
        session.commit()
        return made.id


def answer(world: World, objection_id: int, given: Answer) -> None:
    """Let the supervisor answer an objection."""
    with world.session() as session:
        row = queries.get_objection(session, Scope(world.township.id), objection_id)
        judged = queries.Judged(row[1], row[2], row[3])
        actions.answer_objection(
            session, row[0], judged, given, actor_id=_supervisor(world), now=NOW
        )
        session.commit()
