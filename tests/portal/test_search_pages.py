"""What a villager sees of the search: words marked, choices, plain answers to whatever is typed."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask

from ogi.platform.config import Settings
from ogi.platform.storage import Storage
from ogi.postings.searching.rebuilding import catch_up
from tests.portal.conftest import NOON
from tests.support.factories import World
from tests.support.pages import Browser
from tests.support.rows import make_posting

SEARCH = "/t/qingshan/search"


@pytest.fixture
def posted(world: World, items: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """A few postings on the boards, findable."""
    made = {
        "title": make_posting(
            world, "yunling", items["affairs"], "published", title="危房改造<名单>公示",
            content={"body": "共三户。<script>alert(1)</script>"}, at=NOON - timedelta(days=2),
        ),
        "body": make_posting(
            world, "shiqiao", items["finance"], "published", title="三月收支明细",
            content={"fields": {}, "rows": [{"day": "2026-03-02", "what": "危房改造补助",
                                             "spent": "12500.00"}]},
            at=NOON - timedelta(days=1),
        ),
        "draft": make_posting(world, "yunling", items["party"], "draft", title="危房草稿"),
    }  # fmt: skip
    catch_up(world.engine, world.township.id, Storage(settings.data_dir / "files"))
    return made


def ask(browser: Browser, expect: int = 200, **asked: Any) -> Any:
    return browser.get(f"{SEARCH}?{urlencode(asked)}", expect=expect)


def titles(page: Any) -> list[str]:
    return [str(one.text_content()) for one in page.tree.cssselect(".search-hits h3")]


def marked(page: Any) -> set[str]:
    return {one.text_content() for one in page.tree.cssselect("mark")}


def test_villager_finds_by_two_characters_the_title_first(browser: Browser, posted: Any):
    page = ask(browser, q="危房")
    assert titles(page) == ["危房改造<名单>公示", "三月收支明细"]
    assert marked(page) == {"危房"}
    assert "找到 2 条" in page.text
    assert "<script>alert" not in page.html
    assert "草稿" not in page.text


def test_villager_finds_an_amount_as_it_is_printed_and_as_it_is_typed(
    browser: Browser, posted: Any
):
    for question in ("12,500.00", "12500", "１２５００"):
        page = ask(browser, q=question)
        assert titles(page) == ["三月收支明细"], question
    assert "12,500.00" in marked(ask(browser, q="12500.00"))


def test_what_is_found_in_markup_stays_text(browser: Browser, posted: Any):
    page = ask(browser, q="<script>")
    assert marked(page) == {"<script>"}
    assert titles(page) == ["危房改造<名单>公示"]


def test_villager_narrows_many_hits_by_a_link(
    browser: Browser, world: World, many: list[Any], items: dict[str, Any], settings: Settings
):
    make_posting(world, "shiqiao", items["finance"], "published", title="决议的经费")
    catch_up(world.engine, world.township.id, Storage(settings.data_dir / "files"))
    page = ask(browser, q="决议", page=2)
    links = [link for link in page.links if "tenant=shiqiao" in link]
    assert len(links) == 1
    assert titles(browser.get(links[0])) == ["决议的经费"]
    assert any("board=finance" in link for link in page.links)


def test_villager_narrows_by_the_form(browser: Browser, posted: Any):
    assert titles(ask(browser, q="危房", board="affairs")) == ["危房改造<名单>公示"]
    assert titles(ask(browser, q="危房", item="F03")) == ["三月收支明细"]
    assert titles(ask(browser, q="危房", since="2026-05-19")) == ["三月收支明细"]
    assert titles(ask(browser, q="危房", year="2026")) == ["危房改造<名单>公示", "三月收支明细"]
    empty = ask(browser, q="危房", year="2025")
    assert "没有找到" in empty.text
    assert "不限单位" in empty.text


def test_villager_who_finds_nothing_is_told_what_each_word_finds(browser: Browser, posted: Any):
    page = ask(browser, q="危房 明细 卫星")
    assert "没有找到" in page.text
    assert "“危房” ，有 2 条" in page.text or "“危房”，有 2 条" in page.text
    assert "卫星”" not in page.text.split("可以这样再试")[1]


def test_every_page_of_a_township_leads_to_the_search(browser: Browser, posted: Any):
    for path in ("/t/qingshan/", "/t/qingshan/yunling/", "/t/qingshan/yunling/affairs"):
        form = browser.get(path).tree.cssselect("form.band-search")[0]
        assert form.get("action") == SEARCH
    assert form.cssselect("input[name=tenant]")[0].get("value") == "yunling"
    assert "form.band-search" not in browser.get(SEARCH).html


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"q": "字" * 10_000}, "太长了"),
        ({"q": "\x00\x01\x1b\u202e"}, "请写出要找的字"),
        ({"q": "一 二 三 四 五 六 七 八 九"}, "词太多了"),
        ({"q": "危房", "tenant": "nowhere"}, "没有这个选项"),
        ({"q": "危房", "board": "' OR 1=1"}, "没有这个选项"),
        ({"q": "危房", "year": "9" * 40}, "没有这个选项"),
        ({"q": "危房", "since": "昨天"}, "日期没有看懂"),
        ({"q": "危房", "since": "2026-05-02", "until": "2026-05-01"}, "请对调"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_why(
    browser: Browser, posted: Any, asked: dict[str, str], told: str
):
    assert told in ask(browser, expect=422, **asked).text


@pytest.mark.parametrize(
    "question",
    ['"', "'", '""" OR', "危房 AND 名单", "NEAR(危 房)", "危房*", "title:危房", "((", "^危",
     "-危房", "危房' | 'x", "\\", "%", "_", "&|!<->", "a" * 100, "💰", "é", "x'); DROP TABLE--"],
)  # fmt: skip
def test_signs_of_query_languages_are_signs(browser: Browser, posted: Any, question: str):
    page = ask(browser, q=question)
    assert titles(page) == []


@pytest.mark.parametrize("page", ["-1", "0", "2", "1000000000000", "abc", "9" * 400, ""])
def test_a_page_that_is_not_there_is_the_nearest_one(browser: Browser, posted: Any, page: str):
    assert len(titles(ask(browser, q="危房", page=page))) == 2


def test_search_without_a_question_shows_the_form(browser: Browser, posted: Any):
    page = browser.get(SEARCH)
    assert titles(page) == []
    assert page.tree.cssselect("input[name=q]")
    assert titles(browser.get(f"{SEARCH}?q={quote('   ')}")) == []
    offered = [link for link in page.links if "/search?q=" in link]
    assert len(offered) == 2  # not of the item that has a draft alone
    assert all(titles(browser.get(link)) for link in offered)


def test_unknown_township_has_no_search(browser: Browser):
    browser.get("/t/nowhere/search?q=x", expect=404)


def test_many_hits_are_paged(browser: Browser, app: Flask, many: list[Any], settings: Settings):
    world = app.extensions["ogi_engine"]
    catch_up(world, many[0].township_id, Storage(settings.data_dir / "files"))
    pages = [titles(ask(browser, q="决议", page=number)) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 20, 10]
    assert pages[0][0] == "决议第1号"
    assert {title for page in pages for title in page} == {f"决议第{n}号" for n in range(1, 71)}
    assert "找到 70 条" in ask(browser, q="决议").text


def test_withdrawn_a_second_ago_is_gone(browser: Browser, world: World, posted: Any):
    assert len(titles(ask(browser, q="危房"))) == 2
    with world.session() as session:
        found = session.get_one(type(posted["title"]), posted["title"].id)
        found.state, found.withdrawal_reason = "withdrawn", "数字有误"
        found.withdrawn_at = NOON
        session.commit()
    page = ask(browser, q="危房")
    assert titles(page) == ["三月收支明细"]
    assert "找到 1 条" in page.text
