"""A visit without a connection: recorded, opened again, sent once; nothing lost, nobody else's."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from ogi.audits.inspections.models import Visit
from ogi.platform import clock
from tests.audits.inspections.visited import Round, hang_sheet, make_round
from tests.support.chromium import PHONE, assert_accessible
from tests.support.factories import PASSWORD
from tests.support.photos import make_photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("OGI_SHOTS", "")
UNSENT = "section.visit-unsent"


@pytest.fixture(autouse=True)
def _fixed_day():
    """Leave the clock alone: the browser has its own, and the two have to agree."""


@pytest.fixture
def going(world) -> Round:
    today = clock.today()
    made = make_round(world, starts_on=today, ends_on=today + timedelta(days=7))
    hang_sheet(made)
    return made


def sign_in(page: Page, url: str, person: str = "qingshan-inspector") -> None:
    page.goto(f"{url}/sign-in")
    page.get_by_label("用户名").fill(person)
    page.get_by_label("密码").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()


def open_visit(page: Page, url: str, going: Round, board: str = "affairs") -> None:
    page.goto(f"{url}{going.path}?board={board}")
    expect(page.locator("[data-ready]")).to_contain_text("没有网络也能打开")


def record_fault(page: Page, going: Round, photos: int = 2, words: str = "右下角空着") -> None:
    card = page.locator(f"#indicator-{going.asked['blank'].id}")
    card.get_by_label("有问题").check()
    card.get_by_label("问题数").fill("2")
    card.get_by_label("说明").fill(words)
    for number in range(photos):
        data = make_photo(colour=("red", "blue")[number % 2], size=(640, 480))
        card.get_by_label("照片", exact=False).first.set_input_files(
            {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": data}
        )
        expect(card.locator("[data-chosen] img")).to_have_count(number + 1)
    card.get_by_role("button", name="保存这一项").click()


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def wait_for_silence(page: Page) -> None:
    expect(page.locator("[data-told]")).to_contain_text("全部已发送", timeout=60_000)


def test_a_visit_offline_is_kept_and_sent_once(app: Flask, going, phone, live_url):
    sign_in(phone, live_url)
    open_visit(phone, live_url, going)
    context = phone.context
    context.set_offline(True)
    record_fault(phone, going)
    expect(phone.locator(UNSENT)).to_contain_text("还有 1 条记录、2 张照片没有发送")
    expect(phone.locator(UNSENT)).to_contain_text("现在没有网络")
    phone.reload()
    card = phone.locator(f"#indicator-{going.asked['blank'].id}")
    expect(card.locator("[data-state]")).to_contain_text("有问题 2 处：右下角空着")
    expect(card.locator("[data-state]")).to_contain_text("存在手机里，还没有发送，照片 2 张")
    expect(card.locator("[data-thumbs] img")).to_have_count(2)
    shoot(phone, "visit-offline-390")
    phone.goto(f"{live_url}{going.path}?board=finance")
    expect(phone.get_by_role("heading", level=1)).to_have_text("云岭村")
    expect(phone.locator(UNSENT)).to_contain_text("还有 1 条记录")
    assert going.entries == []
    context.set_offline(False)
    wait_for_silence(phone)
    assert [(one.result, one.faults) for one in going.entries] == [("fault", 2)]
    assert len(going.photos) == 2
    phone.reload()
    expect(phone.locator(UNSENT)).to_be_hidden()
    assert (len(going.entries), len(going.photos)) == (1, 2)


def test_what_was_sent_but_not_answered_is_sent_again_and_held_once(app, going, phone, live_url):
    sign_in(phone, live_url)
    open_visit(phone, live_url, going)
    lost = []

    def swallow(route):
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    phone.context.route("**/inspections/visits/batch", swallow)
    record_fault(phone, going, photos=1)
    expect(phone.locator(UNSENT)).to_contain_text("还有 1 条记录、1 张照片没有发送")
    expect(phone.locator(UNSENT)).to_contain_text("没有网络")
    assert len(going.entries) == len(lost) == 1
    phone.context.unroute("**/inspections/visits/batch")
    phone.get_by_role("button", name="现在发送").click()
    wait_for_silence(phone)
    assert (len(going.entries), len(going.photos)) == (1, 1)


def test_a_session_that_ended_keeps_the_queue(app, going, phone, live_url):
    sign_in(phone, live_url)
    open_visit(phone, live_url, going)
    phone.context.set_offline(True)
    record_fault(phone, going)
    expect(phone.locator(UNSENT)).to_contain_text("没有网络")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(phone.locator(UNSENT)).to_contain_text("登录已经失效")
    assert going.entries == []
    with phone.expect_navigation():
        phone.locator(UNSENT).get_by_role("link", name="重新登录").click()
    phone.get_by_label("用户名").fill("qingshan-inspector")
    phone.get_by_label("密码").fill(PASSWORD)
    with phone.expect_navigation():
        phone.get_by_role("button", name="登录").click()
    wait_for_silence(phone)
    assert (len(going.entries), len(going.photos)) == (1, 2)


def test_nobody_sees_anothers_visit_after_sign_out(app, going, phone, live_url):
    sign_in(phone, live_url)
    open_visit(phone, live_url, going)
    phone.context.set_offline(True)
    record_fault(phone, going, photos=0)
    expect(phone.locator(UNSENT)).to_contain_text("没有网络")
    phone.context.set_offline(False)
    wait_for_silence(phone)
    with phone.expect_navigation():
        phone.get_by_role("button", name="退出").click()
    assert phone.evaluate("caches.has('ogi-visit-pages')") is False
    phone.context.set_offline(True)
    phone.goto(f"{live_url}{going.path}?board=affairs")
    expect(phone.get_by_role("heading", level=1)).to_have_text("现在没有网络")
    expect(phone.locator("body")).not_to_contain_text("云岭村")


def test_another_person_on_the_phone_neither_sees_nor_sends_the_queue(app, going, phone, live_url):
    sign_in(phone, live_url)
    open_visit(phone, live_url, going)
    phone.context.route("**/inspections/visits/token", lambda route: route.abort())
    record_fault(phone, going, photos=0)
    expect(phone.locator(UNSENT)).to_contain_text("没有网络")
    phone.context.unroute("**/inspections/visits/token")
    phone.context.clear_cookies()
    going.change(going.visit, inspector_id=going.world.people["qingshan-supervisor"].id)
    sign_in(phone, live_url, "qingshan-supervisor")
    phone.goto(f"{live_url}{going.path}?board=affairs")
    expect(phone.get_by_role("heading", level=1)).to_have_text("云岭村")
    expect(phone.locator(UNSENT)).to_be_hidden()
    assert going.entries == []


def test_what_is_refused_stays_until_it_is_given_up(app, going, phone, live_url):
    sign_in(phone, live_url)
    open_visit(phone, live_url, going)
    phone.context.set_offline(True)
    record_fault(phone, going, photos=1)
    expect(phone.locator(UNSENT)).to_contain_text("没有网络")
    going.change(going.visit, state="done", done_at=clock.now() - timedelta(minutes=5))
    phone.context.set_offline(False)
    expect(phone.locator(UNSENT)).to_contain_text("没有收下")
    expect(phone.locator(UNSENT)).to_contain_text("继续检查")
    shoot(phone, "visit-refused-390")
    assert_accessible(phone)
    phone.once("dialog", lambda dialog: dialog.dismiss())
    phone.get_by_role("button", name="不要了").click()
    expect(phone.locator(UNSENT)).to_contain_text("没有收下")
    phone.once("dialog", lambda dialog: dialog.accept())
    with phone.expect_navigation():
        phone.get_by_role("button", name="不要了").click()
    expect(phone.locator(UNSENT)).to_be_hidden()
    assert going.rows(Visit)[0].state == "done"


def test_a_file_that_is_no_photo_stays_with_its_reason(app, going, phone, live_url):
    sign_in(phone, live_url)
    open_visit(phone, live_url, going)
    card = phone.locator(f"#indicator-{going.asked['blank'].id}")
    card.get_by_label("符合").check()
    card.get_by_label("照片", exact=False).first.set_input_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no photo at all"}
    )
    card.get_by_role("button", name="保存这一项").click()
    expect(phone.locator(UNSENT)).to_contain_text("可能不是照片")
    assert [one.result for one in going.entries] == ["ok"]


def test_what_is_missing_is_said_before_saving(app, going, phone, live_url):
    sign_in(phone, live_url)
    open_visit(phone, live_url, going)
    card = phone.locator(f"#indicator-{going.asked['blank'].id}")
    card.get_by_role("button", name="保存这一项").click()
    expect(card.locator("[data-wrong]")).to_contain_text("请选")
    card.get_by_label("有问题").check()
    card.get_by_role("button", name="保存这一项").click()
    expect(card.locator("[data-wrong]")).to_contain_text("是什么问题")
    assert going.entries == []


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_pages_are_clean_to_axe(width, request, app, going, live_url):
    page: Page = request.getfixturevalue(width)
    sign_in(page, live_url)
    open_visit(page, live_url, going)
    assert_accessible(page)
    shoot(page, f"visit-{width}")
    record_fault(page, going)
    wait_for_silence(page)
    assert_accessible(page)
    shoot(page, f"visit-sent-{width}")
    for path in ("/inspections/visits", f"{going.path}?board=whole", f"{going.path}/finish",
                 f"{going.path}/record"):  # fmt: skip
        page.goto(f"{live_url}{path}")
        assert_accessible(page)
        shoot(page, f"{path.strip('/').replace('/', '-').replace('?', '-')}-{width}")


def test_without_scripts_a_visit_is_ordinary_forms(app, going, open_context, live_url):
    context: BrowserContext = open_context(PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_url)
    page.goto(f"{live_url}{going.path}?board=affairs")
    card = page.locator(f"#indicator-{going.asked['blank'].id}")
    card.get_by_label("有问题").check()
    card.get_by_label("说明").fill("右下角空着")
    card.get_by_label("照片", exact=False).first.set_input_files(
        {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": make_photo()}
    )
    with page.expect_navigation():
        card.get_by_role("button", name="保存这一项").click()
    expect(page.locator("main")).to_contain_text("已保存")
    expect(card.locator("[data-state]")).to_contain_text("有问题 1 处：右下角空着")
    assert (len(going.entries), len(going.photos)) == (1, 1)
