"""Planning and following an inspection in Chromium, on a phone and on a desktop."""

import pytest

from ogi.audits.indicators.models import Indicator
from tests.audits.inspections.rounds import make_inspection, make_set, person, see, visits
from tests.support.chromium import DESKTOP, PHONE, assert_accessible, serving
from tests.support.factories import PASSWORD
from tests.support.rows import all_rows, make_item, make_obligation


@pytest.fixture
def paths(world):
    """The addresses of every page of planning, with something to show on each."""
    make_obligation(world, "yunling", make_item(world))
    both = (person(world, "inspector"), person(world, "supervisor"))
    planned = make_inspection(
        world, method="risk", sample_size=2, seed="20260820", inspector_ids=both,
        kinds=("village", "department", "office"),
    )  # fmt: skip
    waiting = next(iter(visits(world).values())).id
    opened = make_inspection(world, opened=True, title="九月明查", kind="planned")
    there = {visit.id: visit for visit in visits(world).values()}
    for number, visit in enumerate(there.values()):
        if visit.inspection_id == opened.id:
            see(world, visit, "遮雨", remark="没有雨棚，雨水打湿了公开栏", faults=number + 1)
            see(world, visit, "意见箱", "ok", faults=0)
    draft = make_set(world, title="夏季检查单")
    row = next(one for one in all_rows(world, Indicator) if one.set_id == draft.id)
    return [
        "/inspections", "/inspections/new", f"/inspections/{planned.id}",
        f"/inspections/{planned.id}/drawing", f"/inspections/{opened.id}",
        f"/inspections/{opened.id}/entries", f"/inspections/{opened.id}/close",
        f"/inspections/{planned.id}/cancel", f"/inspections/{planned.id}/open",
        f"/inspections/{planned.id}/edit", f"/inspections/{planned.id}/visits/new",
        f"/inspections/visits/{waiting}/inspector", f"/inspections/visits/{waiting}/remove",
        "/inspections/sets", "/inspections/sets/new", f"/inspections/sets/{draft.id}",
        f"/inspections/sets/{draft.id}/copy", f"/inspections/sets/{draft.id}/edit",
        f"/inspections/sets/{draft.id}/indicators/new", f"/inspections/indicators/{row.id}/edit",
        f"/inspections/indicators/{row.id}/remove",
    ]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pages_of_planning_are_accessible(app, paths, open_context, size):
    with serving(app) as address:
        page = open_context(size).new_page()
        page.goto(f"{address}/sign-in")
        page.get_by_label("用户名").fill("qingshan-supervisor")
        page.get_by_label("密码").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="登录").click()
        for path in paths:
            page.goto(address + path)
            assert_accessible(page)
        page.goto(f"{address}/inspections/new")
        page.get_by_label("检查名称").fill("十月暗访")
        page.get_by_label("随机抽取").check()
        page.get_by_label("抽取数量").fill("1")
        page.get_by_label("青山镇inspector").check()
        with page.expect_navigation():
            page.get_by_role("button", name="看名单").first.click()
        assert_accessible(page)
        with page.expect_navigation():
            page.get_by_role("button", name="保存").click()
        assert page.get_by_role("heading", level=1).inner_text() == "十月暗访"
