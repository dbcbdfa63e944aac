"""Pages for correcting and for taking a leak down, as each post meets them."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from ogi.postings import actions
from tests.postings.desk import NOW, Desk
from tests.postings.test_corrections import LATER, NOTE, begin, correct
from tests.support.factories import World
from tests.support.pages import Browser
from tests.support.rows import make_posting

DRAFTER, PUBLISHER = "qingshan-yunling-drafter", "qingshan-yunling-publisher"
REVIEWER, SUPERVISOR = "qingshan-yunling-reviewer", "qingshan-supervisor"
REASON = "附件里有村民的个人信息，核实后重新公开"
As = Callable[[str], Browser]

pytestmark = pytest.mark.usefixtures("_fixed_day")


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_drafter_begins_a_correction_from_the_posting(desk: Desk, browse_as: As):
    first = desk.published()
    drafter = browse_as(DRAFTER)
    page = drafter.get(f"/postings/{first}")
    assert f"/postings/{first}/correct" in page.links
    page = drafter.get(f"/postings/{first}/correct")
    assert "另起第 2 版" in page.text
    drafter.submit(f"/postings/{first}/correct", {"note": NOTE})
    page = drafter.follow()
    assert page.path.endswith("/edit")
    assert NOTE in page.text
    page = drafter.get(f"/postings/{first}")
    assert "有人正在更正这条事项" in page.text


def test_drafter_who_gives_no_reason_keeps_what_was_typed(desk: Desk, browse_as: As):
    first = desk.published()
    drafter = browse_as(DRAFTER)
    page = drafter.submit(f"/postings/{first}/correct", {"note": "改了"}, expect=422)
    assert "至少 5 个字" in page.errors
    assert page.select("textarea[name=note]")[0].text.strip() == "改了"


def test_second_drafter_is_led_to_the_correction_under_way(desk: Desk, browse_as: As):
    first = desk.published()
    made = begin(desk, first)
    drafter = browse_as(DRAFTER)
    page = drafter.get(f"/postings/{first}/correct", expect=303)
    assert page.location.endswith(f"/postings/{made}/edit")
    drafter.submit(f"/postings/{first}/correct", {"note": NOTE})
    assert "已经有人在更正这条事项" in drafter.follow().text


def test_drafter_rewrites_the_explanation_of_a_draft(desk: Desk, browse_as: As):
    made = begin(desk, desk.published())
    drafter = browse_as(DRAFTER)
    drafter.submit(f"/postings/{made}/correct", {"note": "电费漏记，已经补记"})
    assert "电费漏记，已经补记" in drafter.follow().text


def test_nothing_else_is_corrected(desk: Desk, browse_as: As):
    drafter = browse_as(DRAFTER)
    for state in ("draft", "submitted", "withdrawn", "discarded"):
        other = make_posting(desk.world, "yunling", desk.item, state, title=state)
        drafter.get(f"/postings/{other.id}/correct", expect=303)
        drafter.submit(f"/postings/{other.id}/correct", {"note": NOTE}, expect=422)


def test_reviewer_and_publisher_see_what_changes(desk: Desk, browse_as: As):
    made = begin(desk, desk.published(), now=NOW)
    draft = actions.Draft("三月收支（更正）", "村委会", desk.read(made).content)
    desk.do(actions.save, made, "drafter", draft=draft, version=None)
    desk.do(actions.submit, made, "drafter", version=None)
    page = browse_as(REVIEWER).get(f"/postings/{made}/review")
    assert "比第 1 版改了什么" in page.text
    assert "（更正）" in page.select("ins")[-1].text_content()
    desk.do(actions.approve, made, "reviewer", version=None)
    page = browse_as(PUBLISHER).get(f"/postings/{made}/publish")
    assert "比第 1 版改了什么" in page.text
    assert NOTE in page.text


def test_withdrawing_too_early_leads_to_correcting_or_taking_down(desk: Desk, browse_as: As):
    first = desk.published()
    publisher = browse_as(PUBLISHER)
    with desk.world.session() as session:
        item = session.get_one(type(desk.item), desk.item.id)
        item.min_display_days = 30
        session.commit()
    page = publisher.get(f"/postings/{first}/withdraw")
    assert "至少公开 30 天，2026年5月10日前不能撤下" in page.text
    assert f"/postings/{first}/take-down" in page.links
    page = publisher.submit(f"/postings/{first}/withdraw", {"reason": "账目重做"}, expect=422)
    assert "紧急下架" in page.errors
    assert desk.read(first).state == "published"


def test_publisher_takes_a_leak_down_without_waiting(desk: Desk, browse_as: As):
    first = desk.published()
    publisher = browse_as(PUBLISHER)
    page = publisher.get(f"/postings/{first}/take-down")
    assert "谁也不能恢复" in page.text
    publisher.submit(f"/postings/{first}/take-down", {"reason": REASON})
    page = publisher.follow()
    assert "已紧急下架" in page.text
    assert "卖树" not in page.text
    assert desk.read(first).title == "（内容已下架）"
    publisher.get(f"/postings/{first}/take-down", expect=303)


def test_supervisor_takes_down_and_is_told_of_every_takedown(desk: Desk, browse_as: As):
    second = correct(desk, desk.published())
    supervisor = browse_as(SUPERVISOR)
    supervisor.submit(f"/postings/{second}/take-down", {"reason": REASON})
    supervisor.follow()
    page = supervisor.get("/overview")
    assert "近 30 天有 1 件因泄露个人信息紧急下架" in page.text
    assert f"云岭村，收支明细（{desk.read(second).index_number}）" in page.text
    assert REASON in page.text
    with time_machine.travel(NOW + timedelta(days=40)):
        later = browse_as(SUPERVISOR)
        assert "因泄露个人信息紧急下架" not in later.get("/overview").text


def test_a_reason_that_repeats_the_leak_is_refused_and_kept(desk: Desk, browse_as: As):
    first = desk.published()
    publisher = browse_as(PUBLISHER)
    page = publisher.submit(
        f"/postings/{first}/take-down", {"reason": "漏了 11010519491231002X"}, expect=422
    )
    assert "110105********002X" in page.errors
    assert desk.read(first).state == "published"


@pytest.mark.parametrize("who", [DRAFTER, REVIEWER, "qingshan-inspector"])
def test_nobody_else_takes_down(desk: Desk, browse_as: As, who: str):
    first = desk.published()
    person = browse_as(who)
    person.get(f"/postings/{first}/take-down", expect=403)
    assert f"/postings/{first}/take-down" not in person.get(f"/postings/{first}").links


def test_lists_hold_the_newest_edition_alone_unless_asked(desk: Desk, browse_as: As):
    first = desk.published()
    second = correct(desk, first)
    drafter = browse_as(DRAFTER)
    page = drafter.get("/postings")
    assert f"/postings/{second}" in page.links
    assert f"/postings/{first}" not in page.links
    assert "第 2 版" in page.text
    page = drafter.get("/postings?state=corrected")
    assert f"/postings/{first}" in page.links
    assert f"/postings/{second}" not in page.links


def test_the_register_tells_edition_and_explanation(desk: Desk, browse_as: As):
    correct(desk, desk.published())
    page = browse_as(DRAFTER).get("/postings/export.xlsx?year=2026")
    sheet = load_workbook(BytesIO(page.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (heads,) = [row for row in rows if "版次" in row]
    found = [row for row in rows if row[heads.index("更正说明")] == NOTE]
    assert len(found) == 1
    assert found[0][heads.index("版次")] == 2
    assert len([row for row in rows if "云岭村" in row and "F03" in row]) == 1


def test_posting_page_lists_its_editions(desk: Desk, browse_as: As):
    first = desk.published()
    second = correct(desk, first, LATER)
    page = browse_as(DRAFTER).get(f"/postings/{first}")
    assert "这一版已被第 2 版更正" in page.text
    assert f"/postings/{second}" in page.links
    assert "各版本" in page.text
