"""Many tenants or people at once: looked at first, nothing by halves, no password in the file."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ogi.platform.journal import JournalEntry
from ogi.platform.tabular import Column, Page, read_book, write_docx
from ogi.tenants.models import Post, Staff, Tenant
from tests.support.factories import make_staffed_township
from tests.support.pages import Browser
from tests.support.rows import all_rows

pytestmark = pytest.mark.once

PEOPLE = (
    "姓名,用户名,电话,单位,岗位,开始日期,结束日期\n"
    "张三,zhang.san,0571-1234,云岭村,起草,,\n"
    "张三,zhang.san,,石桥村,审核,,\n"
    "李四,li.si,,青山镇,检查,,\n"
    "王五,wang.wu,,,,,\n"
)
UNITS = "名称,类别,网址简称,排列次序,监督电话,启用日期\n新桥村,村,xinqiao,,0571-1,2026-01-01\n"


@pytest.fixture
def administrator(world, browse_as) -> Browser:
    return browse_as("qingshan-administrator")


def look(browser: Browser, subject: str, data: str | bytes, name: str = "表.csv", expect=200):
    sent = data.encode() if isinstance(data, str) else data
    return browser.submit(f"/{subject}/import", {"upload": (BytesIO(sent), name)}, expect=expect)


def take(browser: Browser, subject: str, choice: str = "all", expect: int = 303):
    return browser.submit(f"/{subject}/import/confirm", {"choice": choice}, expect=expect)


def held(world, username: str) -> list[tuple[str | None, str]]:
    wanted = select(Staff).where(Staff.username == username)
    with world.session() as session:
        person = session.scalars(wanted).one()
        names = {tenant.id: tenant.name for tenant in session.scalars(select(Tenant))}
        return [(names.get(post.tenant_id), post.role) for post in person.posts]


def test_people_are_added_with_posts_and_passwords_shown_once(world, administrator, app):
    page = look(administrator, "staff", PEOPLE)
    assert "还没有导入" in page.text
    assert "导入全部 4 行" in page.text
    before = len(all_rows(world, Staff))
    page = take(administrator, "staff", expect=200)
    assert len(all_rows(world, Staff)) == before + 3
    assert held(world, "zhang.san") == [("云岭村", "drafter"), ("石桥村", "reviewer")]
    assert held(world, "li.si") == [(None, "inspector")]
    assert held(world, "wang.wu") == []
    passwords = re.findall(r"<code>([a-z0-9]{14})</code>", page.html)
    assert len(set(passwords)) == 3
    assert "no-store" in page.headers["Cache-Control"]
    person = Browser(app)
    person.sign_in("zhang.san", passwords[0])
    person.get("/home", expect=303)
    assert person.page.location.endswith("/password")
    kept = " ".join(f"{entry.detail}" for entry in all_rows(world, JournalEntry))
    assert not any(word in kept for word in passwords)
    assert "staff.imported" in {entry.action for entry in all_rows(world, JournalEntry)}


def test_file_sent_twice_adds_nobody_twice(world, administrator):
    look(administrator, "staff", PEOPLE)
    take(administrator, "staff", expect=200)
    before = len(all_rows(world, Post))
    page = look(administrator, "staff", PEOPLE)
    assert "张三已有，不作改动" in page.text
    assert page.form_for("/staff/import/confirm") is None
    assert len(all_rows(world, Post)) == before


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("张三,zhang.san,,没有村,起草,,", "没有名为“没有村”的在用单位"),
        ("张三,zhang.san,,,起草,,", "请选一个单位"),
        ("张三,zhang.san,,云岭村,督查,,", "请不要选单位"),
        ("张三,zhang.san,,云岭村,村长,,", "不在可选范围内"),
        ("张三,zhang.san,,云岭村,,,", "填了单位就要填岗位"),
        ("张三,Zhang,,云岭村,起草,,", "用户名用 3 到 40 个"),
        ("张三,zhang.san,,云岭村,起草,2020-01-01,", "不能早于今天"),
        ("张三,zhang.san,,云岭村,起草,2099-01-02,2099-01-01", "结束日期不能早于开始日期"),
        ("张三,qingshan-yunling-drafter,,云岭村,起草,,", "的，请核对"),
        ("张三,baihe-supervisor,,云岭村,起草,,", "用户名“baihe-supervisor”已有人使用"),
        (",zhang.san,,云岭村,起草,,", "必须填写"),
    ],
)
def test_each_fault_of_a_person_is_told(world, administrator, row, words):
    make_staffed_township(world.engine, "baihe", "白河镇")
    before = len(all_rows(world, Staff))
    page = look(administrator, "staff", PEOPLE.splitlines()[0] + "\n" + row + "\n")
    assert words in page.text
    assert page.form_for("/staff/import/confirm") is None
    assert len(all_rows(world, Staff)) == before


def test_one_person_cannot_hold_two_of_the_three_posts_by_one_file(administrator):
    rows = "甲,jia.yi,,云岭村,起草,,\n甲,jia.yi,,云岭村,发布,,\n"
    page = look(administrator, "staff", PEOPLE.splitlines()[0] + "\n" + rows)
    assert "分别担任" in page.text
    assert "只导入没有问题的 1 行" in page.text


@pytest.mark.parametrize("head", ["密码", "初始口令", "Password"])
def test_column_of_passwords_is_refused(world, administrator, head):
    lines = [f"{line},geheim-123" for line in PEOPLE.splitlines()]
    lines[0] = PEOPLE.splitlines()[0] + f",{head}"
    page = look(administrator, "staff", "\n".join(lines))
    assert "表里不能有密码" in page.text
    assert "geheim-123" not in page.text
    assert page.form_for("/staff/import/confirm") is None


def test_too_many_accounts_at_once_are_refused(administrator):
    rows = "".join(f"人{n},ren{n:03},,,,,\n" for n in range(201))
    page = look(administrator, "staff", PEOPLE.splitlines()[0] + "\n" + rows)
    assert "一次最多新增 200 个账号" in page.text
    assert page.form_for("/staff/import/confirm") is None


def test_export_comes_back_as_nothing_to_do(administrator):
    for form in ("xlsx", "docx"):
        data = administrator.client.get(f"/staff/export.{form}").data
        page = look(administrator, "staff", data, f"表.{form}")
        assert "处需要改正" in page.text
        assert page.form_for("/staff/import/confirm") is None
        assert "没有可以新增的行" in page.text
        data = administrator.client.get(f"/tenants/export.{form}").data
        page = look(administrator, "tenants", data, f"表.{form}")
        assert "“云岭村”已有，不作改动" in page.text
        assert "没有可以新增的行" in page.text


def test_tenants_are_added_and_owe_from_that_day(world, administrator):
    page = look(administrator, "tenants", UNITS)
    assert "新桥村" in page.text
    take(administrator, "tenants")
    assert "已新增 1 个单位" in administrator.follow().text
    (tenant,) = (one for one in all_rows(world, Tenant) if one.slug == "xinqiao")
    assert (tenant.name, tenant.kind, tenant.hotline) == ("新桥村", "village", "0571-1")
    assert tenant.position > max(
        one.position for one in all_rows(world, Tenant) if one.slug != "xinqiao"
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("新桥村,村,yunling,,,", "网址简称“yunling”已由云岭村使用"),
        ("云岭村,村,xinqiao,,,", "名称“云岭村”已被使用"),
        ("新桥村,乡,xinqiao,,,", "不在可选范围内"),
        ("新桥村,村,新桥,,,", "网址简称用小写字母"),
        ("新桥村,村,xinqiao,-1,,", "请填 0 到 9999 的数字"),
        ("新桥村,村,xinqiao,,,2026-02-30", "不是真实存在的日期"),
    ],
)
def test_each_fault_of_a_tenant_is_told(administrator, row, words):
    page = look(administrator, "tenants", UNITS.splitlines()[0] + "\n" + row + "\n")
    assert words in page.text
    assert page.form_for("/tenants/import/confirm") is None


def test_word_table_of_tenants_is_taken_and_faults_come_back_as_remarks(administrator):
    columns = [Column(title) for title in UNITS.splitlines()[0].split(",")]
    rows = [("新桥村", "村", "xinqiao", "", "", ""), ("旧桥村", "乡", "jiuqiao", "", "", "")]
    data = write_docx("单位", [], [Page("单位", columns, rows)], made_on=date(2026, 5, 1))
    page = look(administrator, "tenants", data, "单位.docx")
    link = next(link for link in page.links if "remarks" in link)
    sheet = load_workbook(BytesIO(administrator.client.get(link).data)).active
    assert "不在可选范围内" in sheet.cell(3, 7).value
    take(administrator, "tenants", "sound")
    assert "已新增 1 个单位" in administrator.follow().text


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_templates_open_and_carry_the_columns_that_are_read(administrator, form):
    for subject in ("staff", "tenants"):
        data = administrator.client.get(f"/{subject}/import/template.{form}").data
        heads = read_book(data).sheets[0].rows[0].values
        assert "账号" not in heads
        assert "停用日期" not in heads
        page = look(administrator, subject, data, f"模板.{form}")
        assert "表里没有数据行" in page.text
    page = administrator.get("/staff/import")
    assert f"/staff/import/template.{form}" in page.links


@pytest.mark.parametrize("subject", ["staff", "tenants"])
def test_only_the_administrator_brings_in(world, browse_as, subject):
    supervisor = browse_as("qingshan-supervisor")
    supervisor.get(f"/{subject}/import", expect=403)
    assert supervisor.client.get(f"/{subject}/import/template.xlsx").status_code == 403


def test_file_of_one_is_nothing_for_another(world, administrator, browse_as, app):
    page = look(administrator, "staff", PEOPLE)
    token = page.form_for("/staff/import/confirm").fields["token"]
    make_staffed_township(world.engine, "baihe", "白河镇")
    other = browse_as("baihe-administrator")
    assert other.client.get(f"/staff/import/remarks.xlsx?token={token}").status_code == 404
    assert (
        administrator.client.get("/tenants/import/remarks.xlsx?token=" + token).status_code == 404
    )
