"""Anybody reads who answers for the boards; nobody reads who works on them."""

from datetime import date

import pytest
import time_machine

from ogi.audits.duties.models import GroupMember, TenantLeader
from tests.support.factories import make_staffed_township
from tests.support.rows import keep

DAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(f"{DAY}T01:00:00Z", tick=False):
        yield


def test_villager_reads_who_is_in_charge_today(world, browser):
    keep(world, GroupMember(part="head", name="周立新", title="镇党委书记", since=date(2025, 1, 1)))
    keep(
        world,
        GroupMember(part="head", name="前任人", since=date(2020, 1, 1), until=date(2024, 12, 31)),
    )
    keep(world, GroupMember(part="member", name="下任人", since=date(2026, 6, 1)))
    yunling = world.tenants["yunling"].id
    keep(world, TenantLeader(tenant_id=yunling, name="何分管", title="副镇长", phone="0792-100",
                             since=date(2025, 1, 1)))  # fmt: skip
    home = browser.get("/t/qingshan/")
    page = browser.get(next(link for link in home.links if link.endswith("/duty/")))
    for word in ("周立新", "镇党委书记", "组长", "何分管", "副镇长", "0792-100", "石桥村"):
        assert word in page.text
    for word in ("前任人", "下任人", *(person.name for person in world.people.values())):
        assert word not in page.text


def test_villager_is_told_when_nobody_is_named(world, browser):
    assert "还没有公布领导小组" in browser.get("/t/qingshan/duty/").text
    browser.get("/t/nowhere/duty/", expect=404)


def test_townships_name_their_own(world, browser):
    other = make_staffed_township(world.engine, "baihe", "白河镇")
    keep(other, GroupMember(part="head", name="邻镇人", since=date(2025, 1, 1)))
    assert "邻镇人" not in browser.get("/t/qingshan/duty/").text
    assert "邻镇人" in browser.get("/t/baihe/duty/").text
