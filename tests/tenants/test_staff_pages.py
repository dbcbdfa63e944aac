"""The administrator's pages of people and posts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ogi.platform import clock
from ogi.tenants.models import Post, Staff
from tests.support.factories import PASSWORD, World, make_staffed_township
from tests.support.pages import Browser
from tests.support.rows import all_rows

pytestmark = pytest.mark.slow

NEW = {"name": "李梅", "username": "li.mei", "phone": "0571-1"}


def key_of(world: World, username: str) -> int:
    with world.session() as session:
        return session.scalars(select(Staff.id).where(Staff.username == username)).one()


def made_password(browser: Browser) -> str:
    return browser.page.select("p.made-password code")[0].text


def test_administrator_adds_a_person_who_must_change_the_made_password(
    world: World, administrator: Browser, enter
):
    page = administrator.submit("tenants.add_staff", NEW, expect=200)
    password = made_password(administrator)
    assert "只显示这一次" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert password not in administrator.get(f"/staff/{key_of(world, 'li.mei')}").html
    newcomer = enter("li.mei", password)
    assert newcomer.get("/me", expect=303).location == "/me/password"
    newcomer.submit("/me/password", {"old": password, "password": "a-fresh-word-7"})
    assert enter("li.mei", "a-fresh-word-7").get("/me").h1 == "我的"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "LiMei"}, "用户名用"),
        ({"username": ""}, "请填写用户名"),
        ({"name": " "}, "请填写"),
        ({"username": "qingshan-auditor"}, "已有人使用"),
    ],
)
def test_administrator_is_told_what_is_wrong_with_a_new_person(
    world: World, administrator: Browser, wrong, said
):
    page = administrator.submit("tenants.add_staff", NEW | wrong, expect=422)
    assert said in page.errors
    assert 'value="0571-1"' in page.html


def test_username_of_another_township_is_taken_and_nothing_more_is_told(
    app, world: World, administrator: Browser
):
    make_staffed_township(app.extensions["ogi_engine"], "baihe", "白河镇")
    taken = {"username": "baihe-auditor"}
    page = administrator.submit("tenants.add_staff", NEW | taken, expect=422)
    assert "已有人使用" in page.errors
    assert "白河镇" not in page.text


def test_administrator_gives_and_ends_a_post(world: World, administrator: Browser, enter):
    administrator.submit("tenants.add_staff", NEW, expect=200)
    password, key = made_password(administrator), key_of(world, "li.mei")
    given = {"role": "drafter", "tenant": str(world.tenants["shiqiao"].id)}
    administrator.submit("tenants.give_post", given, staff_id=key)
    page = administrator.follow()
    assert "石桥村" in page.text
    post = next(post for post in all_rows(world, Post) if post.staff_id == key)
    question = administrator.get("tenants.end_post", post_id=post.id)
    assert "免去李梅的岗位" in question.h1
    administrator.submit("tenants.end_post", post_id=post.id)
    assert "已免去" in administrator.follow().text
    assert key not in {post.staff_id for post in all_rows(world, Post)}
    newcomer = enter("li.mei", password)
    newcomer.submit("/me/password", {"old": password, "password": "a-fresh-word-7"})
    assert "没有岗位" in enter("li.mei", "a-fresh-word-7").get("/me").text


def test_administrator_cannot_give_two_of_the_three_posts_to_one_person(
    world: World, administrator: Browser
):
    key = key_of(world, "qingshan-yunling-drafter")
    given = {"role": "reviewer", "tenant": str(world.tenants["yunling"].id)}
    page = administrator.submit("tenants.give_post", given, staff_id=key, expect=422)
    assert "须由几人分别担任" in page.errors


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"role": "drafter", "tenant": ""}, "请选一个单位"),
        ({"role": "supervisor", "tenant": "office"}, "请不要选单位"),
        ({"role": "supervisor", "tenant": "", "since": "2020-01-01"}, "不能早于今天"),
        ({"role": "supervisor", "tenant": "", "until": "2020-01-01"}, "不能早于开始日期"),
        ({"role": "", "tenant": ""}, "请选一个岗位"),
        ({"role": "auditor", "tenant": ""}, "两人分别担任"),
    ],
)
def test_administrator_is_told_what_is_wrong_with_a_post(
    world: World, administrator: Browser, given, said
):
    if given["tenant"]:
        given = given | {"tenant": str(world.tenants[given["tenant"]].id)}
    key = key_of(world, "qingshan-administrator")
    page = administrator.submit("tenants.give_post", given, staff_id=key, expect=422)
    assert said in page.errors


def test_ended_post_stays_in_the_history_and_cannot_end_again(world: World, administrator: Browser):
    person = world.people["qingshan-yunling-drafter"]
    post = next(post for post in all_rows(world, Post) if post.staff_id == person.id)
    administrator.submit("tenants.end_post", post_id=post.id)
    yesterday = clock.today() - timedelta(days=1)
    assert yesterday.isoformat() in administrator.get(f"/staff/{person.id}").text
    page = administrator.submit("tenants.end_post", post_id=post.id, expect=422)
    assert "已经结束" in page.errors


def test_vacant_posts_are_told_on_the_list(world: World, administrator: Browser):
    assert "岗位空缺" not in administrator.get("/staff").text
    person = world.people["qingshan-yunling-reviewer"]
    administrator.submit("tenants.staff_access", staff_id=person.id)
    page = administrator.get("/staff")
    assert "云岭村：缺审核" in page.text


def test_list_is_narrowed_by_words_and_by_tenant(world: World, administrator: Browser):
    assert "石桥村起草员" in administrator.get("/staff").text
    page = administrator.get("/staff?text=云岭")
    assert "云岭村审核员" in page.text
    assert "石桥村起草员" not in page.text
    page = administrator.get(f"/staff?tenant={world.tenants['shiqiao'].id}")
    assert "石桥村起草员" in page.text
    assert "云岭村审核员" not in page.text
    assert "没有符合条件的人员" in administrator.get("/staff?text=%25").text
    administrator.get("/staff?tenant=999999&page=7")


def test_stopped_person_is_out_at_once_and_can_be_restored(
    world: World, administrator: Browser, enter
):
    drafter = enter("qingshan-yunling-drafter")
    drafter.get("/me")
    key = world.people["qingshan-yunling-drafter"].id
    assert "停用" in administrator.get("tenants.staff_access", staff_id=key).h1
    administrator.submit("tenants.staff_access", staff_id=key)
    assert "/sign-in" in drafter.get("/me", expect=303).location
    drafter.submit(
        "/sign-in", {"username": "qingshan-yunling-drafter", "password": PASSWORD}, expect=422
    )
    administrator.submit("tenants.staff_access", staff_id=key)
    assert enter("qingshan-yunling-drafter").get("/me").h1 == "我的"


def test_last_administrator_stays(world: World, administrator: Browser):
    key = world.people["qingshan-administrator"].id
    page = administrator.submit("tenants.staff_access", staff_id=key, expect=422)
    assert "至少要留一名系统管理员" in page.errors
    post = next(post for post in all_rows(world, Post) if post.role == "administrator")
    page = administrator.submit("tenants.end_post", post_id=post.id, expect=422)
    assert "至少要留一名系统管理员" in page.errors


def test_reset_password_ends_the_old_one(world: World, administrator: Browser, enter):
    drafter = enter("qingshan-yunling-drafter")
    key = world.people["qingshan-yunling-drafter"].id
    assert "重置" in administrator.get("tenants.reset_password", staff_id=key).h1
    administrator.submit("tenants.reset_password", staff_id=key, expect=200)
    assert "/sign-in" in drafter.get("/me", expect=303).location
    anew = enter("qingshan-yunling-drafter", made_password(administrator))
    assert anew.get("/me", expect=303).location == "/me/password"


def test_administrator_corrects_a_name(world: World, administrator: Browser):
    key = world.people["qingshan-yunling-drafter"].id
    administrator.submit("tenants.edit_staff", {"name": "王强"}, staff_id=key)
    assert administrator.follow().h1 == "王强"
    administrator.submit("tenants.edit_staff", {"name": ""}, staff_id=key, expect=422)


def test_auditor_reads_people_and_changes_nothing(world: World, auditor: Browser):
    key = world.people["qingshan-yunling-drafter"].id
    assert "新增人员" not in auditor.get("/staff").text
    assert "重置密码" not in auditor.get(f"/staff/{key}").text
    for path in ("/staff/new", f"/staff/{key}/edit", f"/staff/{key}/password"):
        auditor.get(path, expect=403)
