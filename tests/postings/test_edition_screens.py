"""Pages of editions in Chromium: readable by axe on a phone and on a desktop."""

from datetime import date

import pytest

from ogi.postings import actions
from ogi.postings.actions.purging import open_stores
from tests.postings.desk import NOW, Desk
from tests.postings.test_corrections import begin, correct
from tests.postings.test_screens import sign_in
from tests.support.chromium import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_fixed_day")]
ROWS = [
    {"day": "2026-03-05", "what": "卖树", "income": "2500"},
    {"day": "2026-03-18", "what": "电费退回", "income": "35.50"},
]
BODY = "以上账目已经村务监督委员会审核。原公布漏记一笔，特此补记。"


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


@pytest.fixture
def shown(app, desk) -> dict[str, int]:
    """A corrected posting, one with a correction under way, one taken down."""
    first = desk.published()
    content = {"fields": {"opening": "1100"}, "rows": ROWS, "body": BODY}
    second = correct(desk, first, NOW, content)
    third = begin(desk, second, now=NOW)
    draft = actions.Draft("云岭村3月收支明细", "村委会", content | {"body": "另有说明。"})
    desk.do(actions.save, third, "drafter", draft=draft, version=None)
    desk.do(actions.submit, third, "drafter", version=None)
    gone = desk.published()
    stores = open_stores(app.extensions["ogi_settings"], desk.world.township.id)
    given = {"stores": stores, "reason": "附件里有村民的个人信息", "now": NOW}
    desk.do(actions.take_down, gone, "publisher", **given)
    fresh = desk.approved()
    desk.do(actions.publish, fresh, "publisher", claimed_on=date(2026, 4, 2))
    return {"first": first, "second": second, "third": third, "gone": gone, "fresh": fresh}


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_page_of_editions_breaks_a_rule_of_axe(request, shown, live_url, size):
    page = request.getfixturevalue(size)
    public = f"{live_url}/t/qingshan/yunling/postings"
    for path in (
        f"{public}/{shown['first']}",
        f"{public}/{shown['second']}",
        f"{public}/{shown['second']}/changes",
        f"{public}/{shown['gone']}",
        f"{live_url}/t/qingshan/yunling/",
    ):
        page.goto(path)
        assert_accessible(page)
    inside = {
        "qingshan-yunling-drafter": [f"{shown['fresh']}/correct", f"{shown['second']}"],
        "qingshan-yunling-reviewer": [f"{shown['third']}/review"],
        "qingshan-yunling-publisher": [f"{shown['fresh']}/take-down", f"{shown['gone']}"],
    }
    for username, paths in inside.items():
        page.context.clear_cookies()
        sign_in(page, live_url, username)
        for path in paths:
            page.goto(f"{live_url}/postings/{path}")
            assert_accessible(page)
    page.context.clear_cookies()
    sign_in(page, live_url, "qingshan-supervisor")
    page.goto(f"{live_url}/overview")
    assert_accessible(page)
