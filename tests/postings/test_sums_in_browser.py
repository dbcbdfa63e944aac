"""The browser reckons as the server does, shows breaks as one types, and takes in spreadsheets."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import ogi
from ogi.postings.rules.arithmetic import for_browser
from tests.postings.desk import Desk
from tests.postings.sums import CASES, DEFAULTS, throw, told
from tests.postings.test_screens import sign_in
from tests.support.chromium import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("_fixed_day")]
SCRIPT = Path(ogi.__file__).parent / "static" / "js" / "arithmetic.js"
RECKON = "cases => cases.map(([formulas, content]) => ogiArithmetic.listBreaks(formulas, content))"
FIELDS = [
    {"key": "opening", "label": "期初余额", "kind": "money", "required": True, "per": "sheet"},
    {"key": "day", "label": "日期", "kind": "date", "required": True},
    {"key": "voucher", "label": "凭证号", "kind": "text", "required": True},
    {"key": "income", "label": "收入", "kind": "money", "required": False},
    {"key": "expense", "label": "支出", "kind": "money", "required": False},
    {"key": "balance", "label": "余额", "kind": "money", "required": False},
    {"key": "sort", "label": "类别", "kind": "choice", "required": False, "choices": ["甲", "乙"]},
    {"key": "closing", "label": "期末余额", "kind": "money", "required": True, "per": "sheet"},
]
PASTED = (
    "序号\t日期\t凭证号\t收入（元）\t支出\t备注\n"
    "1\t2026/3/5\t007\t１，２３４．５０\t\t看过\n"
    '2\t3月6日\t"记账\n008"\t\t1,000.00\t\n'
    "3\t昨天\t009\t三百\t\t\n"
    "合计\t\t\t1,234.50\t1,000.00\t"
)
PASTE = """(field, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const how = {clipboardData: data, bubbles: true, cancelable: true};
    field.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world, fields=FIELDS)


@pytest.fixture
def draft(desk: Desk, live_url: str, request: pytest.FixtureRequest) -> tuple[Page, int]:
    page = request.getfixturevalue(getattr(request, "param", "desktop"))
    posting_id = desk.draft(filled=False)
    sign_in(page, live_url, "qingshan-yunling-drafter")
    page.goto(f"{live_url}/postings/{posting_id}/edit")
    return page, posting_id


def paste(page: Page, name: str, text: str) -> None:
    page.locator(f"[name='{name}']").evaluate(PASTE, text)


def value(page: Page, name: str) -> str:
    return page.locator(f"[name='{name}']").input_value()


def test_browser_and_server_find_the_same_breaks_in_the_same_words(desktop):
    cases = [*CASES, *map(throw, range(1500))]
    desktop.goto("about:blank")
    desktop.add_script_tag(path=SCRIPT)
    sent = [(for_browser(case.specs, case.earlier), case.content) for case in cases]
    found = desktop.evaluate(RECKON, sent)
    assert sum(map(len, found)) > 400
    for case, breaks in zip(cases, found, strict=True):
        assert breaks == told(case), case.name
    assert len({case.item for case in cases}) > len(DEFAULTS) / 2


def test_drafter_sees_sums_and_breaks_while_typing(draft):
    page, _ = draft
    page.get_by_label("期初余额").fill("1,000")
    page.locator("[name=rows-0-income]").fill("２００")
    page.locator("[name=rows-0-balance]").fill("1300")
    breaks = page.locator("[data-break]")
    expect(breaks).to_have_count(1)
    expect(breaks).to_contain_text("第 1 行“余额”写的是 1,300.00")
    expect(breaks).to_contain_text("这一行是 1,200.00，多写了 100.00")
    expect(page.locator("[data-sum=income]")).to_have_text("200.00")
    expect(page.locator("[name=rows-0-balance]")).to_have_class(re.compile("is-off"))
    page.locator("[name=rows-0-balance]").fill("1200")
    expect(breaks).to_have_count(0)
    expect(page.locator("#breaks")).to_be_hidden()


def test_explanation_stays_with_its_row_and_is_kept(draft, desk):
    page, posting_id = draft
    page.get_by_label("期初余额").fill("1000")
    page.get_by_role("button", name="增加一行").click()
    page.locator("[name=rows-1-income]").fill("5")
    page.locator("[name=rows-1-balance]").fill("999")
    page.get_by_label("为什么对不上").fill("少写一张票据，下月补上")
    page.locator("[name=rows-0-income]").fill("1")
    expect(page.locator("[name='notes-running@2']")).to_have_value("少写一张票据，下月补上")
    page.locator("[name=rows-0-income]").fill("")
    expect(page.locator("[name='notes-running@1']")).to_have_value("少写一张票据，下月补上")
    page.get_by_role("button", name="保存草稿").last.click()
    expect(page.get_by_label("为什么对不上")).to_have_value("少写一张票据，下月补上")
    kept = desk.read(posting_id).content
    assert kept["notes"] == {"running@1": "少写一张票据，下月补上"}
    assert len(kept["rows"]) == 1


def test_block_copied_from_a_spreadsheet_fills_the_rows_and_is_taken_back(draft):
    page, _ = draft
    page.locator("[name=rows-0-voucher]").fill("原来的")
    paste(page, "rows-0-day", PASTED)
    expect(page.locator("[data-row]")).to_have_count(3)
    assert value(page, "rows-0-day") == "2026-03-05"
    assert value(page, "rows-1-day") == "2026-03-06"
    assert value(page, "rows-1-voucher") == "记账 008"
    assert value(page, "rows-0-income") == "１，２３４．５０"
    told_words = page.locator("[data-rows-told]")
    expect(told_words).to_contain_text("已粘贴 3 行，请核对")
    expect(told_words).to_contain_text("“备注”没有对应的栏，没有放进来，例如“看过”")
    assert value(page, "rows-2-day") == "昨天"
    expect(page.locator("[name=rows-2-day]")).to_have_attribute("aria-invalid", "true")
    assert value(page, "rows-2-income") == "三百"
    expect(page.locator("td", has=page.locator("[name=rows-2-income]"))).to_contain_text(
        "应填金额（元）"
    )
    page.get_by_role("button", name="撤销粘贴").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    assert value(page, "rows-0-voucher") == "原来的"
    assert value(page, "rows-0-day") == ""


def test_block_without_headings_goes_on_from_the_cell_in_focus(draft):
    page, _ = draft
    paste(page, "rows-0-income", "1\t2\t3\t丙\n4\t5\t6\t乙")
    assert value(page, "rows-1-income") == "4"
    assert value(page, "rows-1-balance") == "6"
    assert value(page, "rows-0-sort") == "丙"
    page.locator("[name=rows-1-income]").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-row]")).to_have_count(1)
    assert value(page, "rows-0-income") == ""


@pytest.mark.parametrize("draft", ["phone", "desktop"], indirect=True)
def test_form_with_breaks_and_unread_cells_breaks_no_rule_of_axe(draft, live_url):
    page, posting_id = draft
    page.get_by_label("期初余额").fill("1000")
    paste(page, "rows-0-day", PASTED)
    page.locator("[name=rows-0-balance]").fill("5")
    expect(page.locator("[data-break]")).to_have_count(1)
    assert_accessible(page)
    page.get_by_role("button", name="检查并提交").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator(".error-summary a", has_text="昨天").or_(
        page.locator(".error-summary a", has_text="第 3 行 日期")
    ).first).to_be_visible()  # fmt: skip
    assert value(page, "rows-2-day") == "昨天"
    assert_accessible(page)
    page.goto(f"{live_url}/postings/{posting_id}/rows")
    assert_accessible(page)
