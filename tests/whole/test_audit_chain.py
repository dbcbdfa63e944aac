"""From an unannounced inspection to the year's score, as its people do it in the browser.

Finding → order → answer with evidence → re-check → closing → score → objection: one chain.
"""

import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from ogi.platform import clock
from tests.support.chromium import DESKTOP, PHONE
from tests.support.factories import PASSWORD, World
from tests.support.photos import make_photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("OGI_SHOTS", "")
SEEN = "财务公开栏空着一半"
UNSENT = "section.visit-unsent"
BLANK = "没有空白栏"
Signed = Callable[..., Page]


@pytest.fixture
def as_person(open_context: Callable[..., BrowserContext], live_url: str) -> Signed:
    """A function that opens the browser of a person who has signed in."""

    def signed(username: str, size: dict[str, int] = DESKTOP) -> Page:
        page = open_context(size).new_page()
        page.goto(f"{live_url}/sign-in")
        page.get_by_label("用户名").fill(f"qingshan-{username}")
        page.get_by_label("密码").fill(PASSWORD)
        press(page, "登录")
        return page

    return signed


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def plan_inspection(office: Page, url: str) -> None:
    """Make a checklist from a ready one, and send the inspector to 云岭村 unannounced."""
    office.goto(f"{url}/inspections/sets/new")
    office.get_by_label("公开栏现场检查").check()
    office.get_by_label("名称").fill("暗访检查单")
    press(office, "建立")
    press(office, "启用")
    follow(office, "用它安排检查")
    office.get_by_label("名称").fill("公开栏暗访")
    office.get_by_role("radio", name="暗访").check()
    office.get_by_role("radio", name="指定单位").check()
    office.locator("summary", has_text="指定单位").click()
    today = clock.today().isoformat()
    office.get_by_label("开始日期").fill(today)
    office.get_by_label("结束日期").fill(today)
    office.get_by_label("云岭村").check()
    office.get_by_label("青山镇inspector").check()
    press(office, "看名单")
    press(office, "保存")
    follow(office, "开始检查")
    press(office, "开始检查")
    shoot(office, "1-inspection")


def inspect(phone: Page, url: str) -> None:
    """Record a fault with two photos while there is no connection, then send and finish."""
    phone.goto(f"{url}/inspections/visits")
    follow(phone, "云岭村")
    phone.goto(f"{phone.url.partition('?')[0]}?board=whole")
    expect(phone.locator("[data-ready]")).to_contain_text("没有网络也能打开")
    phone.context.set_offline(True)
    card = phone.locator("[id^=indicator-]", has_text="没有空白栏").first
    card.get_by_label("有问题").check()
    card.get_by_label("说明").fill(SEEN)
    for number, colour in enumerate(("red", "blue")):
        card.get_by_label("照片", exact=False).first.set_input_files(
            {
                "name": f"{number}.jpg",
                "mimeType": "image/jpeg",
                "buffer": make_photo(colour=colour, size=(640, 480)),
            }
        )
        expect(card.locator("[data-chosen] img")).to_have_count(number + 1)
    card.get_by_role("button", name="保存这一项").click()
    expect(phone.locator(UNSENT)).to_contain_text("还有 1 条记录、2 张照片没有发送")
    shoot(phone, "2-offline")
    phone.context.set_offline(False)
    expect(phone.locator("[data-told]")).to_contain_text("全部已发送", timeout=60_000)
    finish(phone)


def finish(phone: Page) -> None:
    follow(phone, "小结并完成")
    phone.get_by_label("小结", exact=False).first.fill("已经看完")
    press(phone, "完成检查")


def order_it(office: Page, url: str) -> str:
    """Make the finding, order it mended, and return the text of the letter."""
    office.goto(f"{url}/findings/entries")
    press(office, "立为问题")
    follow(office, "起草整改通知书")
    press(office, "保存草稿")
    follow(office, "发出")
    press(office, "发出")
    expect(office.locator("main")).to_contain_text("〔")
    shoot(office, "3-order")
    address = office.get_by_role("link", name="下载 PDF").get_attribute("href")
    letter = office.context.request.get(f"{url}{address}").body()
    if SHOTS:
        (Path(SHOTS) / "letter.pdf").write_bytes(letter)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(letter)).pages)
    return re.sub(r"\s", "", text)


def answer(village: Page, url: str) -> None:
    village.goto(f"{url}/todo")
    shoot(village, "4-todo")
    follow(village, "整改")
    follow(village, "答复")
    village.get_by_label("整改情况", exact=False).first.fill("空着的一半已经贴满。")
    village.get_by_label("照片和材料").set_input_files(
        {"name": "贴满.jpg", "mimeType": "image/jpeg", "buffer": make_photo(size=(640, 480))}
    )
    press(village, "提交答复")
    shoot(village, "5-answered")


def recheck(office: Page, phone: Page, url: str) -> None:
    """Send the inspector again; what is right now closes the order."""
    office.goto(f"{url}/orders")
    follow(office, "〔")
    order = office.url
    office.goto(f"{order}/recheck/plan")
    office.get_by_label("复查人").select_option(label="青山镇inspector")
    press(office, "安排复查")
    phone.goto(f"{url}/inspections/visits?state=due")
    follow(phone, "云岭村")
    phone.goto(f"{phone.url.partition('?')[0]}?board=whole")
    card = phone.locator("[id^=indicator-]", has_text=SEEN).first
    expect(phone.locator("[data-ready]")).to_contain_text("没有网络也能打开")
    card.get_by_label("符合").check()
    card.get_by_role("button", name="保存这一项").click()
    expect(phone.locator("[data-told]")).to_contain_text("全部已发送", timeout=60_000)
    finish(phone)
    office.goto(f"{order}/recheck")
    press(office, "记录复查结果")
    follow(office, "销号")
    press(office, "销号")
    expect(office.locator("main")).to_contain_text("已销号")
    shoot(office, "6-closed")


def score(office: Page, url: str) -> None:
    """Score the year by the scheme for villages, and tell the villages."""
    office.goto(f"{url}/assessments/new")
    office.get_by_label("年度").fill(str(clock.today().year))
    office.get_by_label("村务公开检查考核").check()
    press(office, "建立")
    follow(office, "启用")
    press(office, "启用")
    shoot(office, "7-scores")
    follow(office, "告知单位")
    press(office, "告知")


def accept(office: Page, url: str) -> None:
    office.goto(f"{url}/assessments/{clock.today().year}/objections")
    follow(office, "答复")
    office.get_by_role("radio", name="异议成立", exact=True).check()
    office.get_by_label("改为").fill("10")
    office.get_by_label("理由").fill("经核实，名单当天下午已经贴出。")
    press(office, "答复")
    shoot(office, "9-objection")


def test_a_fault_seen_on_the_spot_costs_points_until_an_objection_is_accepted(
    app: Flask, world: World, as_person: Signed, live_url: str
) -> None:
    office, phone = as_person("supervisor"), as_person("inspector", PHONE)
    plan_inspection(office, live_url)
    inspect(phone, live_url)
    letter = order_it(office, live_url)
    assert SEEN in letter
    assert "关于限期整改公开栏问题的通知书" in letter
    village = as_person("yunling-drafter", PHONE)
    answer(village, live_url)
    recheck(office, phone, live_url)
    score(office, live_url)
    reviewer = as_person("yunling-reviewer", PHONE)
    reviewer.goto(f"{live_url}/assessments")
    expect(reviewer.locator("main")).to_contain_text("95分")
    follow(reviewer, f"{clock.today().year}年")
    shoot(reviewer, "8-own")
    follow(reviewer, BLANK)
    told = "应得10分；检查发现空白栏1处，每处扣5分，扣5分，得5分。"
    expect(reviewer.locator("main")).to_contain_text(told)
    expect(reviewer.get_by_role("link", name=SEEN)).to_be_visible()
    follow(reviewer, "提异议")
    reviewer.get_by_label("理由", exact=False).first.fill("那一半是留给当天要贴的名单的。")
    press(reviewer, "提出")
    accept(office, live_url)
    reviewer.goto(f"{live_url}/assessments")
    expect(reviewer.locator("main")).to_contain_text("100分")
    follow(reviewer, f"{clock.today().year}年")
    follow(reviewer, BLANK)
    expect(reviewer.locator("main")).to_contain_text("异议成立，由得5分改为得10分")
    shoot(reviewer, "10-both")
