"""The pages on which rows are pasted, downloaded and uploaded; without a script."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tests.postings.desk import Desk
from tests.support.factories import PASSWORD
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("_fixed_day")
BALANCED = (
    {"key": "opening", "label": "期初余额", "kind": "money", "required": True, "per": "sheet"},
    {"key": "income", "label": "收入", "kind": "money", "required": False},
    {"key": "expense", "label": "支出", "kind": "money", "required": False},
    {"key": "closing", "label": "期末余额", "kind": "money", "required": True, "per": "sheet"},
)


@pytest.fixture
def desk(world):
    return Desk(world)


@pytest.fixture
def drafter(app, desk):
    browser = Browser(app)
    browser.sign_in("qingshan-yunling-drafter", PASSWORD)
    return browser


def rows_of(desk, posting_id):
    return [row["what"] for row in desk.read(posting_id).content["rows"]]


def sheet(*lines):
    book, out = Workbook(), BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def test_drafter_pastes_a_block_without_a_script_and_reads_what_was_not_understood(desk, drafter):
    posting_id = desk.draft()
    edit = f"/postings/{posting_id}/edit"
    block = "日期\t摘要\t收入\t备注\n3月6日\t卖笋\t１，０００\t看过\n昨天\t租金\t三百\t"
    drafter.submit(edit, {"pasted": block, "take_paste": "1"})
    page = drafter.follow()
    assert "已放入 2 行，请核对" in page.text
    assert "“备注”在表里没有对应的栏，没有放进来，例如“看过”" in page.text
    assert "第 3 行“收入”：“三百”看不懂" in page.text
    rows = desk.read(posting_id).content["rows"]
    assert [row["day"] for row in rows] == ["2026-03-05", "2026-03-06", "昨天"]
    assert [row["income"] for row in rows] == ["200.00", "1000.00", "三百"]


def test_unread_cell_is_marked_and_linked_whenever_the_draft_is_opened(desk, drafter):
    posting_id = desk.draft()
    edit = f"/postings/{posting_id}/edit"
    drafter.submit(edit, {"rows-0-income": "三百", "rows-0-day": "2026-02-30", "save": "1"})
    page = drafter.get(edit)
    for name, word in (("rows-0-income", "三百"), ("rows-0-day", "2026-02-30")):
        (field,) = page.select(f"[name={name}]")
        assert (field.get("value"), field.get("type")) == (word, "text")
        assert field.get("aria-invalid") == "true"
        assert f"#{field.get('id')}" in page.links
        assert page.select(f"#{field.get('aria-describedby')}")


def test_forgotten_block_is_taken_when_the_draft_is_saved(desk, drafter):
    posting_id = desk.draft()
    edit = f"/postings/{posting_id}/edit"
    drafter.submit(edit, {"pasted": "2026-03-07\t卖竹\t5", "save": "1"})
    assert rows_of(desk, posting_id) == ["卖树", "卖竹"]
    drafter.get(edit)
    drafter.submit(edit, {"save": "1"})
    assert rows_of(desk, posting_id) == ["卖树", "卖竹"]


def test_drafter_fills_the_rows_with_a_spreadsheet(desk, drafter):
    posting_id = desk.draft()
    path = f"/postings/{posting_id}/rows"
    book = load_workbook(BytesIO(drafter.get(f"{path}.xlsx").data))
    book["明细"].append(["2026-03-08", "卖药材", 12.5])
    out = BytesIO()
    book.save(out)
    drafter.submit(path, {"table": (BytesIO(out.getvalue()), "三月.xlsx"), "how": "replace"})
    assert "已放入 2 行" in drafter.follow().text
    assert rows_of(desk, posting_id) == ["卖树", "卖药材"]
    more = sheet(["日期", "摘要"], ["2026-03-09", "租金"])
    drafter.submit(path, {"table": (BytesIO(more), "补.xlsx"), "how": "append"})
    drafter.follow()
    assert rows_of(desk, posting_id) == ["卖树", "卖药材", "租金"]
    assert desk.read(posting_id).content["body"] == "以上账目已经民主理财小组审核。"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x00\x01", "无法读取这个文件"),
        (b"PK\x03\x04broken", "无法读取这个文件"),
        (b"", "没有内容"),
    ],
)
def test_file_that_is_no_table_is_refused_beside_its_field(desk, drafter, data, word):
    posting_id = desk.draft()
    path = f"/postings/{posting_id}/rows"
    page = drafter.submit(path, {"table": (BytesIO(data), "三月.xlsx")}, expect=422)
    assert word in page.errors
    assert rows_of(desk, posting_id) == ["卖树"]


def test_empty_table_leaves_the_rows_alone(desk, drafter):
    posting_id = desk.draft()
    data = sheet(["日期", "摘要"])
    drafter.submit(f"/postings/{posting_id}/rows", {"table": (BytesIO(data), "空.xlsx")})
    assert "没有读出内容" in drafter.follow().text
    assert rows_of(desk, posting_id) == ["卖树"]


def test_table_uploaded_onto_a_newer_draft_is_refused(desk, drafter):
    posting_id = desk.draft()
    path = f"/postings/{posting_id}/rows"
    drafter.get(path)
    desk.fill(posting_id)
    stale = {"table": (BytesIO(sheet(["日期", "摘要"], ["2026-03-09", "租金"])), "三月.xlsx")}
    page = drafter.submit(path, {**stale, "version": "1"}, expect=422)
    assert "已被" in page.text or "改过" in page.text


def test_rows_of_what_is_under_review_or_has_none_are_not_to_be_had(desk, drafter):
    posting_id = desk.submitted()
    for path in (f"/postings/{posting_id}/rows", f"/postings/{posting_id}/rows.xlsx"):
        drafter.get(path, expect=404)
    drafter.submit(f"/postings/{posting_id}/rows", {"how": "replace"}, expect=404)


@pytest.mark.parametrize("username", ["qingshan-shiqiao-drafter", "qingshan-yunling-reviewer"])
def test_neither_another_village_nor_another_post_gets_the_rows(app, desk, username):
    posting_id, stranger = desk.draft(), Browser(app)
    stranger.sign_in(username, PASSWORD)
    refused = 404 if "drafter" in username else 403
    for path in (f"/postings/{posting_id}/rows", f"/postings/{posting_id}/rows.xlsx"):
        stranger.get(path, expect=refused)
    data = {"table": (BytesIO(sheet(["日期"], ["2026-03-09"])), "三月.xlsx"), "how": "replace"}
    stranger.submit(f"/postings/{posting_id}/rows", data, expect=refused)
    assert rows_of(desk, posting_id) == ["卖树"]


def test_drafter_is_told_at_once_what_does_not_add_up_and_where_to_say_why(app, world):
    desk = Desk(world, fields=[*BALANCED])
    posting_id = desk.draft(filled=False)
    drafter = Browser(app)
    drafter.sign_in("qingshan-yunling-drafter", PASSWORD)
    edit = f"/postings/{posting_id}/edit"
    typed = {"fields-opening": "1000", "fields-closing": "1300", "rows-1-income": "200"}
    page = drafter.submit(edit, {**typed, "check": "1"}, expect=422)
    assert "“期末余额”写的是 1,300.00" in page.errors
    assert "#breaks" in page.links
    (closing,) = page.select("[name=fields-closing]")
    assert (closing.get("value"), closing.get("aria-invalid")) == ("1300.00", "true")
    page = drafter.submit(edit, {"notes-closing": "盘点多出一百元，正在核查", "check": "1"})
    assert page.location.endswith("/check")
    assert "原因：盘点多出一百元，正在核查" in drafter.follow().text
    drafter.submit(page.location)
    assert desk.read(posting_id).state == "submitted"


def test_explanation_moves_up_with_its_row(desk, drafter):
    posting_id = desk.draft()
    edit = f"/postings/{posting_id}/edit"
    more = {"rows-1-day": "2026-03-06", "rows-1-what": "租金", "rows-1-income": "5"}
    notes = {"notes-running@2": "下面一行的原因", "notes-running@1": "上面一行的原因"}
    drafter.submit(edit, {**more, **notes, "remove_row": "0"})
    assert desk.read(posting_id).content["notes"] == {"running@1": "下面一行的原因"}
