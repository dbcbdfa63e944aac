"""The year of supervision in the report's first words: group, plan, inspections, orders, scores."""

from datetime import date, timedelta

from ogi.audits.assessment.models import Scheme, Score
from ogi.audits.duties.models import GroupMember
from ogi.audits.indicators.models import IndicatorSet
from ogi.audits.indicators.rules import Frame
from ogi.audits.inspections.models import Inspection, Visit
from ogi.audits.orders.models import AuditFinding, Order
from ogi.audits.plans.models import PlanTask, TaskShare, WorkPlan
from ogi.reports.queries.supervising import count_supervision
from ogi.reports.rules import (
    Figures,
    Supervision,
    YearCounts,
    document_from_plain,
    document_to_plain,
    prefilled_texts,
)
from tests.reports.test_bursts import document
from tests.support.factories import MORNING, World
from tests.support.rows import keep

DAY = date(2026, 3, 2)
FIGURES = Figures(unit="青山镇", year=2026)
KNOWN = Supervision(
    head="镇党委书记", group=9, tasks=40, tasks_done=37, tasks_overdue=3, inspections=4,
    unannounced=1, visits=30, findings=12, orders=6, orders_closed=5, orders_late=1, scored=12,
)  # fmt: skip


def texts(known: Supervision) -> dict[str, str]:
    return prefilled_texts("青山镇", FIGURES, YearCounts(supervision=known))


def test_report_tells_of_the_group_the_plan_and_the_inspections():
    told = texts(KNOWN)
    assert "领导小组由镇党委书记任组长，共9人" in told["overview"]
    assert "分解任务40项，完成37项，逾期未完成3项" in told["overview"]
    supervision = told["supervision"]
    assert "检查4次，其中暗访1次，实地检查30个（次）单位，发现问题12处" in supervision
    assert "整改通知书6份，整改销号5份，逾期1份" in supervision
    assert "完成12个单位的年度考核" in supervision


def test_a_year_without_supervision_says_nothing_of_it():
    told = texts(Supervision())
    assert "任务" not in told["overview"].replace("分解任务，", "")
    assert "整改通知书" not in told["supervision"]
    assert "0" not in told["supervision"]


def test_an_issue_keeps_it_and_one_of_before_has_none():
    plain = document_to_plain(document())
    plain["counts"]["supervision"]["visits"] = 7
    assert document_from_plain(plain, FIGURES).counts.supervision.visits == 7
    del plain["counts"]["supervision"]
    assert document_from_plain(plain, FIGURES).counts.supervision == Supervision()


def test_township_counts_its_year_from_the_rows(world: World):
    office, village = world.people["qingshan-supervisor"], world.tenants["yunling"]
    by = {"created_by": office.id, "created_at": MORNING}
    for part, title in (("head", "镇长"), ("member", "所长"), ("office", "干事")):
        keep(world, GroupMember(part=part, name="某", title=title, since=DAY))
    plan = keep(world, WorkPlan(year=2026, title="要点", key_points="", issued_on=DAY))
    task = keep(world, PlanTask(plan_id=plan.id, title="任务", due_on=DAY))
    keep(world, TaskShare(task_id=task.id, tenant_id=village.id, owner_name="甲", due_on=DAY))
    chosen = keep(world, IndicatorSet(title="检查单", made_on=DAY, state="in_use"))
    for kind, state in (("planned", "closed"), ("unannounced", "open"), ("recheck", "closed"),
                        ("planned", "cancelled")):  # fmt: skip
        one = keep(world, Inspection(title="检查", kind=kind, set_id=chosen.id, method="named",
                                     starts_on=DAY, ends_on=DAY, state=state, **by))  # fmt: skip
        keep(world, Visit(tenant_id=village.id, inspection_id=one.id, inspector_id=office.id,
                          state="done", done_at=MORNING))  # fmt: skip
    for state in ("open", "dismissed"):
        keep(world, AuditFinding(tenant_id=village.id, topic="blank", text="空白", faults=2,
                                 found_on=DAY, state=state, **by))  # fmt: skip
    for serial, state in enumerate(("sent", "closed", "superseded"), start=1):
        keep(world, Order(tenant_id=village.id, year=2026, serial=serial, number=str(serial),
                          due_on=DAY + timedelta(days=7), demands="改", letter={}, state=state,
                          drafted_by=office.id, sent_by=office.id, sent_at=MORNING,
                          created_at=MORNING))  # fmt: skip
    scheme = keep(world, Scheme(year=2026, title="方案", full_marks=100, state="in_use"))
    keep(world, Score(tenant_id=village.id, scheme_id=scheme.id, state="final",
                      shown_at=MORNING, final_at=MORNING,
                      objections_until=DAY))  # fmt: skip
    with world.session() as session:
        known = count_supervision(session, Frame(world.township.id, 2026, DAY + timedelta(days=1)))
        none = count_supervision(session, Frame(world.township.id, 2025, DAY))
    assert known == Supervision(
        head="镇长", group=2, tasks=1, tasks_overdue=1, inspections=2, unannounced=1, visits=2,
        findings=2, orders=2, orders_closed=1, scored=1,
    )  # fmt: skip
    assert none == Supervision()


def test_report_tells_how_often_postings_were_opened_where_it_was_counted():
    told = prefilled_texts("青山镇", FIGURES, YearCounts(opened=1234))["platform"]
    assert told.endswith("全年群众在网上打开公开事项1234次。")
    assert "打开" not in prefilled_texts("青山镇", FIGURES, YearCounts())["platform"]
