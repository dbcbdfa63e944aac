from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, Page

from tests.look.preview import ERRORS, PAGES, create_preview
from tests.support.chromium import DESKTOP, PHONE, assert_accessible
from tests.support.pages import Browser

ADDRESSES = (*[f"/{page}" for page in PAGES], *[f"/errors/{code}" for code in ERRORS])


@pytest.fixture
def app() -> Flask:
    return create_preview()


@pytest.mark.parametrize("address", ADDRESSES)
def test_reader_finds_every_component_page_well_formed(app: Flask, address: str) -> None:
    visitor = Browser(app)
    visitor.get(address)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("dress", ["plain", "elder"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_reader_with_any_aid_can_use_every_component(
    live_url: str,
    open_context: Callable[..., BrowserContext],
    viewport: dict[str, int],
    dress: str,
) -> None:
    page = open_context(viewport).new_page()
    for address in ADDRESSES:
        page.goto(f"{live_url}{address}?dress={dress}")
        assert_accessible(page)
        if dress == "elder":
            assert _faint(page) == [], address


def _faint(page: Page) -> list[str]:
    """Return the places whose contrast is below 7:1 (4.5:1 for large type)."""
    only = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
    found = Axe().run(page, options=only).response["violations"]
    return [node["html"] for fault in found for node in fault["nodes"]]


@pytest.mark.browser
@pytest.mark.slow
def test_official_lands_on_error_summary_and_goes_to_the_field(live_url: str, phone: Page) -> None:
    phone.goto(f"{live_url}/wrong")
    focused = phone.locator(":focus")
    assert "有内容需要改正" in focused.inner_text()
    phone.get_by_role("link", name="张贴日期：请填写张贴日期").click()
    assert phone.locator(":focus").get_attribute("id") == "posted_on"


@pytest.mark.browser
@pytest.mark.slow
def test_official_adds_and_removes_rows_without_a_round_trip(live_url: str, desktop: Page) -> None:
    desktop.goto(f"{live_url}/fields")
    desktop.locator("#rows-1-text").fill("材料款")
    desktop.get_by_role("button", name="加一行").click()
    names = desktop.locator("[data-row] input[name$=text]")
    assert names.evaluate_all("all => all.map(one => [one.name, one.value])") == [
        ["rows-0-text", ""],
        ["rows-1-text", "材料款"],
        ["rows-2-text", ""],
    ]
    desktop.get_by_role("button", name="删去").first.click()
    assert names.evaluate_all("all => all.map(one => [one.name, one.value])") == [
        ["rows-0-text", "材料款"],
        ["rows-1-text", ""],
    ]


@pytest.mark.browser
@pytest.mark.slow
def test_official_is_told_when_a_draft_has_saved_itself(
    app: Flask, live_url: str, phone: Page
) -> None:
    phone.route("**/autosave", lambda route: route.fulfill(json={"version": 7}))
    phone.goto(f"{live_url}/fields")
    phone.locator("#title").fill("二月收支")
    phone.get_by_text("已保存").wait_for()
    assert phone.locator("input[name=version]").input_value() == "7"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("address", ["/wall", "/sheet", "/todo", "/checklist", "/fields"])
def test_finger_finds_targets_of_44_pixels(live_url: str, phone: Page, address: str) -> None:
    phone.goto(f"{live_url}{address}")
    small = phone.evaluate(
        """() => [...document.querySelectorAll('a[href], button, summary, select,'
            + 'input:not([type=hidden]):not([type=radio]):not([type=checkbox])')]
          .filter(one => one.checkVisibility() && !one.matches('.skip'))
          .filter(one => !one.closest('p, li, .posting-card') || one.matches('.btn'))
          .map(one => [one.textContent.trim().slice(0, 20), one.getBoundingClientRect().height])
          .filter(([, height]) => height > 0 && height < 43.5)"""
    )
    assert small == []
