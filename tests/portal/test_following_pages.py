from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from tests.portal.conftest import NOON
from tests.support.factories import World
from tests.support.pages import Browser
from tests.support.rows import make_item, make_obligation, make_posting

pytestmark = pytest.mark.once

ITEM = "/t/qingshan/yunling/items/V08"


def owe(world: World, item: Any, month: int, **columns: Any) -> Any:
    start = date(2026, month, 1)
    values = {
        "period_key": f"2026-{month:02}",
        "period_start": start,
        "period_end": start + timedelta(days=27),
        "due_on": date(2026, month + 1, 15),
    }
    return make_obligation(world, "yunling", item, **{**values, **columns})


@pytest.fixture
def months(world: World, items: dict[str, Any]) -> None:
    """January late, February 本期无, March missing, April waived, May not due yet."""
    item = items["affairs"]
    late = make_posting(
        world, "yunling", item, "published", title="一月决议", at=NOON - timedelta(days=60)
    )
    owe(world, item, 1, posted_on=date(2026, 3, 21), posting_id=late.id)
    owe(world, item, 2, disposition="nothing", reason="没有开会", declared_at=NOON)
    owe(world, item, 3)
    owe(world, item, 4, disposition="waived", reason="内部原因", declared_at=NOON)
    owe(world, item, 5)
    make_posting(
        world, "yunling", item, "published", title="旧台账决议", period_label="2024年",
        at=NOON - timedelta(days=700), imported_from="旧表.xlsx",
    )  # fmt: skip


def test_visitor_reads_an_item_over_the_years(months: None, browser: Browser):
    page = browser.get(ITEM)
    rows = [" ".join(row.text_content().split()) for row in page.select("tbody tr")]
    assert [row.split()[0] for row in rows] == ["2026年3月", "2026年2月", "2026年1月", "2024年"]
    assert "缺" in rows[0]
    assert "本期无" in rows[1]
    assert "迟34天" in rows[2]
    assert "一月决议" in rows[2]
    assert "旧台账导入" in rows[3]
    assert "迟 1 期，缺 1 期，本期无 1 期。" in page.text
    assert "内部原因" not in page.html


def test_visitor_reads_one_year_of_an_item(months: None, browser: Browser):
    page = browser.get(f"{ITEM}?year=2024")
    assert len(page.select("tbody tr")) == 1
    assert "2024年" in page.title
    assert "还没有到期的公开" in browser.get(f"{ITEM}?year=1999").text
    assert browser.get(f"{ITEM}?year=x&page=-1").status == 200


def test_visitor_reads_no_gaps_where_the_township_does_not_tell_them(
    world: World, months: None, browser: Browser
):
    world.choose({"show_missing": False})
    assert "2026年3月" not in browser.get(ITEM).text
    assert b"2026-03" not in browser.client.get("/t/qingshan/yunling/due.ics").data


def test_visitor_finds_every_item_of_a_tenant(months: None, browser: Browser):
    page = browser.get("/t/qingshan/yunling/items/")
    assert ITEM in page.links
    assert "已公开 2 件" in page.text
    assert "还没有公开" in page.text
    assert browser.get("/t/qingshan/yunling/items/D05").status == 200


def test_visitor_finds_no_item_that_is_not_asked_of_the_tenant(
    world: World, items: dict[str, Any], browser: Browser
):
    make_item(world, "T09", "应急预案", tenant_kinds=["office"])
    browser.get("/t/qingshan/yunling/items/T09", expect=404)
    browser.get("/t/qingshan/yunling/items/Z99", expect=404)


def test_item_with_many_periods_comes_page_by_page(
    world: World, items: dict[str, Any], browser: Browser
):
    for year in (2023, 2024, 2025):
        for month in range(1, 12):
            owe(
                world, items["affairs"], month, year=year, period_key=f"{year}-{month:02}",
                period_start=date(year, month, 1), period_end=date(year, month, 28),
                due_on=date(year, month + 1, 15),
            )  # fmt: skip
    page = browser.get(ITEM)
    assert len(page.select("tbody tr")) == 24
    assert len(browser.get(f"{ITEM}?page=2").select("tbody tr")) == 9


def test_visitor_learns_how_to_follow(months: None, browser: Browser):
    page = browser.get("/t/qingshan/follow")
    assert "http://localhost/t/qingshan/feed.atom" in page.links
    assert "/t/qingshan/yunling/follow" in page.links
    page = browser.get("/t/qingshan/yunling/follow?item=V08")
    for path in ("feed.atom", "finance.atom", "items/V08.atom", "due.ics"):
        assert f"http://localhost/t/qingshan/yunling/{path}" in page.links


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("/t/qingshan/", "/t/qingshan/feed.atom"),
        ("/t/qingshan/yunling/", "/t/qingshan/yunling/feed.atom"),
        ("/t/qingshan/yunling/affairs", "/t/qingshan/yunling/affairs.atom"),
        (ITEM, f"{ITEM}.atom"),
    ],
)
def test_reader_of_feeds_finds_them_in_the_pages(
    months: None, browser: Browser, path: str, feed: str
):
    links = browser.get(path).tree.xpath("//link[@type='application/atom+xml']/@href")
    assert links == [feed]


def test_follower_gets_the_days_by_which_a_tenant_has_to_publish(
    app: Flask, months: None, browser: Browser
):
    answer = browser.client.get("/t/qingshan/yunling/due.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    told = {
        str(event["SUMMARY"]): event["DTSTART"].dt
        for event in Calendar.from_ical(answer.data).walk("VEVENT")
    }
    assert told == {
        "逾期未办：云岭村应公开：村民会议决议（2026年3月）": date(2026, 4, 15),
        "云岭村应公开：村民会议决议（2026年5月）": date(2026, 6, 15),
    }


def test_visitor_goes_from_what_is_missing_to_the_item(months: None, browser: Browser):
    page = browser.get("/t/qingshan/yunling/missing")
    assert ITEM in page.links
    assert page.select("tbody tr")


def test_long_list_of_what_is_missing_comes_page_by_page(
    world: World, items: dict[str, Any], browser: Browser
):
    for year in (2023, 2024, 2025, 2026):
        for month in range(1, 4 if year == 2026 else 11):
            owe(
                world, items["affairs"], month, year=year, period_key=f"{year}-{month:02}",
                due_on=date(year, month + 1, 15),
            )  # fmt: skip
    page = browser.get("/t/qingshan/yunling/missing")
    assert len(page.select("tbody tr")) == 30
    assert "到期未公开 33 项" in page.text
    assert len(browser.get("/t/qingshan/yunling/missing?page=2").select("tbody tr")) == 3
