"""The supervisor's first page."""

from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules.states import State, state_of
from tests.audits.test_checklist_page import rows_behind
from tests.audits.township import TODAY, Checked, signed_in
from tests.support.rows import make_posting


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
