"""The page of the indicators: figures that open to their rows, filters, files, who may look."""

import re

import pytest
import time_machine
from flask import Flask

from tests.audits.indicators.town import AS_OF, make_town
from tests.audits.township import signed_in
from tests.support.factories import World
from tests.support.pages import Browser

TOTAL = re.compile(r"共 (\d+) ")


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(f"{AS_OF}T04:00:00+00:00", tick=False):
        yield


@pytest.fixture
def supervisor(app: Flask, world: World) -> Browser:
    make_town(world, 3)
    return signed_in(app, "qingshan-supervisor")


def test_supervisor_opens_every_figure_to_exactly_its_rows(supervisor: Browser):
    page = supervisor.get("/indicators?year=2026")
    links = page.select("table.indicators td a")
    assert len(links) > 30
    for link in links:
        rows = supervisor.get(link.get("href"))
        assert int(TOTAL.search(rows.text).group(1)) == int(re.match(r"\d+", link.text).group())
        shown = len(rows.select("table.data-table:not(#spread) tbody tr"))
        assert shown == min(int(link.text), 30)


def test_supervisor_opens_rows_to_postings_bursts_and_the_checklist(supervisor: Browser):
    for measure in ("missing", "late", "blank_month", "no_photo", "burst", "alike"):
        rows = supervisor.get(f"/indicators/rows?measure={measure}&year=2026")
        link = rows.select("table.data-table tbody th a")[0]
        supervisor.get(link.get("href"))


def test_supervisor_sees_a_burst_by_its_hours_with_each_due_day(supervisor: Browser):
    rows = supervisor.get("/indicators/rows?measure=burst&year=2026")
    link = rows.select("table.data-table tbody th a")[0]
    assert re.fullmatch(r"2026年\d+月\d+日 \d\d:\d\d至\d\d:\d\d", link.text)
    number = int(re.search(r"补录 (\d+) 条", rows.text).group(1))
    burst = supervisor.get(link.get("href"))
    assert int(TOTAL.search(burst.text).group(1)) == number
    for query in ("", "tenant=1&first=x&last=y", "tenant=1&first=2026-01-01&last=2026-02-01"):
        supervisor.get(f"/indicators/burst?{query}", expect=404)


def test_supervisor_sees_how_dates_and_late_postings_are_spread(supervisor: Browser):
    for measure, lines, charts in (("claimed_apart", 5, 1), ("burst", 12, 2)):
        page = supervisor.get(f"/indicators/rows?measure={measure}&year=2026")
        assert len(page.select("#spread tbody tr")) == lines
        assert len(page.select("figure svg[role=img] title")) == charts
    page = supervisor.get("/indicators/rows?measure=claimed_apart&year=2026&page=2")
    assert not page.select("#spread")
    assert not supervisor.get("/indicators/rows?measure=late&year=2026").select("#spread")
    assert not supervisor.get("/indicators/rows?measure=burst&year=2020").select("#spread")


def test_supervisor_takes_the_figures_away(supervisor: Browser):
    for form in ("xlsx", "docx"):
        assert supervisor.get(f"/indicators/export.{form}?year=2026&sort=worst").data[:2] == b"PK"
        rows = f"/indicators/rows/export.{form}?measure=burst&year=2026"
        assert supervisor.get(rows).data[:2] == b"PK"
    supervisor.get("/indicators/rows?measure=nothing-such", expect=404)
    supervisor.get("/indicators/rows/export.xlsx?measure=nothing-such", expect=404)


def test_supervisor_narrows_by_kind_and_puts_the_worst_first(supervisor: Browser, world: World):
    page = supervisor.get("/indicators?year=2026&kind=village")
    assert [head.text for head in page.select("table.indicators tbody th")] == ["云岭村", "石桥村"]
    page = supervisor.get("/indicators?year=2026&sort=worst")
    sums = [
        sum(int(a.text) for a in row.cssselect("td a"))
        for row in page.select("table.indicators tbody tr")
    ]
    assert sums == sorted(sums, reverse=True)


def test_inspector_reads_and_officials_of_tenants_do_not(app: Flask, supervisor: Browser):
    assert signed_in(app, "qingshan-inspector").get("/indicators").h1 == "自动指标"
    for name in ("yunling-drafter", "yunling-publisher", "administrator", "auditor"):
        signed_in(app, f"qingshan-{name}").get("/indicators", expect=403)
    assert "/sign-in" in Browser(app).get("/indicators", expect=303).location


def test_an_empty_township_is_told_that_nothing_was_found(app: Flask, world: World):
    browser = signed_in(app, "qingshan-supervisor")
    assert not browser.get("/indicators").select("table.indicators td a")
    assert "没有发现" in browser.get("/indicators/rows?measure=late").text
    assert "没有发现" in browser.get("/indicators/rows?measure=blank_month&year=2199").text
