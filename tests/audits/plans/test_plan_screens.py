"""The roster, the notice and the plan in Chromium, on a phone and on a desktop."""

import pytest

from tests.audits.plans.test_plans import TITLE, address_of, plan
from tests.support.chromium import DESKTOP, PHONE, assert_accessible, serving
from tests.support.factories import PASSWORD

__all__ = ["plan"]
PAGES = {
    "supervisor": (
        "/duties", "/duties/notice", "/duties/members/new", "/duties/history",
        "/plans", "/plans/2026", "/plans/2026/tasks/new",
    ),
    "yunling-drafter": ("/plans/2026",),
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("role", PAGES)
def test_pages_are_accessible(app, plan, open_context, role, size):
    paths = list(PAGES[role])
    if role == "yunling-drafter":
        share = address_of(plan, TITLE, "云岭村")
        paths += [share, f"{share}/report"]
    with serving(app) as address:
        page = open_context(size).new_page()
        page.goto(f"{address}/sign-in")
        page.get_by_label("用户名").fill(f"qingshan-{role}")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        for path in paths:
            page.goto(address + path)
            assert_accessible(page)
