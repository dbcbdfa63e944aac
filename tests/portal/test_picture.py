import threading
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from ogi.platform.gallery import Busy, Gallery
from ogi.platform.storage import Storage
from ogi.portal.picture.drawing import Picture
from ogi.portal.picture.rules import shown_of
from ogi.postings.rules.sheet import Laid
from tests.portal.conftest import NOON
from tests.support.factories import World
from tests.support.pages import Browser
from tests.support.rows import make_posting

ROWS = [
    {"day": f"2026-04-{day:02}", "what": "道路修补", "spent": "1250.50"} for day in range(1, 31)
]


@pytest.fixture
def ledger(world: World, items: dict[str, Any]) -> Any:
    return make_posting(
        world, "yunling", items["finance"], "published", title="2026年4月收支明细", at=NOON,
        content={"fields": {}, "rows": ROWS, "body": "凭证可到村委会查阅。"},
    )  # fmt: skip


def address(row: Any) -> str:
    return f"/t/qingshan/yunling/postings/{row.id}/picture.png"


def kept(app: Flask) -> list[Path]:
    return sorted(app.extensions["ogi_settings"].pictures_dir.rglob("*.png"))


@pytest.mark.slow
def test_villager_sends_a_picture_on_and_its_code_leads_back(
    app: Flask, ledger: Any, monkeypatch: pytest.MonkeyPatch
):
    client = app.test_client()
    answer = client.get(address(ledger))
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    with Image.open(BytesIO(answer.data)) as drawn:
        assert drawn.width == 1080
        assert 1500 < drawn.height < 4000
        read = zxingcpp.read_barcode(drawn.convert("L"))
    assert read is not None
    assert read.text == f"http://localhost/t/qingshan/yunling/postings/{ledger.id}"
    assert len(kept(app)) == 1
    monkeypatch.setattr(Picture, "draw", lambda _: pytest.fail("drawn twice"))
    again = client.get(address(ledger))
    assert again.data == answer.data
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(address(ledger), headers=tag).status_code == 304


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved", "withdrawn"])
def test_nobody_gets_a_picture_of_what_is_not_on_the_board(
    app: Flask, world: World, items: dict[str, Any], state: str
):
    row = make_posting(world, "yunling", items["party"], state, at=NOON)
    assert app.test_client().get(address(row)).status_code == 404
    assert not kept(app)


def test_nobody_gets_a_picture_under_another_tenants_address(app: Flask, world: World, ledger: Any):
    wrong = address(ledger).replace("yunling", "shiqiao")
    assert app.test_client().get(wrong).status_code == 404


def test_picture_goes_when_its_posting_is_withdrawn(
    app: Flask, ledger: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Picture, "draw", lambda _: b"\x89PNG drawn")
    assert app.test_client().get(address(ledger)).status_code == 200
    assert len(kept(app)) == 1
    publisher = Browser(app)
    publisher.sign_in("qingshan-yunling-publisher", "paper-board-27")
    publisher.submit(f"/postings/{ledger.id}/withdraw", {"reason": "数字有误"})
    assert not kept(app)
    assert app.test_client().get(address(ledger)).status_code == 404


def test_picture_goes_when_its_posting_is_taken_down(
    app: Flask, ledger: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Picture, "draw", lambda _: b"\x89PNG drawn")
    app.test_client().get(address(ledger))
    publisher = Browser(app)
    publisher.sign_in("qingshan-yunling-publisher", "paper-board-27")
    publisher.submit(f"/postings/{ledger.id}/take-down", {"reason": "泄露了个人信息"})
    assert not kept(app)


def test_picture_that_is_drawn_while_its_posting_goes_is_not_kept(
    app: Flask, world: World, ledger: Any, monkeypatch: pytest.MonkeyPatch
):
    publisher = Browser(app)
    publisher.sign_in("qingshan-yunling-publisher", "paper-board-27")

    def withdraw() -> None:
        publisher.submit(f"/postings/{ledger.id}/withdraw", {"reason": "数字有误"})

    def draw(_: Picture) -> bytes:
        other = threading.Thread(target=withdraw)  # a request of its own
        other.start()
        other.join()
        return b"\x89PNG drawn"

    monkeypatch.setattr(Picture, "draw", draw)
    assert app.test_client().get(address(ledger)).status_code == 404
    assert not kept(app)


def test_page_offers_the_picture_and_a_preview(ledger: Any, browser: Browser):
    page = browser.get(f"/t/qingshan/yunling/postings/{ledger.id}")
    assert address(ledger) in page.links
    told = {
        str(meta.get("property") or meta.get("name")): str(meta.get("content"))
        for meta in page.tree.xpath("//meta[@property or @name]")
    }
    assert told["og:title"] == "2026年4月收支明细"
    assert told["og:url"] == f"http://localhost/t/qingshan/yunling/postings/{ledger.id}"
    assert told["og:image"] == "http://localhost" + address(ledger)
    assert "道路修补" in told["description"]


def test_many_who_ask_at_once_have_it_drawn_once(tmp_path: Path):
    made = []
    gallery = Gallery(tmp_path / "g")

    def ask() -> None:
        assert gallery.get(1, "a", lambda: made.append(1) or b"picture") == b"picture"

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_asker_is_sent_away_while_another_picture_is_drawn(tmp_path: Path):
    gallery = Gallery(tmp_path / "g", tries=2)

    def draw() -> bytes:
        with pytest.raises(Busy):
            Gallery(tmp_path / "g", tries=2).get(2, "b", lambda: b"other")
        return b"picture"

    assert gallery.get(1, "a", draw) == b"picture"


def test_kept_pictures_stay_within_their_bounds(tmp_path: Path):
    gallery = Gallery(tmp_path / "g", most_files=3, most_bytes=25)
    for key in range(1, 9):
        gallery.get(key, "a", lambda: b"0123456789")
    assert len(list((tmp_path / "g").glob("*.png"))) == 2
    assert gallery.find(8, "a") is not None
    gallery.get(8, "b", lambda: b"anew")
    assert gallery.find(8, "a") is None


def test_long_posting_is_cut_and_says_so():
    laid = Laid(
        facts=(("事由", "长" * 400),),
        columns=(("日期", "date"), ("金额", "money")),
        rows=tuple((f"{n}", "1.00") for n in range(40)),
        totals=(),
        paragraphs=("段" * 500, "段" * 500),
    )
    shown = shown_of(laid)
    assert len(shown.rows) == 15
    assert len(shown.facts[0][1]) == 160
    assert sum(map(len, shown.paragraphs)) == 600
    assert shown.rest.startswith("共 40 行，还有 25 行。")


def test_rich_text_is_drawn_as_plain_words():
    laid = Laid((), (), (), (), (), html="<h2>一</h2><p>甲&amp;乙<br>丙</p><p>&lt;丁&gt;</p>")
    assert shown_of(laid).paragraphs == ("一", "甲&乙", "丙", "<丁>")


def test_store_of_files_knows_nothing_of_pictures(app: Flask):
    settings = app.extensions["ogi_settings"]
    assert not settings.pictures_dir.is_relative_to(Storage(settings.files_dir).root)
