"""Findings and orders in Chromium, on a phone and on a desktop."""

import os

import pytest

from ogi.audits.orders.actions import following
from ogi.audits.orders.actions.following import Answer, KeptFile, Step
from ogi.platform.storage import Storage
from tests.audits.orders.town import (
    TODAY,
    act,
    after,
    answered,
    by,
    draft,
    found_by_hand,
    see,
    visit_of,
)
from tests.support.chromium import DESKTOP, PHONE, assert_accessible, serving
from tests.support.factories import PASSWORD
from tests.support.photos import make_photo

SHOTS = os.environ.get("OGI_SHOTS", "")


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("role", ["supervisor", "yunling-drafter"])
def test_pages_are_accessible(app, town, open_context, role, size):
    order = answered(town)
    visit = visit_of(town, "yunling", at=after(1))
    for topic, result in (("blank", "ok"), ("hotline", "fault")):
        see(town, visit, topic, result, at=after(1), remark="看过现场")
    with act(town, order) as (session, row):
        following.escalate(
            session, row, Step("reminder", "电话催办", "张三（副镇长）", TODAY), **by(town)
        )
    store = Storage(app.extensions["ogi_settings"].files_dir)
    kept = store.put(make_photo())
    with act(town, order) as (session, row):
        file = KeptFile("整改后.jpg", kept.key, kept.sha256, "image/jpeg", kept.size)
        told = Answer("补充一张照片", files=[file])
        following.answer(session, row, told, **by(town, "yunling-drafter", after(1)))
    finding = found_by_hand(town)
    begun = draft(town, [finding])
    paths = ["/orders", f"/orders/{order.id}", "/findings", f"/findings/{1}"]
    if role == "supervisor":
        paths += [
            "/findings/entries", "/findings/new", f"/findings/{finding.id}/dismiss",
            f"/findings/{finding.id}", f"/orders/{begun.id}", f"/orders/{begun.id}/edit",
            f"/orders/{begun.id}/send", f"/orders/{order.id}/recheck/plan",
            f"/orders/{order.id}/recheck", f"/orders/{order.id}/escalate",
            f"/orders/{order.id}/close", f"/orders/{order.id}/reopen", "/t/qingshan/findings/",
        ]  # fmt: skip
    else:
        paths.append(f"/orders/{order.id}/answer")
    with serving(app) as address:
        page = open_context(size).new_page()
        page.goto(f"{address}/sign-in")
        page.get_by_label("用户名").fill(f"qingshan-{role}")
        page.get_by_label("密码").fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="登录").click()
        for number, path in enumerate(paths):
            page.goto(address + path)
            if SHOTS:
                page.screenshot(
                    path=f"{SHOTS}/{role}-{size['width']}-{number:02}.png", full_page=True
                )
            assert_accessible(page)
