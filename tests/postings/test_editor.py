"""The editor on the draft's page, in Chromium: pasted, saved, submitted, shown."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ogi.postings import actions
from tests.platform.richtext.test_office import KEPT, OFFICE
from tests.postings.desk import TODAY, Desk
from tests.postings.test_screens import sign_in
from tests.support.chromium import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_fixed_day")]
DRAFTER = "qingshan-yunling-drafter"
LOST = "〔图片没有带过来，请在这里插入〕"
PASTE = """([region, html]) => {
    const board = new DataTransfer();
    board.setData("text/html", html);
    board.setData("text/plain", "平文");
    region.dispatchEvent(new ClipboardEvent("paste", {
        clipboardData: board, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


def watch(page: Page) -> list[str]:
    """Collect what the page complains of: a broken policy, an error."""
    said: list[str] = []

    def listen(line) -> None:
        if line.type == "error" and "status of 422" not in line.text:
            said.append(line.text)

    page.on("console", listen)
    return said


def open_draft(page: Page, desk: Desk, address: str) -> int:
    posting_id = desk.draft()
    sign_in(page, address, DRAFTER)
    page.goto(f"{address}/postings/{posting_id}/edit")
    return posting_id


def region_of(page: Page):
    return page.get_by_role("textbox", name="正文")


def tool(page: Page, name: str):
    return page.locator(".rich-editor").get_by_role("button", name=name, exact=True).first


def empty(page: Page) -> None:
    region_of(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")


def paste(page: Page, html: str) -> None:
    page.evaluate(PASTE, [region_of(page).element_handle(), html])
    expect(page.locator(".rich-status")).to_contain_text("已粘贴")


def wait_saved(page: Page) -> None:
    expect(page.locator("[data-autosave-status]")).to_contain_text("已保存", timeout=10_000)


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (640, 360), "#567").save(out, "JPEG")
    return out.getvalue()


def insert_picture(page: Page) -> None:
    with page.expect_file_chooser() as chosen:
        tool(page, "上传图片").click()
    chosen.value.set_files({"name": "坝.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(page.locator(".rich-status")).to_contain_text("图片已插入")


def test_a_pasted_word_notice_is_saved_submitted_and_shown_clean(desktop, desk, live_url):
    said = watch(desktop)
    posting_id = open_draft(desktop, desk, live_url)
    empty(desktop)
    paste(desktop, (OFFICE / "word_notice.html").read_text())
    wait_saved(desktop)
    assert desk.read(posting_id).content["html"] == KEPT["word_notice"]

    desktop.get_by_role("button", name="检查并提交").click()
    expect(desktop.get_by_role("alert").first).to_contain_text("插入图片")
    assert region_of(desktop).locator("td").count() == 7
    region_of(desktop).get_by_text(LOST).click(click_count=3)
    expect(tool(desktop, "粗体")).to_be_enabled()
    desktop.keyboard.press("Delete")
    insert_picture(desktop)
    assert_accessible(desktop)
    desktop.get_by_role("button", name="检查并提交").click()

    expect(desktop.locator("h1")).to_have_text("提交前再看一遍")
    content = desk.read(posting_id).content
    assert re.search(r'<p><img alt="" data-file="\d+"></p>', content["html"])
    shown = desktop.locator(".rich")
    expect(shown.locator("img")).to_have_js_property("naturalWidth", 640)
    expect(desktop.locator(".photos img")).to_have_count(0)
    expect(shown.locator("td[rowspan='2']")).to_have_text("项目")
    assert_accessible(desktop)
    desktop.get_by_role("button", name="提交审核").click()
    expect(desktop.get_by_text("已提交审核")).to_be_visible()
    assert desk.read(posting_id).state == "submitted"
    assert not said, said


def test_text_is_written_on_a_phone_and_comes_back_as_it_was(phone, desk, live_url):
    said = watch(phone)
    posting_id = open_draft(phone, desk, live_url)
    phone.locator("#body-label").click()
    expect(region_of(phone)).to_be_focused()
    empty(phone)
    phone.keyboard.type("会议通知")
    tool(phone, "居中对齐").click()
    phone.keyboard.press("Enter")
    tool(phone, "左对齐").click()
    tool(phone, "增加缩进").click()
    phone.keyboard.type("三月五日开会，")
    phone.keyboard.press("Control+B")
    phone.keyboard.type("请准时")
    wait_saved(phone)
    kept = (
        '<p class="ta-center">会议通知</p><p class="ti-2">三月五日开会，<strong>请准时</strong></p>'
    )
    assert desk.read(posting_id).content["html"] == kept
    assert_accessible(phone)
    phone.keyboard.press("Tab")
    expect(region_of(phone)).not_to_be_focused()
    phone.get_by_role("button", name="保存草稿").click()
    expect(phone.get_by_text("草稿已保存")).to_be_visible()
    expect(region_of(phone)).to_contain_text("会议通知")
    region_of(phone).click()
    phone.keyboard.press("Control+End")
    phone.keyboard.type("。")
    wait_saved(phone)
    assert desk.read(posting_id).content["html"] == kept.replace("</strong>", "。</strong>")
    assert not said, said


def test_a_picture_is_described_and_a_link_set_on_a_phone_and_a_desk(
    phone, open_context, desk, live_url
):
    said = watch(phone)
    posting_id = open_draft(phone, desk, live_url)
    empty(phone)
    phone.keyboard.type("坝上")
    insert_picture(phone)
    region_of(phone).locator("img").first.click()
    tool(phone, "编辑图片").click()
    phone.get_by_label("图片描述").fill("大坝全景")
    assert_accessible(phone)
    tool(phone, "确定").click()
    wait_saved(phone)
    key = re.search(r'data-file="(\d+)"', desk.read(posting_id).content["html"])[1]
    kept = f'<p>坝上<img alt="大坝全景" data-file="{key}"></p>'
    assert desk.read(posting_id).content["html"] == kept

    page = open_context().new_page()
    said += watch(page)
    sign_in(page, live_url, DRAFTER)
    page.goto(f"{live_url}/postings/{posting_id}/edit")
    region_of(page).get_by_text("坝上").click()
    page.keyboard.press("Home")
    expect(tool(page, "插入链接")).to_be_enabled()
    tool(page, "插入链接").click()
    page.get_by_label("链接文本").fill("县政府网")
    page.get_by_label("链接地址").fill("www.example.gov.cn/tz?id=1")
    assert_accessible(page)
    tool(page, "确定").click()
    wait_saved(page)
    link = '<a href="https://www.example.gov.cn/tz?id=1" rel="noopener">县政府网</a>'
    assert desk.read(posting_id).content["html"] == kept.replace("坝上", f"{link} 坝上")
    assert not said, said


def test_a_table_is_drawn_and_filled_with_the_tools(desktop, desk, live_url):
    said = watch(desktop)
    posting_id = open_draft(desktop, desk, live_url)
    empty(desktop)
    tool(desktop, "插入表格").click()
    desktop.locator(".w-e-panel-content-table td[data-x='1'][data-y='1']").click()
    region_of(desktop).locator("th, td").first.click()
    desktop.keyboard.type("姓名")
    expect(tool(desktop, "删除表格")).to_be_visible()
    region_of(desktop).locator("th, td").nth(1).click()
    desktop.keyboard.type("电话")
    region_of(desktop).locator("th, td").last.click()
    desktop.keyboard.type("王五")
    assert_accessible(desktop)
    wait_saved(desktop)
    html = desk.read(posting_id).content["html"]
    assert html == (
        "<table><thead><tr><th>姓名</th><th>电话</th></tr></thead>"
        "<tbody><tr><td></td><td>王五</td></tr></tbody></table>"
    )
    assert not said, said


def test_a_draft_that_is_only_looked_at_or_written_plainly_stays_plain(desktop, desk, live_url):
    posting_id = open_draft(desktop, desk, live_url)
    expect(region_of(desktop)).to_contain_text("民主理财小组")
    before = desk.read(posting_id).content
    region_of(desktop).click()
    desktop.keyboard.press("Control+End")
    desktop.keyboard.press("Enter")
    desktop.keyboard.type("又一段。")
    wait_saved(desktop)
    content = desk.read(posting_id).content
    assert content == {**before, "body": before["body"] + "\n又一段。"}


def test_a_wide_table_scrolls_inside_its_frame_on_a_phone(phone, desk, live_url):
    posting_id = desk.approved()
    cells = "".join(f"<td>{place}月收入</td>" for place in range(1, 13))

    def widen(session, posting, *, actor_id, now):
        html = f"<h3>各月</h3><p>{'长' * 60}</p><table><tr>{cells}</tr><tr>{cells}</tr></table>"
        posting.content = {**posting.content, "html": html, "body": "各月"}

    desk.do(widen, posting_id, "drafter")
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)
    phone.goto(f"{live_url}/t/qingshan/yunling/postings/{posting_id}")
    frame = phone.get_by_role("region", name="正文第 1 个表")
    assert frame.evaluate("part => part.scrollWidth > part.clientWidth")
    expect(phone.locator(".rich h2")).to_have_text("各月")
    assert_accessible(phone)
