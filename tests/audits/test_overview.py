"""The supervisor's first page."""

from datetime import date

from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules.states import State, state_of
from tests.audits.test_checklist_page import rows_behind
from tests.audits.township import TODAY, Checked, signed_in
from tests.support.rows import make_obligation, make_posting


def test_supervisor_sees_the_year_and_opens_every_figure(supervisor, checked: Checked):
    page = supervisor.get("/overview")
    figures = {
        stat.cssselect(".stat-label")[0].text_content(): (
            int(stat.cssselect(".stat-figure")[0].text_content()),
            stat.cssselect("a")[0].get("href"),
        )
        for stat in page.select(".stats li")
    }
    missing = sum(
        state_of(standing_of(row), TODAY)[0] is State.MISSING for row in checked.obligations
    )
    assert figures["缺"][0] == missing
    assert figures["全年应公开"][0] == len(checked.obligations)
    for figure, href in figures.values():
        if figure:
            assert rows_behind(supervisor, href) == figure


def test_supervisor_sees_who_is_behind_worst_first(supervisor, checked: Checked):
    page = supervisor.get("/overview")
    behind = [int("".join(filter(str.isdigit, chip.text_content())))
              for chip in page.select(".behind .chip")]  # fmt: skip
    assert behind == sorted(behind, reverse=True)
    for link, figure in zip(page.select(".behind a"), behind, strict=True):
        assert rows_behind(supervisor, link.get("href")) == figure


def test_supervisor_sees_what_was_published_lately(supervisor, checked: Checked):
    item = checked.items["F01"]
    make_posting(checked.world, "yunling", item, "published", title="七月收支明细")
    make_posting(checked.world, "yunling", item, "draft", title="还没发布的草稿")
    page = supervisor.get("/overview")
    assert "七月收支明细" in page.text
    assert "还没发布的草稿" not in page.text
    supervisor.get(page.select(".lately a")[0].get("href"))


def test_tenant_staff_read_their_own_overview(app, checked: Checked):
    make_posting(checked.world, "shiqiao", checked.items["F01"], "published", title="邻村收支")
    page = signed_in(app, "qingshan-yunling-drafter").get("/overview")
    assert "邻村收支" not in page.text
    assert "石桥村" not in page.text


def test_figures_say_that_older_years_owe_something_only_where_they_do(
    supervisor, app, checked: Checked
):
    assert "以前年度" not in supervisor.get("/overview").text
    item = checked.items["F01"]
    for period_key in ("2025-12", "S-2025"):  # what stands for long is among the figures
        make_obligation(
            checked.world, "yunling", item, period_key=period_key, year=2025,
            period_start=date(2025, 12, 1), period_end=date(2025, 12, 31),
            due_on=date(2026, 1, 15),
        )  # fmt: skip
    told = "这些数只算2026年的期次；以前年度还缺 1 期"
    assert told in supervisor.get("/overview").text
    assert told in signed_in(app, "qingshan-yunling-drafter").get("/overview").text
    assert "以前年度" not in signed_in(app, "qingshan-shiqiao-drafter").get("/overview").text
