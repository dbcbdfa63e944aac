"""The room's pages in Chromium: readable by axe at both sizes, and better with JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.postings.desk import Desk
from tests.support.chromium import assert_accessible
from tests.support.factories import PASSWORD
from tests.support.rows import make_obligation

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_fixed_day")]


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile("/(todo|overview|home|me|checklist)"))


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_page_of_the_room_breaks_a_rule_of_axe(request, desk, live_url, size):
    page = request.getfixturevalue(size)
    draft, submitted, approved = desk.draft(), desk.submitted(), desk.approved()
    published = desk.published()
    owed = make_obligation(desk.world, "yunling", desk.item, period_key="2025-12").id
    pages = {
        "qingshan-yunling-drafter": [
            "/todo",
            "/postings",
            "/postings/new",
            f"/postings/new?obligation={owed}",
            f"/obligations/{owed}/declare",
            f"/postings/{draft}/edit",
            f"/postings/{draft}/check",
            f"/postings/{draft}/discard",
            f"/postings/{published}",
        ],
        "qingshan-yunling-reviewer": [f"/postings/{submitted}/review"],
        "qingshan-yunling-publisher": [
            "/todo",
            f"/postings/{approved}/publish",
            f"/postings/{published}/withdraw",
        ],
        "qingshan-supervisor": ["/postings/import"],
    }
    for username, paths in pages.items():
        page.context.clear_cookies()
        sign_in(page, live_url, username)
        for path in paths:
            page.goto(live_url + path)
            assert_accessible(page)


def test_rows_grow_in_the_page_and_the_draft_saves_itself(phone, desk, live_url):
    posting_id = desk.draft()
    sign_in(phone, live_url, "qingshan-yunling-drafter")
    phone.goto(f"{live_url}/postings/{posting_id}/edit")
    phone.get_by_role("button", name="增加一行").click()
    rows = phone.locator("[data-row]")
    expect(rows).to_have_count(3)
    rows.nth(1).get_by_label("摘要").fill("租金")
    rows.nth(1).get_by_label("日期").fill("2026-03-20")
    expect(phone.locator("[data-autosave-status]")).to_contain_text("已保存", timeout=10_000)
    assert [row["what"] for row in desk.read(posting_id).content["rows"]] == ["卖树", "租金"]
    phone.get_by_role("button", name="检查并提交").click()
    expect(phone.locator("h1")).to_have_text("提交前再看一遍")
