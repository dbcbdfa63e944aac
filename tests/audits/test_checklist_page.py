"""The checklist page: figures, links to exactly their rows, filters, paging, who sees what."""

import re
from collections import Counter
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import event, select

from ogi.audits.models import ChecklistRow
from ogi.audits.views.blueprint import workshop
from ogi.catalogue.actions import fulfil
from ogi.catalogue.models import Obligation
from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules.states import State, state_of
from tests.audits.township import TODAY, Checked, add_villages, make_checked, signed_in
from tests.support.pages import Browser, Page
from tests.support.rows import all_rows, make_posting

TOTAL = re.compile(r"共 (\d+) 期")


def states(checked: Checked, as_of: date = TODAY) -> list[tuple[Obligation, State]]:
    """Return every obligation with its state, one by one by the rule itself."""
    return [(row, state_of(standing_of(row), as_of)[0]) for row in checked.obligations]


def cells(page: Page) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the matrix as shown: tenant and item to the chip's state and words."""
    found = {}
    for link in page.select("table.checklist tbody td.matrix-cell a"):
        asked = parse_qs(urlsplit(link.get("href")).query)
        chip = link.cssselect(".chip")[0]
        state = next(c for c in chip.get("class").split() if c.startswith("state-"))
        key = asked["tenant"][0], asked["item"][0]
        found[key] = state.removeprefix("state-"), chip.text_content()
    return found


def rows_behind(browser: Browser, href: str) -> int:
    """Open a figure's link and count the rows over all its pages."""
    first = browser.get(href)
    said = int(TOTAL.search(first.text).group(1))
    listed, page = len(first.select("table.data-table tbody tr")), 1
    while listed < said:
        page += 1
        more = browser.get(f"{href}&page={page}").select("table.data-table tbody tr")
        assert more
        listed += len(more)
    assert listed == said
    return listed


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", date(2026, 1, 1), date(2026, 12, 31)),
        ("?period=2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("?period=2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("?period=2026-07", date(2026, 7, 1), date(2026, 7, 31)),
    ],
)
def test_supervisor_sees_in_each_cell_what_the_rule_says(
    supervisor, checked: Checked, query, first, last
):
    expected: dict[tuple[str, str], Counter] = {}
    slugs = {tenant.id: slug for slug, tenant in checked.world.tenants.items()}
    for row, state in states(checked):
        if first <= row.period_end <= last:
            key = slugs[row.tenant_id], row.item_code
            expected.setdefault(key, Counter())[state] += 1
    shown = cells(supervisor.get(f"/checklist{query}"))
    assert set(shown) == set(expected)
    for key, counts in expected.items():
        state, words = shown[key]
        number = counts[State(state)]
        worse = [s for s in (State.MISSING, State.LATE, State.DUE_SOON) if counts[s]]
        assert number
        assert not worse or State(state) is worse[0]
        if state == State.MISSING:
            assert words == ("缺" if number == 1 else f"缺{number}期")


def test_supervisor_sees_the_past_as_it_was(supervisor, checked: Checked):
    as_of = date(2026, 5, 20)
    page = supervisor.get("/checklist?as_of=2026-05-20")
    missing = sum(state is State.MISSING for _, state in states(checked, as_of))
    assert page.select("tfoot .sum-missing")[0].text_content() == f"缺{missing}"
    assert {row.as_of for row in all_rows(checked.world, ChecklistRow)} <= {TODAY}


@pytest.mark.parametrize(
    "query",
    ["", "?board=finance", "?state=missing", "?kind=village&period=2026-Q2", "?text=云岭"],
)
def test_supervisor_opens_every_figure_to_exactly_its_rows(supervisor, query):
    page = supervisor.get(f"/checklist{query}")
    links = page.select("td.matrix-sum a") + page.select("table.data-table td.figure a")
    assert len(links) > 20
    for link in links:
        figure = int(re.sub(r"\D", "", link.text_content()))
        assert rows_behind(supervisor, link.get("href")) == figure, link.get("href")


def test_supervisor_opens_a_cell_to_its_obligations(supervisor, checked: Checked):
    page = supervisor.get("/checklist?text=收支明细")
    for link in page.select("td.matrix-cell a"):
        listed = supervisor.get(link.get("href"))
        counted = re.findall(r"(\d+)期", link.get("aria-label").split("：", 1)[1])
        assert len(listed.select("table.data-table tbody tr")) == sum(int(n) for n in counted)


def test_drafter_declares_from_the_checklist(app: Flask, checked: Checked):
    drafter = signed_in(app, "qingshan-yunling-drafter")
    missing = drafter.get("/checklist/cell?tenant=yunling&state=missing")
    assert "登记本期无或依法不公开" in missing.text


def test_publisher_takes_back_what_was_declared_without_a_posting(app: Flask, checked: Checked):
    publisher = signed_in(app, "qingshan-yunling-publisher")
    missing = publisher.get("/checklist/cell?tenant=yunling&state=missing")
    assert "登记本期无或依法不公开" not in missing.text
    declared = publisher.get("/checklist/cell?tenant=yunling&state=nothing")
    link = next(a for a in declared.select("a.duty-act") if "撤销登记" in a.text_content())
    assert publisher.get(link.get("href")).h1 == "这一期已经登记"


def test_totals_add_up_in_both_directions(supervisor):
    page = supervisor.get("/checklist")
    rows = page.select("table.checklist tbody tr")
    down = [
        sum(
            int(re.sub(r"\D", "", row.cssselect("td.matrix-sum")[n].text_content())) for row in rows
        )
        for n in range(4)
    ]
    feet = page.select("table.checklist tfoot tr")
    whole = [
        int(re.sub(r"\D", "", foot.cssselect("td.matrix-sum")[n].text_content()))
        for n, foot in enumerate(feet)
    ]
    across = [
        sum(
            int(re.sub(r"\D", "", cell.text_content()))
            for cell in foot.cssselect("td.matrix-sum")[4:]
        )
        for foot in feet
    ]
    assert down == whole == across


def test_supervisor_filters_tenants_and_items_by_text(supervisor):
    by_tenant = supervisor.get("/checklist?text=石桥")
    assert {tenant for tenant, _ in cells(by_tenant)} == {"shiqiao"}
    by_item = supervisor.get("/checklist?text=银行")
    assert {item for _, item in cells(by_item)} == {"F02"}
    nothing = supervisor.get("/checklist?text=没有这样的")
    assert "没有找到应公开的事项" in nothing.text


def test_supervisor_pages_through_tenants(supervisor, checked: Checked):
    add_villages(checked, 33)
    first = supervisor.get("/checklist?per_page=30")
    second = supervisor.get("/checklist?per_page=30&page=2")
    on = [{tenant for tenant, _ in cells(page)} for page in (first, second)]
    assert not on[0] & on[1]
    assert on[0] | on[1] == set(checked.world.tenants)
    assert first.select("tfoot")[0].text_content() == second.select("tfoot")[0].text_content()


def test_names_and_titles_are_never_markup(supervisor):
    page = supervisor.get("/checklist")
    assert "<b>宅基地" not in page.html
    assert "<b>宅基地</b>审批" in page.text


@pytest.mark.parametrize(
    "query", ["period=2026-Q9", "period=x", "period=9999", "as_of=2026-02-30", "as_of=9999-12-31"]
)
def test_supervisor_is_told_what_cannot_be_understood(supervisor, query):
    page = supervisor.get(f"/checklist?{query}", expect=400)
    assert "看不懂" in page.text


def test_page_shows_a_publication_at_once(supervisor, checked: Checked):
    row = next(row for row, state in states(checked) if state is State.MISSING)
    before = supervisor.get("/checklist").select("tfoot .sum-missing")[0].text_content()
    slug = next(s for s, t in checked.world.tenants.items() if t.id == row.tenant_id)
    posting = make_posting(
        checked.world, slug, checked.items[row.item_code], "published", obligation_id=row.id
    )
    with checked.world.session() as session:
        same = session.scalars(select(Obligation).where(Obligation.id == row.id)).one()
        fulfil(session, same, posting.id, TODAY)
        session.commit()
    after = supervisor.get("/checklist").select("tfoot .sum-missing")[0].text_content()
    assert int(after[1:]) == int(before[1:]) - 1
    listed = supervisor.get(f"/checklist/cell?tenant={slug}&item={row.item_code}")
    assert f"/postings/{posting.id}" in listed.links
    supervisor.get(f"/postings/{posting.id}")


def test_summary_is_kept_and_agrees_after_a_restart(app: Flask, supervisor, checked: Checked):
    fresh = supervisor.get("/checklist").html
    kept = all_rows(checked.world, ChecklistRow)
    assert len(kept) == len(checked.world.tenants)
    assert {(row.as_of, row.number) for row in kept} == {(TODAY, 1)}
    workshop(app).clear()
    assert supervisor.get("/checklist").html == fresh


def statements_of(app: Flask, browser: Browser, path: str) -> int:
    """Return how many statements a page sends."""
    sent = []
    engine = app.extensions["ogi_engine"]

    def note(*_args):
        sent.append(1)

    event.listen(engine, "before_cursor_execute", note)
    try:
        browser.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


@pytest.mark.parametrize("path", ["/checklist?per_page=300", "/overview", "/checklist/cell"])
def test_statements_do_not_grow_with_tenants(app: Flask, supervisor, checked, path):
    add_villages(checked, 2)
    workshop(app).clear()
    few = statements_of(app, supervisor, path)
    add_villages(checked, 25)
    workshop(app).clear()
    many = statements_of(app, supervisor, path)
    assert many <= few


def test_tenant_staff_see_only_their_own_row(app: Flask, checked: Checked):
    drafter = signed_in(app, "qingshan-yunling-drafter")
    page = drafter.get("/checklist")
    assert {tenant for tenant, _ in cells(page)} == {"yunling"}
    assert "石桥村" not in page.text
    drafter.get("/checklist/cell?tenant=shiqiao&period=2026", expect=404)
    drafter.get("/checklist/sheet.pdf?tenant=shiqiao", expect=404)
    own = [row for row in checked.obligations if row.tenant_id == _id(checked, "yunling")]
    assert rows_behind(drafter, "/checklist/cell?period=2026") == len(own)
    assert "石桥村" not in drafter.get("/checklist/export.csv").data.decode("utf-8-sig")


def test_another_township_is_out_of_sight(app: Flask, engine, checked: Checked):
    other = make_checked(engine, "baihe", "白河镇", seed=11)
    other.world.add_tenant("only-baihe", "白河独有村")
    stranger = signed_in(app, "baihe-supervisor")
    page = stranger.get("/checklist")
    ids = {row.id for row in other.obligations}
    assert int(page.select("tfoot .sum-all a")[0].text_content()[3:]) == len(ids)
    foreign = checked.obligations[0]
    stranger.get(f"/checklist/obligations/{foreign.id}/waive", expect=404)
    ours = signed_in(app, "qingshan-supervisor")
    ours.get("/checklist/cell?tenant=only-baihe", expect=404)


@pytest.mark.parametrize(
    "path",
    [
        "/checklist", "/checklist/cell", "/checklist/cell.csv", "/checklist/export.xlsx",
        "/checklist/sheet.pdf", "/overview", "/checklist/obligations/1/waive",
    ],
)  # fmt: skip
def test_anonymous_visitor_is_sent_to_sign_in(browser, checked, path):
    assert "/sign-in" in browser.get(path, expect=303).location


def _id(checked: Checked, slug: str) -> int:
    return checked.world.tenants[slug].id
