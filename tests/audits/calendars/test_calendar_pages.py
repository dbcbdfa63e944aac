"""The calendar page and the to-do page show what is due."""

import pytest

from ogi.catalogue.models import CatalogueItem
from ogi.platform.storage import Storage
from tests.audits.plans.test_plans import TITLE, _fixed_day, plan
from tests.isolation.furnish_audits import furnish_audits
from tests.support.rows import all_rows, make_obligation, make_posting

__all__ = ["_fixed_day", "plan"]


def test_drafter_finds_overdue_tasks_and_obligations_on_one_page(plan, browse_as):
    make_obligation(plan, "yunling", all_rows(plan, CatalogueItem)[0])
    make_obligation(plan, "shiqiao", all_rows(plan, CatalogueItem)[0])
    page = browse_as("qingshan-yunling-drafter").get("/calendar")
    assert TITLE in page.text
    assert "公开：村务动态（2026年3月）" in page.text
    assert page.text.count("逾期 35 天") == 1
    assert "以后到期" in page.text


def test_drafter_narrows_the_calendar(plan, browse_as):
    make_obligation(plan, "yunling", all_rows(plan, CatalogueItem)[0])
    drafter = browse_as("qingshan-yunling-drafter")
    page = drafter.get("/calendar?kind=task&span=overdue")
    assert TITLE in page.text
    assert "公开：村务动态" not in " ".join(page.tree.xpath("//ul[@class='task-list']//text()"))
    assert "没有符合条件的事" in drafter.get("/calendar?kind=order").text
    assert drafter.get("/calendar?kind=x&span=y&page=zz").status == 200


def test_todo_shows_the_tasks_that_are_overdue_or_soon(plan, browse_as):
    page = browse_as("qingshan-yunling-reviewer").get("/todo")
    assert "任务、整改和检查" in page.text
    assert TITLE in page.text
    assert "逾期 20 天" in page.text
    assert "公开村务动态" not in page.text


def test_reviewer_finds_what_waits_for_review(plan, browse_as):
    make_posting(plan, "yunling", all_rows(plan, CatalogueItem)[0], "submitted", awaiting="review")
    assert "审核：村务动态" in browse_as("qingshan-yunling-reviewer").get("/calendar").text
    assert "审核：村务动态" not in browse_as("qingshan-yunling-publisher").get("/calendar").text


def test_everybody_has_a_calendar_even_an_empty_one(world, browse_as):
    for name in ("inspector", "supervisor", "administrator", "auditor", "yunling-drafter"):
        page = browse_as(f"qingshan-{name}").get("/calendar")
        assert "三个月内没有到期的事" in page.text


@pytest.mark.parametrize(
    ("username", "told", "leads_to"),
    [
        ("inspector", "检查石桥村的公开栏", "/inspections/visits/"),
        ("supervisor", "答复石桥村的考核异议", "/assessments/objections/"),
        ("shiqiao-drafter", "答复标记整改通知书", "/orders/"),
    ],
)
def test_calendar_leads_to_what_waits(world, browse_as, tmp_path, username, told, leads_to):
    inspector = world.people["qingshan-inspector"].id
    furnish_audits(world, world.tenants["shiqiao"].id, inspector, "标记", Storage(tmp_path))
    page = browse_as(f"qingshan-{username}").get("/calendar")
    assert told in page.text
    assert page.select("a.task")[0].get("href").startswith(leads_to)
