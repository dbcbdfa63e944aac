"""The guard's pages in Chromium: readable by axe at both sizes, and what a phone does there."""

import os

import pytest
from playwright.sync_api import expect

from ogi.postings import actions
from tests.postings.desk import Desk
from tests.postings.test_guarding import FIELDS, ID, PHONE, ask, digest_of, drafted
from tests.postings.test_screens import sign_in
from tests.support.chromium import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_fixed_day")]
SHOTS = os.environ.get("OGI_SHOTS", "")
"""A folder that keeps a picture of every page, for people."""


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world, fields=FIELDS)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_page_of_the_guard_breaks_a_rule_of_axe(request, desk: Desk, live_url, size):
    page = request.getfixturevalue(size)
    posting_id = drafted(desk, title=f"给{PHONE}的公示", row={"who": f"李四{ID}"})
    digest = digest_of(desk, posting_id, 1)
    ruling_id = ask(desk, posting_id)
    other = drafted(desk, body=f"电话{PHONE}")
    desk.do(actions.mask, other, "drafter", intake=None, version=None)
    pages = {
        "qingshan-yunling-drafter": [
            f"/postings/{posting_id}/edit",
            f"/postings/{posting_id}/check",
            f"/postings/{posting_id}/findings",
            f"/postings/{posting_id}/findings/ask?digest={digest}",
            f"/postings/{other}/findings",
        ],
        "qingshan-yunling-reviewer": ["/todo", f"/postings/{posting_id}/rulings/{ruling_id}"],
        "qingshan-supervisor": ["/postings/rulings", "/postings/rulings?state=refused"],
    }
    for username, paths in pages.items():
        page.context.clear_cookies()
        sign_in(page, live_url, username)
        for number, path in enumerate(paths):
            page.goto(live_url + path)
            if SHOTS:
                name = f"{size}-{username.rpartition('-')[2]}-{number}.png"
                page.screenshot(path=f"{SHOTS}/{name}", full_page=True)
            assert_accessible(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= page.viewport_size["width"], path


def test_draft_tells_as_one_types_and_masks_what_was_typed(phone, desk: Desk, live_url):
    posting_id = drafted(desk)
    sign_in(phone, live_url, "qingshan-yunling-drafter")
    phone.goto(f"{live_url}/postings/{posting_id}/edit")
    phone.get_by_label("信息来源").fill(f"村委会{PHONE}")
    status = phone.locator("[data-autosave-status]")
    expect(status).to_contain_text("发现 1 处个人信息", timeout=10_000)
    phone.get_by_role("button", name="保存草稿").last.click()
    phone.get_by_role("button", name="遮盖这一处").first.click()
    expect(phone.get_by_label("信息来源")).to_have_value("村委会138****8000")
