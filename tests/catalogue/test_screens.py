"""The catalogue's pages in a real browser: no fault for axe, nothing wider than the screen."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Page

from ogi.catalogue import queries
from ogi.catalogue.tables import workbook
from tests.catalogue.conftest import TODAY
from tests.support.chromium import DESKTOP, PHONE, assert_accessible
from tests.support.factories import PASSWORD, World

PATHS = (
    "/catalogue",
    "/catalogue?board=finance&q=收支",
    "/catalogue?q=没有这个",
    "/catalogue/items/F03",
    "/catalogue/add",
    "/catalogue/items/V20/adapt",
    "/catalogue/items/V20/retire",
    "/catalogue/bases",
    "/catalogue/bases/add?code=村组法30",
    "/catalogue/bases/1",
    "/catalogue/calendar?year=2026",
    "/catalogue/calendar?year=2060",
    "/catalogue/import",
)


@pytest.fixture
def faulty_file(world: World, tmp_path: Path) -> Path:
    with world.session() as session:
        rows = queries.list_sheet_rows(session, world.township.id, TODAY)
    book = load_workbook(BytesIO(workbook(rows)))
    book.worksheets[0]["C2"], book.worksheets[0]["F3"] = "班子分工", "尽快"
    path = tmp_path / "目录.xlsx"
    book.save(path)
    return path


def sign_in(page: Page, live_url: str) -> None:
    page.goto(f"{live_url}/sign-in")
    page.get_by_label("用户名").fill("qingshan-supervisor")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_supervisor_can_use_every_page_of_the_catalogue(
    live_url: str,
    world: World,
    faulty_file: Path,
    open_context: Callable[..., BrowserContext],
    viewport: dict[str, int],
) -> None:
    page = open_context(viewport).new_page()
    sign_in(page, live_url)
    for path in PATHS:
        page.goto(live_url + path)
        assert_accessible(page)
    page.get_by_label("事项目录表格").set_input_files(faulty_file)
    page.get_by_role("button", name="检查").click()
    assert "看不懂期限" in page.inner_text("main")
    assert_accessible(page)
    page.goto(f"{live_url}/catalogue/add")
    page.get_by_role("button", name="保存").click()
    assert "请填写事项名称" in page.inner_text("main")
    assert_accessible(page)
