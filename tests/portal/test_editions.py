"""Corrected postings in the open: editions, what each changed, tombstones of leaks."""

from datetime import date, timedelta

import pytest

from ogi.postings import actions
from ogi.postings.actions.purging import open_stores
from ogi.reports.queries import compose_report
from tests.postings.desk import Desk
from tests.postings.test_corrections import LATER, NOTE, begin, correct
from tests.support.factories import World
from tests.support.pages import Browser
from tests.support.rows import make_posting

pytestmark = pytest.mark.once

WALL = "/t/qingshan/yunling/"
POSTINGS = f"{WALL}postings/"
REASON = "附件里有村民的个人信息，核实后重新公开"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    first = desk.published()
    return first, correct(desk, first)


def test_the_newest_edition_says_so_and_leads_to_what_changed(pair, browser: Browser):
    first, second = pair
    page = browser.get(f"{POSTINGS}{second}")
    assert "本件是第 2 版，首次公开于 2026年4月10日，更正于 2026年4月30日。" in page.text
    assert f"更正说明（第 2 版） {NOTE}" in page.text
    assert f"{POSTINGS}{second}/changes" in page.links
    assert f"{POSTINGS}{first}" in page.links
    assert "noindex" not in page.html
    assert page.headers.get("X-Robots-Tag") is None


def test_an_earlier_edition_stays_readable_and_points_to_the_newest(pair, browser: Browser):
    first, second = pair
    page = browser.get(f"{POSTINGS}{first}")
    assert "请以第 2 版为准" in page.text
    assert f"{POSTINGS}{second}" in page.links
    assert "卖树" in page.text
    assert "电费退回" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.select("meta[name=robots]")[0].get("content") == "noindex"
    assert "由第 2 版更正" in page.text


def test_both_days_of_every_edition_stand_side_by_side(desk: Desk, browser: Browser):
    first = desk.approved()
    claimed = date(2026, 4, 2)
    desk.do(actions.publish, first, "publisher", claimed_on=claimed)
    second = correct(desk, first)
    for key in (first, second):
        text = browser.get(f"{POSTINGS}{key}").text
        assert "张贴日期 2026年4月2日，系统记录 2026年4月10日 10:00" in text
        assert "系统记录比张贴日期晚 8 天。" in text
        assert "张贴日期 2026年4月30日，系统记录 2026年4月30日 10:00" in text
    assert desk.read(second).counted_on == date(2026, 4, 10)


def test_the_page_of_changes_tells_rows_and_words(pair, browser: Browser):
    page = browser.get(f"{POSTINGS}{pair[1]}/changes")
    assert "增加 1 行" in page.text
    assert [one.text_content() for one in page.select("ins")][1:] == [
        "2026-03-18",
        "电费退回",
        "35.50",
    ]
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_a_first_edition_has_no_page_of_changes(pair, browser: Browser):
    browser.get(f"{POSTINGS}{pair[0]}/changes", expect=404)
    browser.get(f"/t/qingshan/shiqiao/postings/{pair[1]}/changes", expect=404)


def test_a_correction_under_way_is_nobodys_to_read(desk: Desk, browser: Browser):
    first = desk.published()
    made = begin(desk, first)
    for path in (f"{POSTINGS}{made}", f"{POSTINGS}{made}/changes"):
        browser.get(path, expect=404)
    assert "更正" not in browser.get(f"{POSTINGS}{first}").text


def test_boards_show_the_newest_edition_once_with_its_mark(pair, browser: Browser):
    title = "云岭村2026年3月收支明细"
    for path in (WALL, f"{WALL}finance", "/t/qingshan/"):
        page = browser.get(path)
        cards = page.select(".posting-card")
        assert len(cards) == 1, path
        assert "已更正" in cards[0].text_content()
        assert f"{POSTINGS}{pair[1]}" in page.links
    assert title in page.text or page.text
    assert "1 条" in browser.get(f"{WALL}finance").text


def test_proofs_of_both_editions_hold(pair, browser: Browser):
    for key in pair:
        proof = browser.get(f"{POSTINGS}{key}/proof.json").response.get_json()
        assert proof["content"]["edition"] == (1 if key == pair[0] else 2)


def test_a_correction_of_history_says_that_the_day_is_not_proved(desk: Desk, browser: Browser):
    old = make_posting(
        desk.world, "yunling", desk.item, "published", imported_from="旧台账.xlsx 第 2 行",
        counted_on=date(2023, 5, 6), claimed_on=date(2023, 5, 6), drafter_id=None,
        reviewer_id=None, publisher_id=None, content={"fields": {}, "rows": [], "body": "旧"},
    )  # fmt: skip
    second = correct(desk, old.id)
    page = browser.get(f"{POSTINGS}{second}")
    assert "首次公开于 2023年5月6日，更正于 2026年4月30日" in page.text
    assert "更正的是由旧台账导入的事项" in page.text
    assert "旧台账上的公开日期 2023年5月6日" in page.text
    assert "审核通过" in page.text


def test_a_withdrawn_posting_hides_every_edition(desk: Desk, pair, browser: Browser):
    far = LATER + timedelta(days=900)
    desk.do(actions.withdraw, pair[1], "publisher", reason="账目重做", now=far)
    for key in pair:
        page = browser.get(f"{POSTINGS}{key}")
        assert "账目重做" in page.text
        assert "卖树" not in page.text
        assert NOTE not in page.text
    browser.get(f"{POSTINGS}{pair[1]}/changes", expect=404)


def test_a_taken_down_posting_leaves_a_tombstone_without_the_words(app, desk, pair, browser):
    stores = open_stores(app.extensions["ogi_settings"], desk.world.township.id)
    desk.do(actions.take_down, pair[0], "publisher", stores=stores, reason=REASON, now=LATER)
    for key in pair:
        page = browser.get(f"{POSTINGS}{key}")
        assert "因泄露个人信息，本公开事项已紧急下架，内容已清除" in page.text
        assert REASON in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Robots-Tag"] == "noindex"
        for word in ("卖树", "收支明细", NOTE):
            assert word not in page.text.replace("F03 收支明细", "")
        proof = browser.get(f"{POSTINGS}{key}/proof.json").response.get_json()
        assert (proof["content"], proof["salt"]) == (None, None)
    with desk.world.session() as session:
        document = compose_report(session, desk.world.township, 2026, today=date(2026, 12, 31))
    assert document.counts.withdrawn == 1
