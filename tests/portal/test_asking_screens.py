"""The pages on which people ask and look for their own lines, in a browser with axe at hand."""

import os
from datetime import date

import pytest

from ogi.postings.questions.models import Question
from tests.portal.conftest import NOON
from tests.postings.test_lookup import FIELDS, ROWS, approved, publish
from tests.support.chromium import DESKTOP, PHONE, assert_accessible
from tests.support.factories import PASSWORD
from tests.support.rows import make_item

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = "/t/qingshan/yunling/"
SAID = "去年修的路灯，东头三盏一直不亮，晚上走路看不见。\n什么时候修好？"


@pytest.fixture
def asked(world):
    item = make_item(world, "V23", "惠农补贴", layout="table", fields=FIELDS)
    listed = approved(world, item, ROWS)
    publish(world, listed.id)
    people = {role: world.people[f"qingshan-yunling-{role}"].id for role in ("drafter", "reviewer")}
    answered = {"state": "answered", "answer": "周五前换好三盏灯泡。", "answered_on": NOON.date(),
                "drafted_by": people["drafter"], "answered_by": people["reviewer"]}  # fmt: skip
    with world.session() as session:
        for number, more in enumerate((answered, {"state": "open"}, {"state": "held"})):
            session.add(Question(
                tenant_id=world.tenants["yunling"].id, text=SAID, fingerprint=str(number),
                receipt_hash=str(number), received_at=NOON, received_on=date(2026, 5, 18),
                due_on=date(2026, 5, 21), posting_id=listed.id if number else None,
                **more))  # fmt: skip
        session.commit()
    return listed


def look(page, name):
    """Check a page, and keep its picture where a folder is named for it."""
    assert_accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide, name
    if folder := os.environ.get("OGI_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("dress", ["plain", "elder"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_villager_asks_and_finds_own_lines(asked, live_url, open_context, viewport, dress):
    page = open_context(viewport).new_page()
    mark = f"{dress}-{viewport['width']}"
    page.goto(f"{live_url}{HERE}questions/?dress={dress}")
    look(page, f"questions-{mark}")
    page.goto(f"{live_url}{HERE}postings/{asked.id}")
    look(page, f"posting-{mark}")
    with page.expect_navigation():
        page.get_by_role("link", name="对这条提意见").click()
    look(page, f"ask-{mark}")
    page.get_by_label("要说的事").fill("名单里没有我家，面积也不对，请核一核")
    with page.expect_navigation():
        page.get_by_role("button", name="提交").click()
    assert "太快" in page.inner_text("main")
    look(page, f"refused-{mark}")
    page.wait_for_timeout(4_500)
    with page.expect_navigation():
        page.get_by_role("button", name="提交").click()
    look(page, f"asked-{mark}")
    number = page.inner_text(".receipt-number")
    with page.expect_navigation():
        page.get_by_role("link", name="凭编号查办理情况").click()
    page.get_by_label("编号").fill(number)
    with page.expect_navigation():
        page.get_by_role("button", name="查询").click()
    assert "等待审看" in page.inner_text("main")
    look(page, f"receipt-{mark}")
    page.goto(f"{live_url}{HERE}own-lines")
    page.get_by_label("姓名").fill("张三")
    page.get_by_label("身份证号或卡号的后四位").fill("123X")
    with page.expect_navigation():
        page.get_by_role("button", name="查询").click()
    assert "查到 1 笔" in page.inner_text("main")
    look(page, f"own-{mark}")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_official_looks_and_answers(asked, live_url, open_context, viewport):
    page = open_context(viewport).new_page()
    page.goto(f"{live_url}/sign-in")
    page.get_by_label("用户名").fill("qingshan-yunling-reviewer")
    page.get_by_label("密码").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()
    mark = viewport["width"]
    for path in ("/questions", "/questions/3", "/questions/3/moderate", "/questions/2",
                 "/questions/2/answer", "/questions/1"):  # fmt: skip
        page.goto(live_url + path)
        look(page, f"console{path.replace('/', '-')}-{mark}")
