from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.portal.conftest import NOON
from tests.portal.test_postings import ROWS
from tests.support.chromium import DESKTOP, PHONE, assert_accessible
from tests.support.factories import World
from tests.support.rows import make_obligation, make_posting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WALL = "/t/qingshan/yunling/"


@pytest.fixture
def addresses(world: World, items: dict[str, Any], many: list[Any]) -> list[str]:
    """Every kind of public page, each with something on it."""
    content = {"fields": {}, "rows": ROWS, "body": "凭证可到村委会查阅。"}
    ledger = make_posting(
        world, "yunling", items["finance"], "published", at=NOON, content=content,
        title="2026年4月收支明细", days_late=3, claimed_on=NOON.date() - timedelta(days=2),
    )  # fmt: skip
    gone = make_posting(world, "yunling", items["party"], "withdrawn", at=NOON)
    make_obligation(world, "yunling", items["party"])
    return [
        "/t/qingshan/",
        WALL,
        f"{WALL}affairs?page=2",
        f"{WALL}missing",
        f"{WALL}postings/{ledger.id}",
        f"{WALL}postings/{gone.id}",
        "/t/qingshan/nowhere/",
    ]


@pytest.mark.parametrize("dress", ["plain", "elder"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_visitor_with_any_aid_can_read_every_public_page(
    live_url: str,
    addresses: list[str],
    open_context: Callable[..., BrowserContext],
    viewport: dict[str, int],
    dress: str,
) -> None:
    page = open_context(viewport).new_page()
    page.goto(f"{live_url}{WALL}?dress={dress}")
    for address in addresses:
        page.goto(f"{live_url}{address}")
        for folded in page.locator("details").all():
            folded.locator("summary").click()
        assert_accessible(page)


def test_visitor_on_a_phone_finds_the_boards_by_tabs_that_stay(
    live_url: str, addresses: list[str], phone: Page
) -> None:
    phone.goto(f"{live_url}{WALL}")
    tabs = phone.get_by_role("navigation", name="公开栏")
    tabs.get_by_role("link", name="财务").click()
    assert tabs.bounding_box()["y"] == pytest.approx(0, abs=1)
    head = phone.locator("#finance").bounding_box()
    assert head["y"] >= tabs.bounding_box()["height"] - 1


def test_visitor_on_a_desktop_sees_three_boards_in_one_row(
    live_url: str, addresses: list[str], desktop: Page
) -> None:
    desktop.goto(f"{live_url}{WALL}")
    tops = {
        desktop.locator(f"#{key}").bounding_box()["y"] for key in ("party", "affairs", "finance")
    }
    assert len(tops) == 1
