"""The checklist and the overview on a phone and on a desktop, seen by Chromium and axe."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.audits.township import Checked
from tests.support.chromium import assert_accessible
from tests.support.factories import PASSWORD
from tests.support.rows import make_posting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = (
    "/overview",
    "/checklist",
    "/checklist?state=missing&kind=village",
    "/checklist?text=没有这样的",
    "/checklist/cell?period=2026",
    "/checklist/cell?tenant=yunling&item=F01",
    "/checklist/cell?state=late",
)


def sign_in(page: Page, url: str) -> None:
    """Sign in as the supervisor."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("用户名").fill("qingshan-supervisor")
    page.get_by_label("密码", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("总览")


def waivable(checked: Checked) -> int:
    """Return the key of an obligation that can be waived."""
    return next(row.id for row in checked.obligations if not row.posted_on and not row.disposition)


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_pages_are_clean_to_axe(width, request, app: Flask, checked: Checked, live_url: str):
    make_posting(checked.world, "yunling", checked.items["F01"], "published")
    page: Page = request.getfixturevalue(width)
    sign_in(page, live_url)
    for path in (*PAGES, f"/checklist/obligations/{waivable(checked)}/waive"):
        page.goto(f"{live_url}{path}")
        assert_accessible(page)


def test_phone_lists_tenants_worst_first(phone: Page, checked: Checked, live_url: str):
    sign_in(phone, live_url)
    phone.goto(f"{live_url}/checklist")
    expect(phone.locator("table.checklist")).to_be_hidden()
    said = phone.locator(".phone-tenant h2 span:visible").all_inner_texts()
    missing = [int(text.split("，")[0].removeprefix("缺")) for text in said if "缺" in text]
    assert len(said) == len(checked.world.tenants)
    assert missing == sorted(missing, reverse=True)


def test_desktop_keeps_heads_in_sight(desktop: Page, checked: Checked, live_url: str):
    sign_in(desktop, live_url)
    desktop.goto(f"{live_url}/checklist")
    expect(desktop.locator(".matrix-phone")).to_be_hidden()
    box = desktop.locator(".matrix-wrap")
    box.evaluate("box => { box.scrollLeft = 9999; box.scrollTop = 9999 }")
    left = box.bounding_box()["x"]
    head = desktop.get_by_role("rowheader", name="云岭村")
    assert abs(head.bounding_box()["x"] - left) < 3
