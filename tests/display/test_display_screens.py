"""The boards' pages in Chromium, on a phone and on a desktop."""

import pytest

from tests.support.chromium import DESKTOP, PHONE, assert_accessible, serving
from tests.support.factories import PASSWORD

PAGES = {
    "supervisor": ("/boards", "/boards/hanging", "/boards/poster", "/boards/standard"),
    "yunling-drafter": ("/boards", "/boards/new", "/boards/hanging", "/boards/poster"),
}


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("role", PAGES)
def test_pages_are_accessible(app, village, open_context, role, size):
    board = village.add_board("村部公开栏")
    paths = [*PAGES[role], f"/boards/{board.id}", f"/boards/{board.id}/close"]
    with serving(app) as address:
        page = open_context(size).new_page()
        page.goto(f"{address}/sign-in")
        page.get_by_label("用户名").fill(f"qingshan-{role}")
        page.get_by_label("密码").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="登录").click()
        for path in paths:
            page.goto(address + path)
            assert_accessible(page)
