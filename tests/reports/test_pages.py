"""The pages of a year: who opens them, what a clerk can do on them."""

import io
import json

import pytest
import time_machine
from pypdf import PdfReader

from ogi.reports.rules import layout as at
from tests.reports.worlds import HISTORY, fill_year, issue_year, make_year
from tests.support.factories import PASSWORD, make_staffed_township

pytestmark = pytest.mark.slow

YEAR = "/reports/2017"
PAGES = [
    "/reports",
    YEAR,
    f"{YEAR}/figures",
    f"{YEAR}/preview",
    f"{YEAR}/register",
    f"{YEAR}/checks",
    f"{YEAR}/texts/overview",
    f"{YEAR}/tables/section2",
    f"{YEAR}/tables/section3",
    f"{YEAR}/tables/section4",
    f"{YEAR}/history",
    f"{YEAR}/cover",
    f"{YEAR}/issue",
]
FILES = [f"{YEAR}/download/{kind}" for kind in ("html", "json")]


@pytest.fixture(autouse=True)
def _january():
    with time_machine.travel("2018-01-20T02:00:00Z", tick=True):
        yield


def enter(browser, username):
    browser.submit("/sign-in", {"username": username, "password": PASSWORD})
    return browser


@pytest.fixture
def clerk(world, browser):
    """The township's supervisor, signed in."""
    enter(browser, "qingshan-supervisor")
    return browser


@pytest.mark.parametrize("path", PAGES)
def test_supervisor_opens_every_page(clerk, path):
    assert clerk.get(path).status == 200


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_anonymous_visitor_is_sent_to_sign_in(world, browser, path):
    assert browser.get(path, expect=303).location.startswith("/sign-in")


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_village_clerk_may_not_see_the_report(world, browser, path):
    enter(browser, "qingshan-yunling-publisher")
    browser.get(path, expect=403)


@pytest.mark.parametrize("path", PAGES[:6])
def test_inspector_reads(world, browser, path):
    enter(browser, "qingshan-inspector")
    browser.get(path)


@pytest.mark.parametrize("path", PAGES[6:])
def test_inspector_does_not_edit(world, browser, path):
    enter(browser, "qingshan-inspector")
    browser.get(path, expect=403)


def test_supervisor_of_another_township_sees_only_their_own(filled, app, browser):
    issue_year(filled)
    make_staffed_township(app.extensions["ogi_engine"], "baishi", "白石镇")
    enter(browser, "baishi-supervisor")
    for path in (*PAGES, FILES[1]):
        page = browser.get(path)
        assert "青山镇" not in page.text
        assert "堃玥" not in page.text
    assert "公开件数（条） 0" in browser.get(YEAR).text.replace(
        "0 公开件数（条）", "公开件数（条） 0"
    )


@pytest.mark.parametrize("path", [
    "/reports/1999", "/reports/2019", "/reports/99999999", f"{YEAR}/texts/nothing",
    f"{YEAR}/tables/section1", f"{YEAR}/download/exe", f"{YEAR}/download/pdf", "/reports/-1",
])  # fmt: skip
def test_addresses_that_lead_nowhere_are_not_found(clerk, path):
    clerk.get(path, expect=404)


def test_supervisor_sees_the_year_in_figures(clerk):
    page = clerk.get(f"{YEAR}/figures")
    for text in ("建设发展工作动态", "89", "政府规范性文件", "100"):
        assert text in page.text
    assert len(page.select('svg[role="img"]')) == 2


def test_supervisor_edits_a_text_and_takes_it_back(clerk):
    path = f"{YEAR}/texts/problems"
    clerk.submit(path, {"text": "问题：<script>有的村更新不及时。"})
    page = clerk.get(f"{YEAR}/preview")
    assert "问题：<script>有的村更新不及时。" in page.text
    clerk.submit(path, {"restore": "1"})
    assert "重视不够" in clerk.get(f"{YEAR}/preview").text


def test_signs_that_no_database_keeps_are_dropped(clerk):
    clerk.submit(f"{YEAR}/texts/other", {"text": "无\x00其他\x08事项\r\n第二段"})
    clerk.submit(f"{YEAR}/cover", {"document_number": "青政发\x00〔2018〕1号"})
    typed = {"total_2016": "48", "source_2016": "旧\x00报告", "claimed": "148"}
    clerk.submit(f"{YEAR}/history", typed)
    page = clerk.get(f"{YEAR}/preview")
    for text in ("无其他事项", "第二段", "青政发〔2018〕1号", "旧报告"):
        assert text in page.text
    assert len(page.select('svg[role="img"]')) == 3


def test_empty_text_is_refused_and_kept(clerk):
    page = clerk.submit(f"{YEAR}/texts/other", {"text": "  "}, expect=422)
    assert "请填写正文" in page.errors


def test_second_editor_is_told_of_the_first(clerk):
    opened = clerk.get(f"{YEAR}/cover")
    assert opened.select("input[name=version]")
    clerk.submit(f"{YEAR}/texts/other", {"text": "先保存"})
    stale = {"document_number": "青政发〔2018〕1号", "version": "1"}
    clerk.submit(f"{YEAR}/texts/other", {"text": "再保存"})
    page = clerk.submit(f"{YEAR}/cover", stale, expect=422)
    assert "刚刚被别人改过" in page.errors


def test_supervisor_types_in_a_table_with_full_width_digits(clerk):
    cells = {f"cell_{row}_{column}": "0" for row in range(25) for column in range(7)}
    cells |= {"cell_0_0": "１", "cell_0_6": "1", "cell_2_0": " 1", "cell_2_6": "1"}
    cells |= {"cell_23_0": "1", "cell_23_6": "1"}
    clerk.submit(f"{YEAR}/tables/section3", cells)
    assert "没有发现不符之处" in clerk.get(f"{YEAR}/checks").text
    assert "新收政府信息公开申请1件" in clerk.get(f"{YEAR}/preview").text


def test_totals_are_computed_before_saving(clerk):
    path = f"{YEAR}/tables/section3"
    cells = {f"cell_{row}_{column}": "0" for row in range(25) for column in range(6)}
    page = clerk.submit(path, {**cells, "cell_2_0": "3", "cell_0_0": "3", "sum": "1"}, expect=200)
    assert "还没有保存" in page.text
    shown = {field.get("name"): field.get("value") for field in page.select("td input")}
    assert (shown["cell_23_0"], shown["cell_2_6"], shown["cell_23_6"]) == ("3", "3", "3")
    assert "尚未填报" in clerk.get(f"{YEAR}/preview").text
    clerk.get(path)
    clerk.submit(path, {name: value or "0" for name, value in shown.items()})
    assert "没有发现不符之处" in clerk.get(f"{YEAR}/checks").text


def test_wrong_cells_are_named_and_kept(clerk):
    typed = {"cell_0_0": "-1", "cell_1_0": "三"}
    page = clerk.submit(f"{YEAR}/tables/section3", typed, expect=422)
    assert f"{at.RECEIVED} 自然人" in page.errors
    assert page.select('input[name=cell_1_0][value="三"][aria-invalid=true]')


def test_break_is_shown_with_both_numbers_and_a_way_to_mend(clerk):
    cells = {f"cell_{row}_{column}": "0" for row in range(3) for column in range(5)}
    clerk.submit(f"{YEAR}/tables/section4", {**cells, "cell_0_4": "3"})
    page = clerk.get(f"{YEAR}/checks")
    assert "C4" in page.text
    assert f"{YEAR}/tables/section4" in page.links
    assert "1处数据不符" in clerk.submit(f"{YEAR}/issue", expect=422).text


def test_number_in_the_text_that_differs_is_a_reminder(clerk, world):
    fill_year(world)
    clerk.submit(f"{YEAR}/texts/overview", {"text": "全年共公开信息98条。"})
    page = clerk.get(f"{YEAR}/checks")
    assert "C6" in page.text
    assert f"{YEAR}/texts/overview" in page.links
    assert "1处文字与数据不一致" in clerk.get(f"{YEAR}/issue").text
    clerk.submit(f"{YEAR}/issue")


def test_history_with_a_wrong_claim_is_refused_with_both_numbers(clerk):
    typed = {f"total_{year}": str(total) for year, total in HISTORY}
    typed |= {f"source_{year}": f"{year}年报告" for year, _ in HISTORY}
    page = clerk.submit(f"{YEAR}/history", {**typed, "claimed": "470"}, expect=422)
    assert "469" in page.errors
    assert "470" in page.errors
    assert page.select('input[name=total_2016][value="48"]')
    clerk.submit(f"{YEAR}/history", {**typed, "claimed": "469"})
    assert "469" in clerk.get(f"{YEAR}/figures").text


def test_supervisor_issues_and_the_report_is_closed(clerk, world):
    fill_year(world)
    clerk.submit(f"{YEAR}/issue")
    assert "已签发" in clerk.follow().text
    clerk.get(f"{YEAR}/history", expect=404)
    clerk.submit(f"{YEAR}/issue", expect=404)
    assert "草案" not in clerk.get(f"{YEAR}/preview").text


def test_issue_without_a_day_is_refused(clerk):
    assert "发布日期" in clerk.submit(f"{YEAR}/issue", expect=422).errors


def test_files_carry_the_figures(clerk, world):
    fill_year(world)
    figures = json.loads(clerk.get(FILES[1]).data)
    assert figures["history"]["claimed_total"] == 469
    page = clerk.client.get(FILES[0])
    assert "attachment" in page.headers["Content-Disposition"]
    assert "建设发展工作动态" in page.get_data(as_text=True)


def test_pdf_is_printed_in_the_background_and_fetched(clerk, world, app):
    fill_year(world)
    clerk.submit(f"{YEAR}/print")
    job = clerk.follow().path
    app.extensions["ogi_runner"].close()
    assert "已完成" in clerk.get(job).text
    pdf = clerk.get(f"{job}/file")
    assert "草案" in PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()


def test_village_clerk_may_not_print_the_report(world, browser):
    enter(browser, "qingshan-yunling-publisher")
    browser.submit(f"{YEAR}/print", expect=403)


def test_pages_ask_few_queries_whatever_the_year_holds(app, browser):
    from sqlalchemy import event  # noqa: PLC0415 - beside its only use

    make_year(app.extensions["ogi_engine"])
    enter(browser, "qingshan-supervisor")
    asked = []
    event.listen(
        app.extensions["ogi_engine"], "before_cursor_execute", lambda *args: asked.append(args[2])
    )
    browser.get(YEAR)
    assert len(asked) < 45
