"""The supervisor's first page: what changed, what is overdue, the trend; each figure opens."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from ogi.audits.home.figures import AGES, CHANGES, count_all
from ogi.audits.home.queries import count_months
from ogi.audits.home.rules import Month, add_months, frame_of, months_back, workdays_before
from ogi.catalogue.models import Obligation, ObligationVersion
from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules.states import state_of
from ogi.platform.clock import SHANGHAI
from ogi.platform.storage import Storage
from ogi.platform.workdays import Calendar
from ogi.postings.models import Posting
from tests.audits.test_checklist_page import rows_behind
from tests.audits.township import NOW, TODAY, signed_in
from tests.isolation.furnish_audits import furnish_audits
from tests.support.rows import all_rows, make_posting

MIDNIGHT = time(tzinfo=SHANGHAI)
MONDAY = date(2026, 8, 17)


def stat_links(page):
    return {
        stat.cssselect(".stat-label")[0].text_content(): (
            int(stat.cssselect(".stat-figure")[0].text_content()),
            stat.cssselect("a")[0].get("href"),
        )
        for stat in page.select(".stats li")
    }


@pytest.mark.parametrize(
    ("day", "number", "before"),
    [
        (date(2026, 8, 20), 1, date(2026, 8, 19)),
        (MONDAY, 1, date(2026, 8, 16)),
        (date(2026, 8, 16), 1, date(2026, 8, 13)),
        (date(2026, 8, 20), 5, date(2026, 8, 13)),
        (date(2026, 8, 20), 0, date(2026, 8, 20)),
    ],
)
def test_working_days_are_counted_back(day, number, before):
    found = workdays_before(day, number, Calendar())
    assert found == before
    assert Calendar().count_workdays(found, day) == number


def test_months_reach_back_a_year():
    months = months_back(date(2026, 2, 28))
    assert (months[0], months[-1], len(months)) == (date(2025, 3, 1), date(2026, 2, 1), 12)


def test_share_in_time_is_whole_only_when_all_were():
    assert Month("2026-03", 199, 1, 0).per_cent == 99
    assert Month("2026-03", 0, 0, 0).per_cent is None
    assert Month("2026-01", 1, 0, 0).label == "1月"


@pytest.fixture
def changed(checked, tmp_path):
    """One of each change since yesterday, and the same long ago."""
    world, item = checked.world, checked.items["F01"]
    furnish_audits(
        world, world.tenants["shiqiao"].id, world.people["qingshan-inspector"].id, "标记",
        Storage(tmp_path),
    )  # fmt: skip
    for at, word in ((NOW - timedelta(hours=20), "新"), (NOW - timedelta(days=30), "旧")):
        make_posting(world, "yunling", item, "published", title=f"{word}公开", at=at)
        gone = {"title": f"{word}撤下", "at": at - timedelta(days=90), "withdrawn_at": at}
        make_posting(world, "yunling", item, "withdrawn", **gone)
        gone |= {"title": f"{word}下架", "taken_down_at": at}
        make_posting(world, "yunling", item, "withdrawn", **gone)
        make_posting(
            world, "shiqiao", item, "published", title=f"{word}紧急", at=at,
            bypassed="review", bypass_reason="汛期转移群众", reviewer_id=None,
        )  # fmt: skip
    return checked


def test_supervisor_sees_what_changed_and_opens_it(changed, supervisor):
    links = stat_links(supervisor.get("/overview"))
    told = {name: links[name][0] for name in ("新公开", "更正", "撤下", "紧急下架", "紧急公开")}
    assert told == {"新公开": 2, "更正": 0, "撤下": 1, "紧急下架": 1, "紧急公开": 1}
    for name in told:
        number, href = links[name]
        page = supervisor.get(href)
        assert len(page.select("tbody tr")) == number
        assert (f"共 {number} 件" if number else f"没有{name}") in page.text
        assert "旧" not in page.h1 + " ".join(page.tree.xpath("//tbody//text()"))


def test_correction_is_no_new_posting(changed, supervisor):
    world, item = changed.world, changed.items["F01"]
    first = next(one for one in all_rows(world, Posting) if one.title == "旧公开")
    make_posting(
        world, "yunling", item, "published", title="更正的", at=NOW - timedelta(hours=2),
        corrects_id=first.id, counted_on=first.counted_on, edition=2,
    )  # fmt: skip
    links = stat_links(supervisor.get("/overview"))
    assert (links["更正"][0], links["新公开"][0]) == (1, 2)
    assert "更正的" in supervisor.get(links["更正"][1]).text


def test_open_orders_are_told_apart_by_age(changed, supervisor):
    frame = frame_of(changed.world.township.id, TODAY, Calendar(), MIDNIGHT)
    assert frame.old_before < frame.grown_before < frame.since
    links = stat_links(supervisor.get("/overview"))
    assert links["超过 10 个工作日"][0] == 1
    assert "共 1 件" in supervisor.get(links["超过 10 个工作日"][1]).text
    with changed.world.session() as session:
        counts = count_all(session, frame, [*CHANGES, *AGES])
    assert sum(counts[age.key] for age in AGES) == 1


def test_supervisor_sees_overdue_orders_by_tenant_and_the_next_visits(changed, supervisor):
    page = supervisor.get("/overview")
    assert "整改逾期" in page.text
    assert "近两周要去的检查" in page.text
    assert "标记（暗访）" in page.text
    overdue = next(link for link in page.links if "/orders?state=overdue" in link)
    assert "标记" in supervisor.get(overdue).text


def test_trend_counts_what_the_checklist_counts(changed, supervisor):
    with changed.world.session() as session:
        keys = [tenant.id for tenant in changed.world.tenants.values()]
        found = count_months(session, changed.world.township.id, TODAY, keys)
    months = add_months(found.values(), TODAY)
    assert len(months) == 12
    march = next(month for month in months if month.key == "2026-03")
    for state, number in (("in_time", march.in_time), ("late", march.late)):
        assert number
        assert rows_behind(supervisor, f"/checklist/cell?period=2026-03&state={state}") == number
    page = supervisor.get("/overview")
    assert "近十二个月按时公开的比例" in page.text
    assert page.tree.xpath("//*[local-name()='svg' and @role='img']")


def test_trend_follows_a_change(changed, supervisor):
    def told():
        table = supervisor.get("/overview").tree.xpath("//section[@aria-labelledby='trend-head']")
        return table[0].text_content()

    before = told()
    with changed.world.session() as session:
        missing = next(
            row for row in session.scalars(select(Obligation).order_by(Obligation.id))
            if row.period_key == "2026-05" and state_of(standing_of(row), TODAY)[0] == "missing"
        )  # fmt: skip
        missing.posted_on = missing.due_on
        version = select(ObligationVersion).where(ObligationVersion.tenant_id == missing.tenant_id)
        session.scalars(version).one().number += 1
        session.commit()
    assert told() != before


def test_inspector_sees_own_visits_first(changed, app):
    page = signed_in(app, "qingshan-inspector").get("/overview")
    table = page.tree.xpath("//section[@aria-labelledby='visits-head']//tbody/tr")[0]
    assert "我" in table.text_content()
    assert "/inspections/visits/" in table.xpath(".//a/@href")[0]


def test_village_sees_nothing_of_the_township_here(changed, app):
    drafter = signed_in(app, "qingshan-shiqiao-drafter")
    page = drafter.get("/overview")
    for word in ("以来的变化", "近两周要去的检查", "没有销号的整改通知书", "近十二个月"):
        assert word not in page.text
    drafter.get("/overview/rows/published", expect=403)


def test_unknown_figure_is_no_page(checked, supervisor):
    supervisor.get("/overview/rows/x", expect=404)
    assert "没有新公开" in supervisor.get("/overview/rows/published?page=9").text
