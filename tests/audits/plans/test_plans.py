"""The plan of the year: made, issued, reported by the tenants, done by a posting."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from ogi.audits.plans import actions, queries
from ogi.audits.plans.actions import PlanText, TaskText
from ogi.audits.plans.models import PlanTask, TaskShare, WorkPlan
from ogi.audits.plans.rules import ShareState, days_over, state_of
from ogi.catalogue.models import CatalogueItem
from ogi.platform.db import Scope
from tests.support.rows import all_rows, make_item, make_posting

TODAY = date(2026, 5, 20)
ISSUED = date(2026, 3, 1)
TITLE = "公布村务监督电话"
BEFORE, AFTER = (datetime(2026, month, 5, 2, tzinfo=UTC) for month in (2, 4))


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(f"{TODAY}T01:00:00Z", tick=False):
        yield


@pytest.fixture
def plan(world):
    """An issued plan: one task to be reported by both villages, one done by a posting."""
    make_item(world, "G01", "村务动态")
    with world.session() as session:
        made = actions.add_plan(
            session, world.township.id, 2026,
            PlanText("2026年工作要点", "青政发〔2026〕2号", "一、规范"), actor_id=None,
        )  # fmt: skip
        villages = [session.merge(world.tenants[slug]) for slug in ("yunling", "shiqiao")]
        for text in (
            TaskText(TITLE, date(2026, 4, 30), position=1),
            TaskText("公开村务动态", date(2026, 6, 30), item_code="G01", position=2),
        ):
            actions.add_task(session, made, text, villages, actor_id=None)
        actions.issue_plan(session, made, on=ISSUED, actor_id=None)
        session.commit()
    return world


def shares(world, tenant=None):
    with world.session(tenant) as session:
        rows = session.execute(queries.shares_statement(world.township.id, 2026))
        return {(one.task.title, one.tenant): one for one in queries.shares_of(rows)}


def address_of(world, title, tenant):
    return f"/plans/shares/{shares(world)[title, tenant].share.id}"


def test_what_is_overdue_stands_first(plan):
    with plan.session() as session:
        task = session.scalars(select(PlanTask).where(PlanTask.title == TITLE)).one()
        task.position = 9
        session.flush()
        statement = queries.shares_statement(plan.township.id, 2026)
        rows = session.execute(queries.overdue_first(statement, TODAY))
        listed = [one.task.title for one in queries.shares_of(rows)]
    assert listed == [TITLE, TITLE, "公开村务动态", "公开村务动态"]


@pytest.mark.parametrize(
    ("finished", "due", "state", "late"),
    [
        (None, date(2026, 5, 19), ShareState.OVERDUE, 1),
        (None, TODAY, ShareState.SOON, 0),
        (None, date(2026, 5, 28), ShareState.GOING, 0),
        (date(2026, 5, 10), date(2026, 5, 1), ShareState.DONE, 9),
    ],
)
def test_share_stands_by_its_deadline(finished, due, state, late):
    assert state_of(finished, due, TODAY) is state
    assert days_over(finished, due, TODAY) == late


def test_supervisor_makes_and_issues_a_plan(world, browse_as):
    make_item(world)
    supervisor, drafter = browse_as("qingshan-supervisor"), browse_as("qingshan-yunling-drafter")
    supervisor.submit(
        "/plans/new", {"year": "2026", "title": "要点", "key_points": "一、规范\n二、监督"}
    )
    told = supervisor.submit("/plans/2026/issue", {"issued_on": "2026-03-01"}, expect=422)
    assert "先增加任务" in told.errors
    task = {"title": TITLE, "due_on": "2026-04-30", "villages": "y"}
    supervisor.submit("/plans/2026/tasks/new", task)
    drafter.get("/plans/2026", expect=404)
    supervisor.submit("/plans/2026/issue", {"issued_on": "2026-03-01"})
    page = supervisor.get("/plans/2026")
    assert "2 项任务已过完成时限" in page.text
    assert "逾期 20 天" in page.text
    assert "二、监督" in drafter.get("/plans/2026").text
    again = supervisor.submit("/plans/new", {"year": "2026", "title": "又一份"}, expect=422)
    assert "已有工作要点" in again.errors


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": "", "due_on": "2026-06-01", "villages": "y"}, "请填写任务"),
        ({"title": "任务", "due_on": "2026-02-01", "villages": "y"}, "不早于印发日期"),
        ({"title": "任务", "due_on": "明天", "villages": "y"}, "日期"),
        ({"title": "任务", "due_on": "2026-06-01"}, "至少选一个责任单位"),
    ],
)
def test_supervisor_is_told_what_a_task_lacks(plan, browse_as, typed, told):
    page = browse_as("qingshan-supervisor").submit("/plans/2026/tasks/new", typed, expect=422)
    assert told in page.errors


def test_drafter_reports_and_the_share_is_done_at_the_whole(plan, browse_as):
    drafter, path = browse_as("qingshan-yunling-drafter"), address_of(plan, TITLE, "云岭村")
    drafter.submit(f"{path}/report", {"progress": "40", "report": "正在制作", "owner": "张三"})
    assert "逾期" in drafter.get("/plans/2026").text
    drafter.submit(f"{path}/report", {"progress": "100", "report": "已经公布"})
    page = drafter.get(path)
    assert "迟 20 天" in page.text
    assert "张三" in page.text
    assert shares(plan)[TITLE, "云岭村"].share.done_on == TODAY
    assert shares(plan)[TITLE, "石桥村"].share.done_on is None
    for typed in ({"progress": "101", "report": "完"}, {"progress": "50", "report": ""}):
        drafter.submit(f"{path}/report", typed, expect=422)


def test_posting_since_the_issue_does_the_task_by_itself(plan, browse_as):
    item = "公开村务动态"
    make_posting(plan, "yunling", _item(plan), "published", at=BEFORE, title="印发以前")
    make_posting(plan, "yunling", _item(plan), "withdrawn", at=AFTER, title="撤下的")
    make_posting(plan, "yunling", _item(plan), "draft", title="草稿")
    assert shares(plan)[item, "云岭村"].progress == 0
    make_posting(plan, "yunling", _item(plan), "published", at=AFTER, title="印发以后")
    assert shares(plan)[item, "云岭村"].finished == date(2026, 4, 5)
    assert shares(plan)[item, "石桥村"].finished is None
    drafter, path = browse_as("qingshan-yunling-drafter"), address_of(plan, item, "云岭村")
    told = drafter.submit(f"{path}/report", {"progress": "100", "report": "完"}, expect=422)
    assert "自动完成" in told.errors
    page = browse_as("qingshan-supervisor").get("/plans/2026?state=done")
    assert "2026-04-05 完成" in page.text
    assert "石桥村 " not in page.select("main")[0].text_content().split("已完成")[-1]


def _item(world):
    return all_rows(world, CatalogueItem)[0]


def test_list_is_narrowed_and_says_when_nothing_is_left(plan, browse_as):
    supervisor = browse_as("qingshan-supervisor")
    tenant = plan.tenants["shiqiao"].id
    assert len(supervisor.get(f"/plans/2026?tenant={tenant}").select("tbody tr")) == 2
    assert len(supervisor.get("/plans/2026?state=overdue").select("tbody tr")) == 2
    assert len(supervisor.get("/plans/2026?text=动态&state=going").select("tbody tr")) == 2
    assert "没有符合条件的任务" in supervisor.get("/plans/2026?state=done").text
    assert "没有符合条件的任务" in supervisor.get("/plans/2026?text=没有").text


def test_supervisor_changes_who_shares_but_not_one_who_reported(plan, browse_as):
    supervisor, drafter = browse_as("qingshan-supervisor"), browse_as("qingshan-yunling-drafter")
    drafter.submit(f"{address_of(plan, TITLE, '云岭村')}/report", {"progress": "5", "report": "始"})
    task = shares(plan)[TITLE, "云岭村"].task.id
    own = address_of(plan, TITLE, "石桥村")
    supervisor.submit(f"{own}/edit", {"owner": "李四", "due_on": "2026-07-01"})
    office = str(plan.tenants["office"].id)
    path, typed = f"/plans/tasks/{task}/edit", {"tenants": [office], "due_on": "2026-05-31"}
    assert "已经报送过进展" in supervisor.submit(path, typed, expect=422).errors
    kept = [str(plan.tenants[slug].id) for slug in ("yunling", "shiqiao", "office")]
    supervisor.submit(path, {**typed, "tenants": kept})
    found = {
        name: one.share.due_on for (title, name), one in shares(plan).items() if title == TITLE
    }
    assert found == {
        "云岭村": date(2026, 5, 31), "石桥村": date(2026, 7, 1), "党政办公室": date(2026, 5, 31),
    }  # fmt: skip
    supervisor.submit(path, {**typed, "tenants": [kept[0], office]})
    assert (TITLE, "石桥村") not in shares(plan)


def test_tenant_sees_its_own_shares_alone(plan, neighbours, browse_as):
    drafter = browse_as("qingshan-yunling-drafter")
    page = drafter.get("/plans/2026")
    assert "云岭村" in page.text
    assert "石桥村" not in page.text
    drafter.get(address_of(plan, TITLE, "石桥村"), expect=404)
    drafter.get("/plans/new", expect=403)
    browse_as("qingshan-yunling-reviewer").get(
        f"{address_of(plan, TITLE, '云岭村')}/report", expect=403
    )
    browse_as("baishui-supervisor").get("/plans/2026", expect=404)
    browse_as("baishui-supervisor").get(address_of(plan, TITLE, "云岭村"), expect=404)


def test_tally_counts_what_the_seat_sees(plan):
    with plan.session() as session:
        whole = queries.tally(session, plan.township.id, 2026, TODAY)
    with plan.session("yunling") as session:
        own = queries.tally(session, plan.township.id, 2026, TODAY)
    assert (whole.total, whole.overdue, whole.going) == (4, 2, 2)
    assert (own.total, own.overdue, own.going) == (2, 1, 1)
    assert len(all_rows(plan, TaskShare)) == 4
    with plan.session() as session:
        found = queries.list_plans(session, Scope(plan.township.id))
        assert [type(one) for one in found] == [WorkPlan]


def test_form_filled_from_an_older_version_changes_nothing(plan, browse_as):
    supervisor, drafter = browse_as("qingshan-supervisor"), browse_as("qingshan-yunling-drafter")
    share = shares(plan)[TITLE, "云岭村"]
    task = {"title": "改了的任务", "due_on": "2026-05-30", "version": "1"}
    for path, typed, actor in (
        ("/plans/2026/edit", {"title": "改了的要点", "version": "1"}, supervisor),
        (f"/plans/tasks/{share.task.id}/edit", task, supervisor),
        (f"/plans/shares/{share.share.id}/edit", {"due_on": "2026-06-30"}, supervisor),
        (
            f"{address_of(plan, TITLE, '云岭村')}/report",
            {"progress": "9", "report": "进展"},
            drafter,
        ),
    ):
        told = actor.submit(path, {**typed, "version": "987"}, expect=422)
        assert "他人" in told.errors or "刷新" in told.errors
    assert shares(plan)[TITLE, "云岭村"].share.progress == 0
    supervisor.submit(f"/plans/tasks/{share.task.id}/edit", {"title": "改了的任务"})
