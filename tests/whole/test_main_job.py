"""The main job in a real browser: three people, one posting, and what each reader then sees."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page, expect

from ogi.catalogue.actions import ensure_obligations, seed_catalogue
from tests.support.chromium import DESKTOP, PHONE, assert_accessible
from tests.support.factories import PASSWORD, World, make_staffed_township

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TENTH_OF_APRIL = datetime(2026, 4, 10, 2, tzinfo=UTC)
TITLE = "2026年第一季度上级决策部署落实情况"


@pytest.fixture
def world(app) -> World:
    made = make_staffed_township(app.extensions["ogi_engine"])
    with made.session() as session:
        seed_catalogue(session, made.township.id, date(2025, 1, 1))
        session.commit()
        ensure_obligations(session, made.township.id, 2026)
        session.commit()
    return made


@pytest.fixture(autouse=True)
def april():
    with time_machine.travel(TENTH_OF_APRIL, tick=True):
        yield


def sign_in(page: Page, live_url: str, username: str) -> None:
    page.goto(f"{live_url}/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def cell_words(page: Page, live_url: str, code: str) -> str:
    """Return what the checklist says, to a screen reader, of one item of 云岭村 over the year."""
    page.goto(f"{live_url}/checklist?period=2026")
    cell = page.locator(f'a.chip-link[href*="tenant=yunling"][href*="item={code}"]').first
    return cell.get_attribute("aria-label") or ""


def draft(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/todo")
    page.get_by_role("link", name="上级决策部署落实情况（2026年第1季度）").click()
    assert_accessible(page)
    page.get_by_role("button", name="开始起草").click()
    page.get_by_role("textbox", name="标题").fill(TITLE)
    for label, words in (
        ("文件名", "关于做好春耕备耕工作的通知"),
        ("措施", "召开村民代表会议，落实种子化肥补助"),
        ("进展", "已落实春耕地块 1,260 亩"),
    ):
        page.get_by_label(label).first.fill(words)
    assert_accessible(page)
    page.get_by_role("button", name="检查并提交").click()
    assert_accessible(page)
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("审核").first).to_be_visible()


def test_village_posts_through_three_people_and_the_checklist_turns(
    world: World, live_url: str, open_context: Callable[..., BrowserContext]
) -> None:
    township = open_context(DESKTOP).new_page()
    sign_in(township, live_url, "qingshan-supervisor")
    before = cell_words(township, live_url, "D04")
    assert "即将到期" in before

    villager = open_context(PHONE).new_page()
    villager.goto(f"{live_url}/t/qingshan/yunling/")
    expect(villager.get_by_text(TITLE)).to_have_count(0)

    drafter = open_context(PHONE).new_page()
    sign_in(drafter, live_url, "qingshan-yunling-drafter")
    draft(drafter, live_url)

    reviewer = open_context(PHONE).new_page()
    sign_in(reviewer, live_url, "qingshan-yunling-reviewer")
    reviewer.get_by_role("link", name=TITLE).click()
    assert_accessible(reviewer)
    reviewer.get_by_role("button", name="审核通过").click()
    villager.reload()
    expect(villager.get_by_text(TITLE)).to_have_count(0)

    publisher = open_context(PHONE).new_page()
    sign_in(publisher, live_url, "qingshan-yunling-publisher")
    publisher.get_by_role("link", name=TITLE).click()
    assert_accessible(publisher)
    publisher.get_by_role("button", name="发布到公开栏").click()

    villager.reload()
    villager.get_by_role("link", name=TITLE).click()
    expect(villager.get_by_text("已落实春耕地块 1,260 亩")).to_be_visible()
    expect(villager.get_by_text("2026年4月10日").first).to_be_visible()
    assert_accessible(villager)

    after = cell_words(township, live_url, "D04")
    assert "按时" in after
    assert_accessible(township)
