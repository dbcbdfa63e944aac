from typing import Any

import pytest
from flask import Flask
from lxml import etree

from ogi.portal import sitemap
from tests.portal.conftest import NOON
from tests.support.factories import World, make_staffed_township
from tests.support.rows import make_item, make_posting

MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITE = "http://localhost"


def addresses(app: Flask, path: str) -> list[str]:
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return etree.fromstring(answer.data).xpath("*/s:loc/text()", namespaces=MAP)


def test_search_engine_finds_what_stands_on_the_boards_and_nothing_else(
    app: Flask, world: World, items: dict[str, Any]
):
    shown = make_posting(world, "yunling", items["party"], "published", at=NOON)
    for state in ("draft", "submitted", "returned", "approved", "withdrawn"):
        make_posting(world, "yunling", items["party"], state, title=f"密{state}", at=NOON)
    found = addresses(app, "/t/qingshan/sitemap.xml")
    postings = [one for one in found if "/postings/" in one]
    assert postings == [f"{SITE}/t/qingshan/yunling/postings/{shown.id}"]
    for path in ("", "yunling/", "yunling/finance", "shiqiao/items/", "reports/"):
        assert f"{SITE}/t/qingshan/{path}" in found
    client = app.test_client()
    for one in found:
        assert client.get(one.removeprefix(SITE)).status_code == 200, one


def test_search_engine_finds_every_township(app: Flask, world: World, items: dict[str, Any]):
    other = make_staffed_township(app.extensions["ogi_engine"], "baihe", "白河镇")
    make_posting(other, "yunling", make_item(other), "published", at=NOON)
    index = addresses(app, "/sitemap.xml")
    assert sorted(index) == [f"{SITE}/t/{slug}/sitemap.xml" for slug in ("baihe", "qingshan")]
    assert not [one for one in addresses(app, "/t/qingshan/sitemap.xml") if "baihe" in one]
    assert app.test_client().get("/t/nowhere/sitemap.xml").status_code == 404


def test_long_list_of_pages_comes_in_parts(
    app: Flask, world: World, many: list[Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sitemap, "PER_SITEMAP", 30)
    index = addresses(app, "/sitemap.xml")
    assert [one.partition("?")[2] for one in index] == ["", "page=2", "page=3"]
    parts = [addresses(app, one.removeprefix(SITE)) for one in index]
    told = [one for part in parts for one in part if "/postings/" in one]
    assert len(told) == len(set(told)) == len(many)
    assert app.test_client().get("/t/qingshan/sitemap.xml?page=4").status_code == 404


def test_search_engine_that_asks_again_hears_that_nothing_changed(app: Flask, world: World):
    client = app.test_client()
    for path in ("/sitemap.xml", "/t/qingshan/sitemap.xml"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_programs_are_told_what_to_leave_alone(app: Flask, world: World):
    answer = app.test_client().get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.get_data(as_text=True).splitlines()
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert "Disallow: /*/picture.png$" in lines
