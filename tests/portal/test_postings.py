from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from ogi.platform.storage import Storage
from tests.portal.conftest import DAY, NOON
from tests.support.factories import World
from tests.support.pages import Browser
from tests.support.rows import make_attachment, make_posting

pytestmark = pytest.mark.once

POSTINGS = "/t/qingshan/yunling/postings/"
ROWS = [
    {"day": "2026-04-03", "what": "道路修补", "spent": "1250.50"},
    {"day": "2026-04-09", "what": "<b>路灯</b>", "spent": "300"},
]


@pytest.fixture
def ledger(world: World, items: dict[str, Any]) -> Any:
    return make_posting(
        world,
        "yunling",
        items["finance"],
        "published",
        title="2026年4月收支明细",
        at=NOON,
        content={"fields": {}, "rows": ROWS, "body": "凭证可到村委会查阅。"},
        claimed_on=DAY - timedelta(days=3),
    )


def keep_file(app: Flask, data: bytes) -> dict[str, Any]:
    kept = Storage(app.extensions["ogi_settings"].files_dir).put(data)
    return {"sha256": kept.key, "storage_key": kept.key, "size": kept.size}


def test_visitor_reads_the_sheet_as_on_the_wall(ledger: Any, browser: Browser) -> None:
    page = browser.get(f"{POSTINGS}{ledger.id}")
    assert page.h1 == "2026年4月收支明细"
    assert "1,250.50" in page.text
    assert "1,550.50" in page.text
    assert "<b>路灯</b>" in page.text
    assert "凭证可到村委会查阅。" in page.text
    assert ledger.index_number in page.text


def test_visitor_reads_both_days_and_their_difference(ledger: Any, browser: Browser) -> None:
    page = browser.get(f"{POSTINGS}{ledger.id}")
    assert "2026年5月17日" in page.text
    assert "2026年5月20日 12:00" in page.text
    assert "系统记录比张贴日期晚 3 天。" in page.text


def test_visitor_reads_posts_but_no_names_of_those_who_published(
    world: World, ledger: Any, browser: Browser
) -> None:
    page = browser.get(f"{POSTINGS}{ledger.id}")
    for post in ("起草岗", "审核岗", "发布岗"):
        assert post in page.text
    for person in world.people.values():
        assert person.name not in page.html


def test_visitor_finds_a_tombstone_where_a_posting_was_withdrawn(
    app: Flask, world: World, items: dict[str, Any], browser: Browser
) -> None:
    gone = make_posting(
        world,
        "yunling",
        items["finance"],
        "withdrawn",
        title="四月收支",
        at=NOON,
        content={"fields": {}, "rows": ROWS, "body": "旧正文"},
    )
    file = make_attachment(world, gone, "旧附件.pdf", **keep_file(app, b"%PDF-1.7 old"))
    page = browser.get(f"{POSTINGS}{gone.id}")
    assert "本公开事项已撤下" in page.text
    assert "数字有误" in page.text
    assert "道路修补" not in page.text
    assert "旧正文" not in page.text
    assert "旧附件" not in page.text
    browser.get(f"{POSTINGS}{gone.id}/files/{file.id}", expect=404)


def test_visitor_finds_a_posting_only_at_its_own_tenant(ledger: Any, browser: Browser) -> None:
    browser.get(f"/t/qingshan/shiqiao/postings/{ledger.id}", expect=404)


def test_visitor_downloads_a_file_that_no_browser_runs(
    app: Flask, world: World, ledger: Any, browser: Browser
) -> None:
    data = b"%PDF-1.7 <script>alert(1)</script>"
    file = make_attachment(world, ledger, "收支 附表.pdf", **keep_file(app, data))
    listed = browser.get(f"{POSTINGS}{ledger.id}")
    assert "收支 附表.pdf" in listed.text
    answer = browser.get(f"{POSTINGS}{ledger.id}/files/{file.id}")
    assert answer.data == data
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.response.close()


def test_visitor_sees_a_photo_in_the_page(
    app: Flask, world: World, ledger: Any, browser: Browser
) -> None:
    drawn = BytesIO()
    Image.new("RGB", (8, 6), "white").save(drawn, "PNG")
    photo = make_attachment(
        world,
        ledger,
        "公开栏.png",
        kind="photo",
        media_type="image/png",
        **keep_file(app, drawn.getvalue()),
    )
    page = browser.get(f"{POSTINGS}{ledger.id}")
    address = f"{POSTINGS}{ledger.id}/files/{photo.id}"
    assert [image.get("src") for image in page.select(".photos img")] == [address]
    answer = browser.get(address)
    assert answer.headers["Content-Type"] == "image/png"
    assert not answer.headers["Content-Disposition"].startswith("attachment")
    answer.response.close()


def test_visitor_gets_no_file_of_a_draft_or_of_another_posting(
    app: Flask, world: World, items: dict[str, Any], ledger: Any, browser: Browser
) -> None:
    draft = make_posting(world, "yunling", items["affairs"], "draft", at=NOON)
    hidden = make_attachment(world, draft, "草稿.pdf", **keep_file(app, b"%PDF-1.7 draft"))
    browser.get(f"{POSTINGS}{draft.id}/files/{hidden.id}", expect=404)
    browser.get(f"{POSTINGS}{ledger.id}/files/{hidden.id}", expect=404)


def test_visitor_learns_of_a_file_that_is_lost(world: World, ledger: Any, browser: Browser) -> None:
    lost = make_attachment(world, ledger, "丢失.pdf")
    browser.get(f"{POSTINGS}{ledger.id}/files/{lost.id}", expect=404)


def test_file_is_asked_for_anew_each_time_so_that_a_withdrawn_one_is_gone_at_once(
    app: Flask, world: World, ledger: Any, browser: Browser
) -> None:
    file = make_attachment(world, ledger, "附表.pdf", **keep_file(app, b"%PDF-1.7 kept"))
    page = browser.get(f"{POSTINGS}{ledger.id}/files/{file.id}")
    assert "no-cache" in page.headers["Cache-Control"]
    assert "max-age=3600" not in page.headers["Cache-Control"]
