from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from ogi.postings.rules.periods import listed_period
from ogi.tenants.models import Tenant, Township
from tests.portal.conftest import NOON
from tests.support.factories import SHORT_CHAIN, World, make_staffed_township, make_township
from tests.support.pages import Browser
from tests.support.rows import make_item, make_obligation, make_posting

WALL = "/t/qingshan/yunling/"


def change(world: World, model: Any, key: int, **values: Any) -> None:
    with world.session() as session:
        row = session.scalars(select(model).where(model.id == key)).one()
        for name, value in values.items():
            setattr(row, name, value)
        session.commit()


def bump(world: World, tenant: str) -> None:
    """Count a change, as each action on a posting does."""
    with world.session() as session:
        row = session.scalars(select(Tenant).where(Tenant.slug == tenant)).one()
        row.board_version += 1
        session.commit()


def test_visitor_goes_straight_to_the_only_township(world: World, browser: Browser) -> None:
    browser.get("/", expect=302)
    assert browser.follow().h1 == "青山镇三务公开"


def test_visitor_chooses_among_several_townships(world: World, browser: Browser) -> None:
    make_township(world.engine, "baishui", "白水乡")
    page = browser.get("/")
    assert "青山镇" in page.text
    assert "白水乡" in page.text
    assert "/t/baishui/" in page.links


def test_visitor_of_an_empty_installation_reads_what_will_be_here(browser: Browser) -> None:
    assert "还没有乡镇" in browser.get("/").text


def test_visitor_finds_new_postings_of_all_tenants_and_every_tenant(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    make_posting(world, "yunling", items["party"], "published", title="五月支部大会", at=NOON)
    make_posting(world, "shiqiao", items["finance"], "published", title="四月收支", at=NOON)
    page = browser.get("/t/qingshan/")
    assert "五月支部大会" in page.text
    assert "四月收支" in page.text
    for slug in ("office", "finance", "yunling", "shiqiao"):
        assert f"/t/qingshan/{slug}/" in page.links


def test_visitor_reads_three_boards_side_by_side_latest_first(
    world: World, items: dict[str, Any], many: list[Any], browser: Browser
) -> None:
    make_posting(world, "yunling", items["party"], "published", title="五月支部大会", at=NOON)
    page = browser.get(WALL)
    assert [head.text_content().strip() for head in page.select(".board-head h2")] == [
        "党务公开",
        "村务公开",
        "财务公开",
    ]
    titles = [card.text_content() for card in page.select("#affairs .posting-card-title")]
    assert titles == [f"决议第{number}号" for number in range(1, 9)]
    assert "还没有公开事项" in page.text
    assert "/t/qingshan/yunling/affairs" in page.links


def test_visitor_reads_zhengwu_where_the_tenant_is_no_village(
    world: World, browser: Browser
) -> None:
    assert "政务公开" in browser.get("/t/qingshan/finance/").text


def test_visitor_turns_the_pages_of_one_board(
    world: World, many: list[Any], browser: Browser
) -> None:
    first = browser.get(WALL + "affairs")
    assert len(first.select(".posting-card")) == 30
    last = browser.get(WALL + "affairs?page=3")
    assert len(last.select(".posting-card")) == 10
    assert "决议第70号" in last.text
    assert browser.get(WALL + "affairs?page=99").select(".posting-card")
    assert browser.get(WALL + "affairs?page=x").text == first.text


def test_visitor_never_sees_what_is_not_published(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    for state in ("draft", "submitted", "returned", "approved"):
        hidden = make_posting(
            world, "yunling", items["affairs"], state, title=f"内部{state}", at=NOON
        )
        browser.get(f"{WALL}postings/{hidden.id}", expect=404)
    for path in ("/t/qingshan/", WALL, WALL + "affairs", WALL + "missing"):
        assert "内部" not in browser.get(path).text


def test_visitor_sees_a_new_posting_at_once(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    assert "五月决议" not in browser.get(WALL).text
    made = make_posting(world, "yunling", items["affairs"], "published", title="五月决议", at=NOON)
    bump(world, "yunling")
    assert "五月决议" in browser.get(WALL).text
    assert "五月决议" in browser.get(WALL + "affairs").text
    change(world, type(made), made.id, state="withdrawn", withdrawal_reason="有误")
    bump(world, "yunling")
    assert "已撤下" in browser.get(WALL).text


def test_visitor_sees_new_names_at_once(world: World, browser: Browser) -> None:
    browser.get(WALL)
    change(world, Tenant, world.tenants["yunling"].id, name="云岭新村")
    assert "云岭新村" in browser.get(WALL).h1
    change(world, Township, world.township.id, settings=SHORT_CHAIN | {"hotline": "0553-1234567"})
    assert "0553-1234567" in browser.get(WALL).text


def test_visitor_is_not_shown_a_renamed_address(world: World, browser: Browser) -> None:
    browser.get(WALL)
    change(world, Township, world.township.id, slug="qingshui")
    browser.get(WALL, expect=404)
    browser.get("/t/qingshui/yunling/")


def test_visitor_of_one_township_reads_nothing_of_another(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    other = make_staffed_township(world.engine, "baishui", "白水乡")
    item = make_item(other, "V08", "决议")
    foreign = make_posting(other, "yunling", item, "published", title="白水的决议", at=NOON)
    browser.get("/t/baishui/yunling/")
    assert "白水的决议" not in browser.get(WALL).text
    assert "白水的决议" not in browser.get("/t/qingshan/").text
    browser.get(f"{WALL}postings/{foreign.id}", expect=404)


def test_visitor_reads_what_is_missing_and_for_how_long(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    make_obligation(world, "yunling", items["finance"])
    make_obligation(world, "yunling", items["party"], disposition="nothing", reason="本期没有活动")
    page = browser.get(WALL + "missing")
    assert "收支明细" in page.text
    assert "缺 35天" in page.text
    assert "三会一课" not in page.text
    assert "有 1 项到期没有公开" in browser.get(WALL).text
    assert "缺 1 项" in browser.get("/t/qingshan/").text


def test_visitor_reads_why_nothing_was_posted(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    make_obligation(
        world, "yunling", items["party"], disposition="nothing", reason="本期没有活动",
        declared_at=NOON,
    )  # fmt: skip
    make_obligation(
        world,
        "yunling",
        items["finance"],
        disposition="waived",
        reason="镇里同意",
        declared_at=NOON,
    )
    assert WALL + "declared" in browser.get(WALL).links
    page = browser.get(WALL + "declared")
    assert "本期没有活动" in page.text
    assert "镇里同意" not in page.text


def test_township_may_keep_missing_items_to_itself(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    make_obligation(world, "yunling", items["finance"])
    change(world, Township, world.township.id, settings=SHORT_CHAIN | {"show_missing": False})
    browser.get(WALL + "missing", expect=404)
    assert "到期" not in browser.get(WALL).text
    assert "到期" not in browser.get("/t/qingshan/").text


def test_visitor_finds_no_unknown_place(world: World, browser: Browser) -> None:
    for path in ("/t/nowhere/", "/t/nowhere/yunling/", "/t/qingshan/nowhere/", WALL + "kitchen"):
        browser.get(path, expect=404)


def test_elder_keeps_large_type_from_page_to_page(world: World, browser: Browser) -> None:
    browser.get(WALL + "affairs?page=1&dress=elder", expect=303)
    assert browser.page.location == WALL + "affairs?page=1"
    assert "elder" in browser.follow().select("body")[0].get("class")
    assert "elder" in browser.get(WALL).select("body")[0].get("class")
    browser.get(WALL + "?dress=plain", expect=303)
    assert "elder" not in browser.follow().select("body")[0].get("class")


def test_reader_of_plain_type_is_not_given_the_elder_page(
    app: Flask, world: World, browser: Browser
) -> None:
    browser.get(WALL + "?dress=elder", expect=303)
    browser.follow()
    assert "elder" not in Browser(app).get(WALL).select("body")[0].get("class")


def test_visitor_finds_an_old_imported_posting_below_what_is_newer(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    make_posting(world, "yunling", items["affairs"], "published", title="五月决议", at=NOON)
    make_posting(
        world,
        "yunling",
        items["affairs"],
        "published",
        title="旧台账",
        at=NOON + timedelta(hours=1),
        counted_on=date(2017, 6, 1),
        imported_from="2017.xlsx",
    )
    page = browser.get(WALL)
    titles = [card.text_content() for card in page.select("#affairs .posting-card-title")]
    assert titles == ["五月决议", "旧台账"]
    assert "2017-06-01" in page.text


def test_list_tells_the_day_on_the_sheet_only_where_it_differs_and_an_event_by_its_day(
    world: World, items: dict[str, Any], browser: Browser
) -> None:
    given = {"at": NOON, "period_label": "2026年5月19日"}
    for title, claimed_on in (("同日", date(2026, 5, 20)), ("早三天", date(2026, 5, 17))):
        make_posting(
            world, "yunling", items["affairs"], "published", title=title, claimed_on=claimed_on,
            **given,
        )  # fmt: skip
    for path in ("/t/qingshan/", WALL, f"{WALL}affairs"):
        lines = {
            card.cssselect("a")[0].text_content(): card.cssselect("p")[0].text_content()
            for card in browser.get(path).select(".posting-card")
        }
        assert lines["同日"].count("2026-05-20") == 1
        assert "张贴" not in lines["同日"]
        assert "张贴 2026-05-17，记录晚 3 天" in lines["早三天"]
        assert "5月19日发生" in lines["同日"]
        assert "2026年5月19日" not in lines["同日"]


def test_event_of_another_year_keeps_its_year_and_a_period_its_words() -> None:
    assert listed_period("2025年12月30日", date(2026, 1, 4)) == "2025年12月30日发生"
    assert listed_period("2026年第1季度", date(2026, 4, 4)) == "2026年第1季度"
