"""The issued yearly report on the public pages."""

import json

import pytest

from tests.portal.test_log import change, faults
from tests.reports.worlds import fill_year, issue_year, make_year
from tests.support.factories import make_township

pytestmark = pytest.mark.once

LIST = "/t/qingshan/reports/"
PAGE = f"{LIST}2017/"


@pytest.fixture
def world(app):
    made = make_year(app.extensions["ogi_engine"])
    fill_year(made)
    return made


def test_reader_finds_the_issued_report(world, browser):
    issue_year(world)
    assert PAGE in browser.get(LIST).links
    page = browser.get(PAGE)
    for text in ("建设发展工作动态", "合计469条", "青政发〔2018〕1号", "属于国家秘密"):
        assert text in page.text
    assert len(page.select('svg[role="img"]')) == 3
    figures = json.loads(browser.get(f"{PAGE}figures.json").data)
    assert figures["categories"]["claimed_total"] == 100


def test_reader_does_not_see_a_report_in_work(world, browser):
    assert "还没有签发" in browser.get(LIST).text
    browser.get(PAGE, expect=404)
    browser.get(f"{PAGE}figures.json", expect=404)


def test_report_is_not_shown_under_another_township(world, app, browser):
    issue_year(world)
    make_township(app.extensions["ogi_engine"], "baishi", "白石镇")
    browser.get("/t/baishi/reports/2017/", expect=404)
    assert "2017年度报告" not in browser.get("/t/baishi/reports/").text
    browser.get("/t/nowhere/reports/", expect=404)


def test_township_page_leads_to_the_reports(world, browser):
    assert LIST in browser.get("/t/qingshan/").links


def test_report_carries_its_number_and_code_in_the_log(world, browser):
    issue_year(world)
    page = browser.get(PAGE)
    assert "公开记录第 1 条，记录码 1-" in page.text
    log = browser.get("/t/qingshan/log/?kind=reports")
    assert PAGE in log.links
    assert "2017年政府信息公开工作年度报告" in log.text


def of_reports(world) -> list[str]:
    """Name what is wrong with issued reports; the postings of this world are not in the log."""
    return [fault.row for fault in faults(world) if fault.row.startswith("report_snapshots id=")]


@pytest.mark.parametrize(
    "forged",
    [
        "year = 2016",
        "number = 2",
        "sha256 = 'ab' || substr(sha256, 3)",
        "issued_at = '2018-01-01 00:00:00.000000'",
        "issued_by = 7",
        "document = REPLACE(CAST(document AS TEXT), '\"year\": 2017', '\"year\": 2018')",
    ],
)
def test_every_change_of_an_issued_report_is_found(world, forged):
    issue_year(world)
    assert of_reports(world) == []
    if world.engine.dialect.name == "postgresql" and "document" in forged:
        forged += "::jsonb"
    change(world, f"UPDATE report_snapshots SET {forged}")  # noqa: S608 - our own columns
    assert len(of_reports(world)) == 1
