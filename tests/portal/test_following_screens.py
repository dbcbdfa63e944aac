"""Following, items over the years and what is missing, as villagers see them on their screens."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.portal.conftest import NOON
from tests.support.chromium import DESKTOP, PHONE, assert_accessible
from tests.support.factories import World
from tests.support.rows import make_obligation, make_posting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]

PAGES = ("yunling/follow?item=V08", "follow", "yunling/items/", "yunling/items/V08",
         "yunling/missing")  # fmt: skip


@pytest.mark.parametrize("dress", ["plain", "elder"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pages_are_fit_for_everybody(
    world: World,
    items: dict[str, Any],
    live_url: str,
    open_context: Callable[..., BrowserContext],
    size: dict[str, int],
    dress: str,
):
    make_posting(world, "yunling", items["affairs"], "published", title="三月决议", at=NOON)
    make_obligation(world, "yunling", items["affairs"])
    page = open_context(size).new_page()
    page.goto(f"{live_url}/t/qingshan/?dress={dress}")
    for path in PAGES:
        page.goto(f"{live_url}/t/qingshan/{path}")
        assert_accessible(page)
