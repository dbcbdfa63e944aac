"""The demo's leading group with its leaders, and a plan of the year that villages work off."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from ogi.audits.duties.actions import Person, appoint, name_leader, succeed
from ogi.audits.plans.actions import (
    PlanText,
    Progress,
    TaskText,
    add_plan,
    add_task,
    issue_plan,
    report,
)
from ogi.audits.plans.models import PlanTask, WorkPlan
from ogi.audits.plans.queries import list_task_shares
from ogi.demo.names import dice_for, make_name
from ogi.demo.places import Place
from ogi.demo.staging import Stage
from ogi.platform.clock import SHANGHAI
from ogi.tenants.rules import TenantKind, TenantRole, TownshipRole

GROUP = (
    ("head", "镇党委书记"),
    ("deputy", "镇长"),
    ("deputy", "镇党委副书记"),
    ("member", "副镇长"),
    ("member", "镇纪委书记"),
    ("member", "财政所所长"),
    ("office", "党政办公室主任"),
)
LEADERS = ("镇党委副书记", "副镇长", "镇纪委书记")
UNLED = "zhifa"
"""The one department whose leader has not been named."""
LAGGING = {"nanling": 60, "gaojing": 80, "zhifa": 30}
"""How far those are who have not finished what they were told to do, in per cent."""
UNTIL_THE_CHANGE = timedelta(days=150)
NUMBER = "青政发〔{year}〕8号"
KEY_POINTS = (
    "一、规范三务公开栏，栏目、标题、监督电话全镇统一。\n"
    "二、村级财务逐项逐笔公开，做到月清月结。\n"
    "三、各部门编好公开事项流程图，先审查、后公开。\n"
    "四、年底前完成公开档案整理归档。"
)


@dataclass(frozen=True, slots=True)
class Errand:
    """A task of the plan: what, who, until when, and by when most have done it."""

    title: str
    detail: str
    kinds: tuple[TenantKind, ...]
    due: tuple[int, int]
    done: tuple[int, int] | None = None
    words: str = ""
    item_code: str = ""


ERRANDS = (
    Errand("规范三务公开栏", "三栏分开，标题统一，公布监督电话，设意见箱。", (TenantKind.VILLAGE,),
           (4, 30), (4, 22), "公开栏已按统一标准更换，监督电话和意见箱已设好。"),
    Errand("逐笔公开村级财务收支", "每月公开收支明细，期初期末对得上。", (TenantKind.VILLAGE,),
           (6, 30), item_code="F03"),
    Errand("编制公开事项流程图", "写明起草、审核、保密审查、发布各由谁办，贴在办公室。",
           (TenantKind.DEPARTMENT,), (9, 30), (9, 16), "流程图已编好并上墙。"),
    Errand("组织公开工作人员培训", "全镇起草、审核、发布人员至少培训一次。", (TenantKind.OFFICE,),
           (10, 31), (10, 20), "已集中培训一次，各单位起草、审核、发布人员参加。"),
    Errand("整理归档全年公开材料", "财务类按 30 年、其他按 10 年分别装订。", tuple(TenantKind),
           (12, 31)),
)  # fmt: skip


def set_up_group(
    session: Session, stage: Stage, places: tuple[Place, ...], seed: int, *, since: date
) -> None:
    """Name the leading group, and a leader for every tenant but one; one deputy is followed."""
    dice = dice_for(seed, "qingshan", "group")
    actor, now = stage.actor(TownshipRole.SUPERVISOR, None), _at(since)
    group = [
        appoint(session, stage.township.id, Person(make_name(dice).text, title), part=part,
                since=since, position=number, actor_id=actor, now=now)
        for number, (part, title) in enumerate(GROUP, start=1)
    ]  # fmt: skip
    names = {member.title: member.name for member in group}
    for number, place in enumerate(places):
        if place.slug != UNLED:
            title = LEADERS[number % len(LEADERS)]
            leader = Person(names[title], title, places[0].hotline)
            tenant = stage.tenants[place.slug]
            name_leader(session, tenant, leader, since=since, actor_id=actor, now=now)
    changed = since + UNTIL_THE_CHANGE
    follower = Person(make_name(dice).text, group[5].title)
    succeed(session, group[5], follower, since=changed, actor_id=actor, now=_at(changed))


def plan_the_year(session: Session, stage: Stage, *, as_of: date) -> None:
    """Issue the last plan whose February is over, and let the tenants report before the day."""
    year = as_of.year if as_of >= date(as_of.year, 3, 1) else as_of.year - 1
    issued, actor = date(year, 2, 10), stage.actor(TownshipRole.SUPERVISOR, None)
    text = PlanText(
        f"{stage.township.name}{year}年政务公开工作要点", NUMBER.format(year=year), KEY_POINTS
    )
    now = _at(issued)
    plan = add_plan(session, stage.township.id, year, text, actor_id=actor, now=now)
    tasks = []
    for number, errand in enumerate(ERRANDS, start=1):
        typed = TaskText(
            errand.title, date(year, *errand.due), errand.detail, errand.item_code, number
        )
        tenants = [one for one in stage.tenants.values() if one.kind in errand.kinds]
        task = add_task(session, plan, typed, tenants, actor_id=actor, now=now)
        tasks.append((task, errand))
    issue_plan(session, plan, on=issued, actor_id=actor, now=now)
    for task, errand in tasks:
        if errand.done and date(year, *errand.done) < as_of:
            _report(session, stage, plan, task, errand)


def _report(session: Session, stage: Stage, plan: WorkPlan, task: PlanTask, errand: Errand) -> None:
    slugs = {tenant.id: slug for slug, tenant in stage.tenants.items()}
    at = _at(date(plan.year, *(errand.done or errand.due)))
    for one in list_task_shares(session, task):
        slug = slugs[one.share.tenant_id]
        drafter = stage.staff[TenantRole.DRAFTER, slug]
        percent = LAGGING.get(slug, 100)
        words = errand.words if slug not in LAGGING else "已经开始，还没有全部完成。"
        told = Progress(percent, words, drafter.name)
        report(session, one.share, plan, told, item="", actor_id=drafter.id, now=at)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), SHANGHAI)
