from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from lxml import etree

from tests.portal.conftest import NOON
from tests.support.factories import World, make_staffed_township
from tests.support.rows import make_item, make_posting

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "http://localhost"
FEED = "/t/qingshan/yunling/feed.atom"


def read(app: Flask, path: str, **headers: str) -> etree._Element:
    answer = app.test_client().get(path, headers=headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return check_feed(etree.fromstring(answer.get_data()))


def one(node: etree._Element, path: str) -> Any:
    found = node.xpath(path, namespaces=ATOM)
    assert len(found) == 1, (path, found)
    return found[0]


def check_feed(feed: etree._Element) -> etree._Element:
    """Hold a feed against what RFC 4287 asks of feeds and entries."""
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    for node in [feed, *feed.xpath("a:entry", namespaces=ATOM)]:
        assert one(node, "a:id/text()").startswith("tag:")
        assert one(node, "a:title/text()")
        stamp = one(node, "a:updated/text()")
        assert len(stamp) == len("2026-05-20T04:00:00Z")
        assert stamp.endswith("Z")
        one(node, "a:link[@rel='alternate']/@href")
        for address in node.xpath("a:link/@href", namespaces=ATOM):
            assert address.startswith(f"{SITE}/t/"), address
    one(feed, "a:link[@rel='self']/@href")
    for entry in feed.xpath("a:entry", namespaces=ATOM):
        assert one(entry, "a:author/a:name/text()")
        assert one(entry, "a:summary/text()")
    ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids))
    return feed


def titles(feed: etree._Element) -> list[str]:
    return feed.xpath("a:entry/a:title/text()", namespaces=ATOM)


def test_follower_reads_what_was_published_last(app: Flask, world: World, items: dict[str, Any]):
    for hours, key in ((3, "party"), (2, "affairs"), (1, "finance")):
        at = NOON - timedelta(hours=hours)
        make_posting(world, "yunling", items[key], "published", title=f"事项{key}", at=at)
    make_posting(world, "shiqiao", items["party"], "published", title="邻村", at=NOON)
    feed = read(app, FEED)
    assert titles(feed) == ["事项finance", "事项affairs", "事项party"]
    assert one(feed, "a:updated/text()") == "2026-05-20T03:00:00Z"
    assert titles(read(app, "/t/qingshan/feed.atom"))[0] == "邻村"
    assert titles(read(app, "/t/qingshan/yunling/finance.atom")) == ["事项finance"]
    assert titles(read(app, "/t/qingshan/yunling/items/V08.atom")) == ["事项affairs"]


def test_follower_reads_a_tombstone_where_a_posting_was_withdrawn(
    app: Flask, world: World, items: dict[str, Any]
):
    gone = NOON - timedelta(hours=1)
    make_posting(
        world, "yunling", items["party"], "withdrawn", title="写错的", at=NOON - timedelta(days=9),
        content={"fields": {}, "rows": [], "body": "密语"}, withdrawn_at=gone,
    )  # fmt: skip
    make_posting(
        world, "yunling", items["party"], "published", title="后来的", at=NOON - timedelta(days=1)
    )
    feed = read(app, FEED)
    assert titles(feed) == ["写错的（已撤下）", "后来的"]
    summary = feed.xpath("a:entry[1]/a:summary/text()", namespaces=ATOM)[0]
    assert summary == "本公开事项已撤下。2026年5月20日撤下。理由：数字有误"
    assert "密语" not in etree.tostring(feed, encoding="unicode")


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved"])
def test_follower_never_reads_what_is_not_published(
    app: Flask, world: World, items: dict[str, Any], state: str
):
    make_posting(
        world, "yunling", items["party"], state, title="密稿", at=NOON,
        content={"fields": {}, "rows": [], "body": "密稿"},
    )  # fmt: skip
    for path in (FEED, "/t/qingshan/feed.atom", "/t/qingshan/yunling/party.atom",
                 "/t/qingshan/yunling/items/D05.atom", "/t/qingshan/yunling/due.ics"):  # fmt: skip
        answer = app.test_client().get(path)
        assert answer.status_code == 200
        assert "密稿" not in answer.get_data(as_text=True)


def test_follower_reads_nothing_that_was_brought_in_as_history(
    app: Flask, world: World, items: dict[str, Any]
):
    make_posting(
        world, "yunling", items["party"], "published", title="旧账", at=NOON, imported_from="旧表"
    )
    assert titles(read(app, FEED)) == []


def test_follower_goes_back_page_by_page(app: Flask, world: World, many: list[Any]):
    first = read(app, FEED)
    assert len(titles(first)) == 50
    assert not first.xpath("a:link[@rel='previous']", namespaces=ATOM)
    more = one(first, "a:link[@rel='next']/@href").removeprefix(SITE)
    second = read(app, more)
    assert len(titles(second)) == 20
    assert set(titles(first)) | set(titles(second)) == {row.title for row in many}
    assert one(second, "a:link[@rel='previous']/@href") == SITE + FEED
    assert one(second, "a:link[@rel='first']/@href") == SITE + FEED
    assert not second.xpath("a:link[@rel='next']", namespaces=ATOM)
    assert one(first, "a:id/text()") == one(second, "a:id/text()")
    assert titles(read(app, f"{FEED}?page=999999999999")) == []
    assert titles(read(app, f"{FEED}?page=-1")) == titles(first)


def test_reader_that_asks_again_hears_that_nothing_changed(
    app: Flask, world: World, items: dict[str, Any]
):
    make_posting(world, "yunling", items["party"], "published", title="一", at=NOON)
    client = app.test_client()
    for path in (FEED, "/t/qingshan/feed.atom", "/t/qingshan/yunling/due.ics"):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/t/nowhere/feed.atom",
        "/t/qingshan/nowhere/feed.atom",
        "/t/qingshan/nowhere/party.atom",
        "/t/qingshan/yunling/other.atom",
        "/t/qingshan/yunling/items/Z99.atom",
        "/t/qingshan/nowhere/due.ics",
        "/t/qingshan/nowhere/follow",
    ],
)
def test_follower_of_nobody_finds_no_feed(
    app: Flask, world: World, items: dict[str, Any], path: str
):
    assert app.test_client().get(path).status_code == 404


def test_follower_of_one_township_reads_nothing_of_another(
    app: Flask, world: World, items: dict[str, Any]
):
    other = make_staffed_township(app.extensions["ogi_engine"], "baihe", "白河镇")
    theirs = make_item(other, "D05", "三会一课", board="party")
    make_posting(other, "yunling", theirs, "published", title="白河的", at=NOON)
    make_posting(world, "yunling", items["party"], "published", title="青山的", at=NOON)
    assert titles(read(app, "/t/qingshan/feed.atom")) == ["青山的"]
    assert titles(read(app, FEED)) == ["青山的"]
    assert titles(read(app, "/t/baihe/yunling/feed.atom")) == ["白河的"]


def test_entry_keeps_its_name_when_the_posting_is_corrected(
    app: Flask, world: World, items: dict[str, Any]
):
    row = make_posting(
        world, "yunling", items["party"], "published", title="第二版", at=NOON, edition=2,
        correction_note="数字改了", index_number="青山-云岭-D05-2026-0001/2",
    )  # fmt: skip
    entry = read(app, FEED).xpath("a:entry", namespaces=ATOM)[0]
    name = one(entry, "a:id/text()")
    assert name.endswith("-D05-2026-0001"), row
    assert "更正说明：数字改了" in one(entry, "a:summary/text()")


def test_strange_signs_break_no_feed(app: Flask, world: World, items: dict[str, Any]):
    make_posting(
        world, "yunling", items["party"], "published", title="甲\x0b<b>&乙]]>\ufffe", at=NOON
    )
    assert titles(read(app, FEED)) == ["甲<b>&乙]]>"]
