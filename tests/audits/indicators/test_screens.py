"""The indicators on a phone and on a desktop, seen by Chromium and axe."""

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page

from tests.audits.indicators.town import AS_OF, make_town
from tests.support.chromium import assert_accessible
from tests.support.factories import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = (
    "/indicators?year=2026",
    "/indicators?year=2026&sort=worst",
    "/indicators/rows?measure=burst&year=2026",
    "/indicators/rows?measure=claimed_apart&year=2026",
    "/indicators/rows?measure=missing&year=2026",
    "/indicators/rows?measure=late&year=2020",
)


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(f"{AS_OF}T04:00:00+00:00", tick=False):
        yield


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_pages_are_clean_to_axe(width, request, app: Flask, world: World, live_url: str):
    make_town(world, 3)
    page: Page = request.getfixturevalue(width)
    page.goto(f"{live_url}/sign-in")
    page.get_by_label("用户名").fill("qingshan-supervisor")
    page.get_by_label("密码", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{live_url}/overview")
    for path in PAGES:
        page.goto(f"{live_url}{path}")
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
    page.goto(f"{live_url}{PAGES[2]}")
    with page.expect_navigation():
        page.locator("table.data-table tbody th a").first.click()
    assert_accessible(page)
