"""The leading group, the duty roster, vacant posts and the notice."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select

from ogi.audits.duties import actions, queries
from ogi.audits.duties.actions import Person
from ogi.audits.duties.models import GroupMember, TenantLeader
from ogi.platform.errors import RuleBroken
from ogi.tenants.models import Post, Tenant
from tests.support.factories import FULL_CHAIN
from tests.support.rows import all_rows

TODAY = date(2026, 5, 20)
SPRING = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(f"{TODAY}T01:00:00Z", tick=False):
        yield


@pytest.fixture
def group(world):
    """A head, a deputy and somebody of the office since March."""
    with world.session() as session:
        for part, name, title in (
            ("head", "王建国", "镇党委书记"),
            ("deputy", "李芳", "镇长"),
            ("office", "赵敏", "党政办主任"),
        ):
            actions.appoint(session, world.township.id, Person(name, title), part=part,
                            since=SPRING, actor_id=None)  # fmt: skip
        session.commit()
    return world


def member(world, name):
    return next(one for one in all_rows(world, GroupMember) if one.name == name)


def vacate(world, tenant, role):
    with world.session() as session:
        post = session.scalars(
            select(Post).where(Post.tenant_id == world.tenants[tenant].id, Post.role == role)
        ).one()
        post.until = date(2026, 4, 30)
        session.commit()


def test_supervisor_names_a_successor_and_the_past_stays(group, browse_as):
    supervisor, head = browse_as("qingshan-supervisor"), member(group, "王建国")
    path = f"/duties/members/{head.id}/successor"
    supervisor.submit(path, {"name": "陈志明", "title": "镇党委书记", "since": "2026-05-10"})
    page = supervisor.follow()
    assert "陈志明" in page.text
    assert "王建国" not in page.text
    assert "王建国" in supervisor.get("/duties?on=2026-05-09").text
    assert "2026-05-09" in supervisor.get("/duties/history").text
    assert member(group, "王建国").until == date(2026, 5, 9)
    supervisor.get("/staff")
    told = supervisor.submit(path, {"name": "周平", "since": "2026-06-01"}, expect=422)
    assert "已在 2026-05-09 结束" in told.errors


def test_supervisor_is_told_that_there_is_one_head(group, browse_as):
    supervisor = browse_as("qingshan-supervisor")
    typed = {"part": "head", "name": "周平", "since": "2026-05-20"}
    page = supervisor.submit("/duties/members/new", typed, expect=422)
    assert "组长只有一人" in page.errors
    supervisor.submit("/duties/members/new", {**typed, "part": "member"})
    assert member(group, "周平").part == "member"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "", "since": "2026-05-20"}, "请填写姓名"),
        ({"name": "周" * 21, "since": "2026-05-20"}, "太长"),
        ({"name": "周平", "since": "五月"}, "日期"),
        ({"name": "周平", "since": "2026-03-01"}, "要晚于"),
    ],
)
def test_supervisor_is_told_what_is_wrong_with_a_successor(group, browse_as, typed, told):
    path = f"/duties/members/{member(group, '李芳').id}/successor"
    page = browse_as("qingshan-supervisor").submit(path, typed, expect=422)
    assert told in page.errors
    assert member(group, "李芳").until is None


def test_term_does_not_end_before_it_began(group):
    with group.session() as session:
        found = queries.get_member(session, group.township.id, member(group, "李芳").id)
        with pytest.raises(RuleBroken, match="不能早于"):
            actions.dismiss(session, found, last=date(2026, 2, 1), actor_id=None)


def test_supervisor_names_a_tenants_leader_and_the_next(group, browse_as):
    supervisor, tenant = browse_as("qingshan-supervisor"), group.tenants["yunling"].id
    path = f"/duties/tenants/{tenant}/leader"
    supervisor.submit(path, {"name": "孙涛", "title": "副镇长", "since": "2026-03-01"})
    supervisor.submit(path, {"name": "钱伟", "title": "副镇长", "since": "2026-05-01"})
    terms = {one.name: one.until for one in all_rows(group, TenantLeader)}
    assert terms == {"孙涛": date(2026, 4, 30), "钱伟": None}
    assert "钱伟" in supervisor.get("/duties").text
    assert "孙涛" in supervisor.get("/duties?on=2026-04-01").text
    supervisor.submit(f"{path}/end", {"until": "2026-05-19"})
    assert "记录保留" in supervisor.follow().text
    early = {"name": "吴刚", "since": "2026-05-19"}
    assert "到 2026-05-19 为止" in supervisor.submit(path, early, expect=422).errors
    assert "钱伟" not in supervisor.get("/duties").text
    assert "钱伟" in supervisor.get("/duties/history?list=leaders").text


def test_vacant_post_is_told_in_the_roster_and_on_the_checklist(group, browse_as):
    vacate(group, "yunling", "reviewer")
    vacate(group, "shiqiao", "secrecy")
    supervisor = browse_as("qingshan-supervisor")
    assert "云岭村：缺审核" in supervisor.get("/duties").text
    assert "1 个单位有岗位空缺" in supervisor.get("/checklist").text
    assert "岗位空缺" not in supervisor.get("/checklist?as_of=2026-04-01").text
    assert "岗位空缺" not in browse_as("qingshan-yunling-drafter").get("/checklist").text


def test_vacancy_follows_the_chains_that_the_township_chose(group):
    vacate(group, "yunling", "committee")
    vacate(group, "finance", "secrecy")
    township = group.township.id

    def lacking():
        with group.session() as session:
            lines = queries.list_gaps(session, township, TODAY)
            return {line.tenant.slug: [str(role) for role in line.lacking] for line in lines}

    assert lacking() == {}
    group.choose(FULL_CHAIN)
    # whoever reviews for secrecy in the whole township stands in for the finance office's own
    assert lacking() == {"yunling": ["committee"]}


def test_roster_is_narrowed_to_names_and_gaps(group, browse_as):
    vacate(group, "yunling", "reviewer")
    supervisor = browse_as("qingshan-supervisor")
    page = supervisor.get("/duties?text=石桥")
    assert "石桥村起草员" in page.text
    assert "云岭村起草员" not in page.text
    assert "没有符合条件的单位" in supervisor.get("/duties?text=没有这个").text
    supervisor.get("/duties?on=昨天", expect=400)


def test_notice_is_a_letter_with_the_roster_annexed(group, browse_as):
    vacate(group, "yunling", "reviewer")
    supervisor = browse_as("qingshan-supervisor")
    page = supervisor.get("/duties/notice?number=青政发〔2026〕3号&issued_on=2026-05-18")
    assert "关于成立政务公开工作领导小组的通知" in page.text
    link = next(link for link in page.links if "notice.pdf" in link)
    answer = supervisor.client.get(link)
    pages = [one.extract_text() for one in PdfReader(BytesIO(answer.data)).pages]
    text = "".join(pages).replace("\n", "")
    for word in ("青政发〔2026〕3号", "王建国", "镇党委书记", "李　芳", "2026年5月18日"):
        assert word in text
    assert "附件" in pages[-1]
    assert "（空缺）" in pages[-1]
    with group.session() as session:
        found = queries.get_member(session, group.township.id, member(group, "王建国").id)
        actions.succeed(session, found, Person("陈志明"), since=TODAY, actor_id=None)
        session.commit()
    assert "关于调整政务公开工作领导小组成员的通知" in supervisor.get("/duties/notice").text


def test_inspector_reads_and_does_not_change(group, browse_as):
    inspector = browse_as("qingshan-inspector")
    page = inspector.get("/duties")
    assert "王建国" in page.text
    assert not [link for link in page.links if "/new" in link or "/members/" in link]
    inspector.get("/duties/members/new", expect=403)
    browse_as("qingshan-yunling-drafter").get("/duties", expect=403)


def test_neighbour_is_not_in_the_roster(group, neighbours, browse_as):
    head = member(group, "王建国").id
    stranger = browse_as("baishui-supervisor")
    assert "王建国" not in stranger.get("/duties").text
    stranger.get(f"/duties/members/{head}/edit", expect=404)
    stranger.get(f"/duties/tenants/{group.tenants['yunling'].id}/leader", expect=404)


def test_roster_costs_the_same_for_more_tenants(group):
    with group.session() as session:
        lines = queries.list_roster(session, group.township.id, TODAY)
        assert [line.tenant.name for line in lines] == list(
            session.scalars(select(Tenant.name).order_by(Tenant.position))
        )
        assert [one.name for one in lines[2].holders["drafter"]] == ["云岭村起草员"]
