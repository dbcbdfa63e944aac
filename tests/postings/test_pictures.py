"""Pictures inside the text of a draft, and what is pasted, as the editor sends them."""

from io import BytesIO

import pytest
from PIL import Image

from ogi.postings import actions
from ogi.postings.models import Attachment
from tests.postings.desk import TODAY, Desk
from tests.support.pages import Browser
from tests.support.rows import all_rows

pytestmark = [pytest.mark.usefixtures("_fixed_day"), pytest.mark.once]
DRAFTER = "qingshan-yunling-drafter"


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


@pytest.fixture
def drafter(desk, browse_as) -> Browser:
    return browse_as(DRAFTER)


def photo(colour: str = "white") -> tuple[BytesIO, str]:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return BytesIO(out.getvalue()), "坝.jpg"


def send(browser: Browser, posting_id: int, file: tuple[BytesIO, str] | None):
    data = {"csrf_token": browser._token()} | ({"upload": file} if file else {})
    return browser.client.post(f"/postings/{posting_id}/pictures", data=data)


def paste(browser: Browser, posting_id: int, html: str):
    return browser.client.post(
        f"/postings/{posting_id}/paste",
        data=html.encode(),
        content_type="text/html; charset=utf-8",
        headers={"X-CSRFToken": browser._token()},
    )


def write(desk: Desk, posting_id: int, html: str) -> None:
    draft = actions.Draft("标题", "村委会", {**desk.read(posting_id).content, "html": html})
    desk.do(actions.save, posting_id, "drafter", draft=draft, version=None)


def test_a_picture_is_kept_with_the_draft_and_shown_inside_its_text_alone(desk, drafter):
    posting_id = desk.draft()
    answer = send(drafter, posting_id, photo())
    told = answer.json
    (kept,) = all_rows(desk.world, Attachment)
    assert told == {
        "id": kept.id,
        "url": f"/postings/{posting_id}/files/{kept.id}",
        "version": desk.read(posting_id).version,
    }
    assert drafter.get(f"/postings/{posting_id}").select(".photos img")
    write(desk, posting_id, f"<p>坝<img data-file={kept.id} alt=大坝></p>")
    page = drafter.get(f"/postings/{posting_id}")
    assert not page.select(".photos img")
    (shown,) = page.select(".rich img")
    assert (shown.get("src"), shown.get("alt")) == (told["url"], "大坝")

    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)
    reader = Browser(drafter.app)
    public = reader.get(f"/t/qingshan/yunling/postings/{posting_id}")
    (shown,) = public.select(".rich img")
    sent = reader.client.get(shown.get("src"))
    assert (sent.status_code, sent.mimetype) == (200, "image/jpeg")
    sent.close()


def test_the_same_picture_twice_is_one_file(desk, drafter):
    posting_id = desk.draft()
    first = send(drafter, posting_id, photo()).json
    assert send(drafter, posting_id, photo()).json["id"] == first["id"]
    assert send(drafter, posting_id, photo("red")).json["id"] != first["id"]
    assert len(all_rows(desk.world, Attachment)) == 2


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "没有收到图片"),
        ((b"%PDF-1.4\n%%EOF", "账.pdf"), "账.pdf"),
        ((b"<svg onload=alert(1)>", "图.svg"), "图.svg"),
    ],
)
def test_what_is_no_picture_is_refused_in_words_and_not_kept(desk, drafter, file, said):
    posting_id = desk.draft()
    sent = None if file is None else (BytesIO(file[0]), file[1])
    answer = send(drafter, posting_id, sent)
    assert answer.status_code == 422
    assert said in answer.json["error"]
    assert not all_rows(desk.world, Attachment)


def test_a_submitted_draft_takes_no_picture(desk, drafter):
    answer = send(drafter, desk.submitted(), photo())
    assert answer.status_code == 422
    assert not all_rows(desk.world, Attachment)


def test_others_have_no_way_to_a_drafts_pictures(desk, browse_as):
    posting_id = desk.draft()
    for username, refused in [
        ("qingshan-shiqiao-drafter", 404),
        ("qingshan-yunling-reviewer", 403),
        ("qingshan-yunling-publisher", 403),
    ]:
        browser = browse_as(username)
        assert send(browser, posting_id, photo()).status_code == refused
        assert paste(browser, posting_id, "<p>x").status_code == refused
    assert not all_rows(desk.world, Attachment)


def test_a_neighbours_picture_is_never_shown(desk, drafter):
    foreign = send(drafter, desk.draft(), photo()).json["id"]
    posting_id = desk.draft()
    write(desk, posting_id, f"<p>坝<img data-file={foreign}><img data-file=987654></p>")
    for path in ("", "/check", "/edit"):
        assert f"/files/{foreign}" not in drafter.get(f"/postings/{posting_id}{path}").html
    pasted = paste(drafter, posting_id, f"<img data-file={foreign}>").json["html"]
    assert "<img" not in pasted


def test_a_file_taken_off_leaves_the_text_as_well(desk, drafter):
    posting_id = desk.draft()
    key = send(drafter, posting_id, photo()).json["id"]
    write(desk, posting_id, f"<p>坝<b>头</b><img data-file={key}></p>")
    drafter.submit(f"/postings/{posting_id}/edit", {"remove_file": str(key)})
    content = desk.read(posting_id).content
    assert (content["body"], content["html"]) == ("坝头", "<p>坝<strong>头</strong></p>")


def test_pasted_markup_comes_back_clean_and_nothing_is_kept(desk, drafter):
    posting_id = desk.draft()
    before = desk.read(posting_id).content
    html = "<p class=MsoNormal align=center><b>会议<o:p></o:p></b></p><img src='file:///c:/1.png'>"
    told = paste(drafter, posting_id, html).json
    assert told["html"].startswith('<p class="ta-center"><strong>会议</strong></p>')
    assert "请在标出的地方插入" in told["told"]
    assert desk.read(posting_id).content == before
    long = paste(drafter, posting_id, f"<p>{'长' * 300_001}")
    assert long.status_code == 422
    assert "正文太长" in long.json["error"]


def test_without_javascript_the_words_are_edited_and_formatting_stays_until_they_change(
    desk, drafter
):
    posting_id = desk.draft()
    write(desk, posting_id, "<p align=center>通知</p><p>三月<b>五日</b></p>")
    edit = f"/postings/{posting_id}/edit"
    page = drafter.get(edit)
    assert page.select("textarea[name=body]")[0].text.strip() == "通知\n三月五日"
    drafter.submit(edit, {"title": "新标题", "save": "1"})
    assert "<strong>五日</strong>" in desk.read(posting_id).content["html"]
    drafter.submit(edit, {"body": "通知\r\n三月六日", "save": "1"})
    content = desk.read(posting_id).content
    assert content["body"] == "通知\n三月六日"
    assert "html" not in content


def test_text_that_is_too_long_is_refused_with_what_was_typed(desk, drafter):
    posting_id = desk.draft()
    edit = f"/postings/{posting_id}/edit"
    typed = {"html": f"<p>开头<b>{'x' * 300_001}</b>", "save": "1"}
    page = drafter.submit(edit, typed, expect=422)
    assert "正文太长" in page.errors
    assert "<p>开头<strong>xx" in page.html
    (field,) = page.select("input[name=html]")
    assert field.get("value") == typed["html"]
