"""The calendar, its feed and the supervisor's home in Chromium, on a phone and on a desktop."""

import pytest

from ogi.platform.storage import Storage
from tests.audits.plans.test_plans import _fixed_day, plan
from tests.isolation.furnish_audits import furnish_audits
from tests.support.chromium import DESKTOP, PHONE, assert_accessible, serving
from tests.support.factories import PASSWORD

__all__ = ["_fixed_day", "plan"]
PAGES = {
    "supervisor": ("/overview", "/overview/rows/old", "/overview/rows/published", "/todo"),
    "inspector": ("/overview", "/calendar"),
    "shiqiao-drafter": ("/todo", "/calendar", "/calendar?kind=visit", "/calendar/feed",
                        "/calendar/feed/revoke", "/me", "/me/email"),
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("role", PAGES)
def test_pages_are_accessible(app, plan, tmp_path, open_context, role, size):
    inspector = plan.people["qingshan-inspector"].id
    furnish_audits(plan, plan.tenants["shiqiao"].id, inspector, "标记", Storage(tmp_path))
    with serving(app) as address:
        page = open_context(size).new_page()
        page.goto(f"{address}/sign-in")
        page.get_by_label("用户名").fill(f"qingshan-{role}")
        page.get_by_label("密码").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="登录").click()
        for path in PAGES[role]:
            page.goto(address + path)
            assert_accessible(page)
        if "/calendar/feed" in PAGES[role]:
            page.goto(f"{address}/calendar/feed")
            with page.expect_navigation():
                page.get_by_role("button", name="建立订阅地址").click()
            assert_accessible(page)
