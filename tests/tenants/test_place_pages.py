"""The administrator's pages of tenants and settings, and the auditor's journal."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ogi.platform import clock
from ogi.platform.journal import JournalEntry, record
from ogi.tenants.journal_words import ACTION_NAMES, action_name, detail_text, subject_name
from ogi.tenants.models import Staff, Tenant, Township
from tests.support.factories import SHORT_CHAIN, World
from tests.support.pages import Browser

pytestmark = pytest.mark.slow

NEW = {
    "kind": "village",
    "name": "新桥村",
    "slug": "xinqiao",
    "active_from": "2026-01-01",
    "position": "9",
}


def test_administrator_adds_a_village(world: World, administrator: Browser):
    administrator.submit("tenants.add_tenant", NEW)
    page = administrator.follow()
    assert "已新增新桥村" in page.text
    assert "新桥村：缺起草、审核、发布" in page.text
    assert "xinqiao" in administrator.get("/tenants?text=新桥").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slug": "Xin Qiao"}, "网址简称用"),
        ({"slug": "yunling"}, "已被使用"),
        ({"name": "云岭村"}, "已被使用"),
        ({"name": "长" * 61}, "名称太长"),
        ({"kind": ""}, "请选一个类别"),
        ({"position": "x"}, ""),
        ({"active_from": ""}, "请填写启用日期"),
    ],
)
def test_administrator_is_told_what_is_wrong_with_a_tenant(
    world: World, administrator: Browser, wrong, said
):
    page = administrator.submit("tenants.add_tenant", NEW | wrong, expect=422)
    assert said in page.errors
    assert page.errors


def test_administrator_renames_and_closes_a_village(world: World, administrator: Browser):
    key = world.tenants["shiqiao"].id
    changed = {"name": "大石桥村", "position": "0", "active_to": "2016-01-01"}
    page = administrator.submit("tenants.edit_tenant", changed, tenant_id=key, expect=422)
    assert "不能早于启用日期" in page.errors
    yesterday = clock.today() - timedelta(days=1)
    administrator.submit(
        "tenants.edit_tenant", changed | {"active_to": str(yesterday)}, tenant_id=key
    )
    assert "已停用" in administrator.follow().text
    with world.session() as session:
        tenant = session.get(Tenant, key)
        assert (tenant.name, tenant.slug, tenant.board_version) == ("大石桥村", "shiqiao", 1)
    assert "大石桥村" not in administrator.get("/tenants?kind=office").text


def test_tenant_cannot_be_moved_or_renumbered_by_extra_fields(world: World, administrator: Browser):
    key = world.tenants["shiqiao"].id
    forged = {"township_id": "999", "slug": "other", "kind": "office", "id": "1"}
    administrator.submit("tenants.edit_tenant", {"name": "石桥村"} | forged, tenant_id=key)
    with world.session() as session:
        tenant = session.get(Tenant, key)
        assert (tenant.slug, tenant.kind, tenant.township_id) == (
            "shiqiao",
            "village",
            world.township.id,
        )


def test_administrator_changes_the_settings(world: World, administrator: Browser):
    chosen = {"index_pattern": "{region}-{tenant}{serial}", "soon_days": "10"}
    page = administrator.submit("/settings", chosen, expect=422)
    assert "有不认识的部分" in page.errors
    chosen = {"index_pattern": "{township}{tenant}-{year}-{serial:05d}", "hotline": " 12345 "}
    administrator.submit("/settings", chosen | {"soon_days": "10", "show_missing": None})
    page = administrator.follow()
    assert f"qingshanyunling-{clock.today().year}-00012" in page.text
    with world.session() as session:
        kept = session.get(Township, world.township.id).settings
    assert (kept["hotline"], kept["soon_days"], kept["show_missing"]) == ("12345", 10, False)


def test_administrator_sees_an_example_before_saving(world: World, administrator: Browser):
    pattern = "{tenant}/{serial:03d}"
    page = administrator.submit("/settings", {"index_pattern": pattern, "preview": "1"}, expect=200)
    assert "yunling/012" in page.text
    assert pattern in page.html
    with world.session() as session:
        assert session.get(Township, world.township.id).settings == SHORT_CHAIN
    wrong = {"index_pattern": "{tenant}", "preview": "1"}
    assert "格式有误" in administrator.submit("/settings", wrong, expect=422).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"soon_days": "0"}, "1 到 60"),
        ({"report_due_month": "2", "report_due_day": "30"}, "没有2月30日"),
        ({"region_code": "12"}, "6 到 12 位数字"),
        ({"index_pattern": ""}, "请填写索引号格式"),
        ({"index_pattern": "{tenant} {serial}"}, "只能用"),
        ({"index_pattern": "{tenant.slug}{serial}"}, "有不认识的部分"),
    ],
)
def test_settings_that_cannot_work_are_refused(world: World, administrator: Browser, wrong, said):
    assert said in administrator.submit("/settings", wrong, expect=422).errors


def test_the_chain_is_kept_when_other_choices_change(world: World, administrator: Browser):
    chosen = {"step_finance": ["committee", "filing"], "step_party": [], "step_affairs": []}
    administrator.submit("/settings/chain", chosen)
    administrator.submit("/settings", {"hotline": "12345", "kept_phones": "0571-12345678"})
    with world.session() as session:
        kept = session.get(Township, world.township.id).settings
    assert kept["chain_finance"] == "review,committee,filing"
    assert (kept["chain_party"], kept["hotline"]) == ("review", "12345")
    assert kept["kept_phones"] == "0571-12345678"


def test_the_chain_page_says_who_is_missing(world: World, administrator: Browser):
    assert "没有人" not in administrator.get("/settings/chain").text
    administrator.submit("/settings/chain", {"step_party": ["secrecy"]})
    with world.session() as session:
        for person in session.scalars(select(Staff)):
            if person.username.endswith(("yunling-secrecy", "secrecy_officer")):
                person.active = False
        session.commit()
    page = administrator.get("/settings/chain")
    assert "云岭村缺保密审查" in page.text
    assert "石桥村缺" not in page.text


@pytest.fixture
def acts(world: World) -> None:
    """Forty acts of the supervisor and one of nobody."""
    with world.session() as session:
        person = session.scalars(select(Staff).where(Staff.username == "qingshan-supervisor")).one()
        for number in range(40):
            record(session, person.id, "item.added", person, code=f"G{number:02d}")
        record(session, None, "unheard.of", person, reason="=1+1")
        session.commit()


def test_auditor_reads_the_journal_page_by_page(world: World, acts, auditor: Browser):
    page = auditor.get("/journal")
    assert "unheard.of" in page.text
    assert "系统" in page.text
    assert "下一页" in page.text
    assert "编号：G01" in auditor.get("/journal?page=2").text


def test_auditor_narrows_the_journal(world: World, acts, auditor: Browser):
    with world.session() as session:
        key = session.scalars(select(Staff.id).where(Staff.username == "qingshan-supervisor")).one()
    page = auditor.get(f"/journal?action=item.added&actor={key}")
    assert "新增事项" in page.text
    assert "理由" not in page.text
    today, yesterday = clock.today(), clock.today() - timedelta(days=1)
    assert "编号：G" in auditor.get(f"/journal?since={today}&until={today}").text
    assert "编号：G" not in auditor.get(f"/journal?until={yesterday}").text
    assert "没有符合条件的记录" in auditor.get(f"/journal?since={today}&until={yesterday}").text
    assert "筛选条件有误" in auditor.get("/journal?since=oops&actor=999999").text


def test_auditor_takes_the_journal_away_as_a_table(world: World, acts, auditor: Browser):
    page = auditor.get("/journal/export.csv?action=unheard.of")
    rows = list(csv.reader(io.StringIO(page.data.decode("utf-8-sig"))))
    assert rows[0] == ["时间", "人员", "操作", "对象", "内容"]
    assert len(rows) == 2
    assert rows[1][1:3] == ["系统", "unheard.of"]
    with world.session() as session:
        total = session.scalar(select(func.count()).select_from(JournalEntry))
    everything = auditor.get("/journal/export.csv").data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(everything)))) == total + 1


def test_auditor_sees_who_signed_in_and_out(world: World, auditor: Browser, enter):
    enter("qingshan-supervisor").submit("/sign-out")
    enter("qingshan-inspector")
    page = auditor.get("/journal/sign-ins")
    rows = [row.text_content() for row in page.select("tbody tr")]
    assert len(rows) == 3
    assert "青山镇inspector" in rows[0]
    assert "在用" in rows[0]
    assert "在用" not in rows[1]


def test_only_the_auditor_reads_the_journal(world: World, administrator: Browser, enter):
    administrator.get("/journal/sign-ins", expect=403)
    administrator.get("/journal", expect=403)
    enter("qingshan-supervisor").get("/journal/export.csv", expect=403)


def test_acts_of_every_room_have_words(sources: dict[str, str]):
    named = set()
    for source in sources.values():
        for call in re.findall(r"(?:record|_touch)\(([^)]{0,160})", source, re.DOTALL):
            named |= set(re.findall(r'"([a-z_]+\.[a-z_]+)"', call))
    assert {"post.given", "report.issued", "item.added"} <= named
    assert named <= set(ACTION_NAMES)


def test_words_of_the_journal():
    assert action_name("posting.published") == "发布"
    assert subject_name("postings", 7) == "公开事项 7"
    assert subject_name("new_table", None) == "new_table"
    said = {"role": "drafter", "fields": ["a", "b"], "x": "", "works": True, "staff_id": 3}
    assert detail_text(said) == "岗位：起草；改动：a、b；上班：是"
    assert detail_text({"disposition": "waived", "rows": 3}) == "原登记：免报；导入行数：3"
