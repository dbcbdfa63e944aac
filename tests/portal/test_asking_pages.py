"""Anybody asks without a name, keeps a number, and reads the answer; machines are held back."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ogi.postings.questions.models import Question
from ogi.postings.questions.rules import MOST_ASKED_BY_ADDRESS, MOST_LOOKED_UP
from ogi.tenants.models import SignInFailure
from tests.portal.conftest import NOON
from tests.support.factories import make_staffed_township
from tests.support.rows import all_rows, make_posting

HERE = "/t/qingshan/yunling/questions/"
SAID = "去年修的路灯有三盏一直不亮，什么时候修好？"


def ask(browser, text=SAID, *, wait=10, address=f"{HERE}ask", expect=303, **more):
    """Open the form, take as long as a person would, and send it."""
    with time_machine.travel(NOON - timedelta(seconds=wait), tick=False) as moment:
        browser.get(address)
        moment.move_to(NOON)
        return browser.submit(address, {"text": text, **more}, expect=expect)


def receipt_of(browser):
    page = browser.get(f"{HERE}sent")
    return re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page.text)[0]


def decide(world, question_id, **changes):
    with world.session() as session:
        found = session.get_one(Question, question_id)
        for name, value in changes.items():
            setattr(found, name, value)
        session.commit()


def test_villager_asks_and_follows_by_the_number(world, browser):
    assert "还没有公开的意见" in browser.get(HERE).text
    ask(browser, name="张三", phone="13800138000", kind="question")
    number = receipt_of(browser)
    assert SAID not in browser.get(HERE).text
    page = browser.submit(
        f"{HERE}receipt", {"receipt": number.lower().replace("-", " ")}, expect=200
    )
    assert "等待审看" in page.text
    assert SAID in page.text
    assert page.headers["Cache-Control"] == "no-store"
    kept = all_rows(world, Question)[0]
    assert number not in (kept.receipt_hash, kept.contact)
    assert "张三" not in kept.contact
    assert "138" not in kept.contact


def test_receipt_is_shown_to_its_own_browser_alone(app, world, browser):
    ask(browser)
    receipt_of(browser)
    browser.get("/t/qingshan/shiqiao/questions/sent", expect=303)
    stranger = type(browser)(app)
    stranger.get(f"{HERE}sent", expect=303)


def test_everybody_reads_what_was_let_through_and_its_answer(world, browser):
    ask(browser, name="张三", phone="13800138000")
    one = all_rows(world, Question)[0]
    decide(world, one.id, state="open", answer="还在拟的话")
    page = browser.get(HERE)
    assert SAID in page.text
    assert "2026年5月23日前答复" in page.text
    assert "还在拟的话" not in page.text
    drafter, publisher = (
        world.people[f"qingshan-yunling-{role}"] for role in ("drafter", "publisher")
    )
    decide(world, one.id, state="answered", answer="已经换了灯泡", drafted_by=drafter.id,
           answered_by=publisher.id, answered_on=NOON.date())  # fmt: skip
    page = browser.get(HERE)
    for word in ("已经换了灯泡", "云岭村2026年5月20日答复"):
        assert word in page.text
    for word in ("张三", "13800138000", drafter.name, publisher.name):
        assert word not in page.text


def test_refused_question_is_told_to_its_asker_alone(world, browser):
    ask(browser)
    number = receipt_of(browser)
    decide(world, all_rows(world, Question)[0].id, state="refused", reason="有骂人的话")
    page = browser.submit(f"{HERE}receipt", {"receipt": number}, expect=200)
    assert "有骂人的话" in page.text
    assert SAID not in browser.get(HERE).text


def test_question_about_a_posting_stands_below_it(world, browser, items):
    posting = make_posting(world, "yunling", items["affairs"], "published", title="修路决议")
    address = f"/t/qingshan/yunling/postings/{posting.id}"
    page = browser.get(address)
    assert "还没有人提意见" in page.text
    link = next(one for one in page.links if "/questions/ask" in one)
    assert "修路决议" in browser.get(link).text
    ask(browser, address=link)
    decide(world, all_rows(world, Question)[0].id, state="open")
    assert SAID in browser.get(address).text
    other = make_posting(world, "yunling", items["affairs"], "published", title="另一件")
    assert SAID not in browser.get(f"/t/qingshan/yunling/postings/{other.id}").text


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_nobody_asks_about_what_is_not_on_the_board(world, browser, items, state):
    hidden = make_posting(world, "yunling", items["affairs"], state, title="未公开")
    foreign = make_posting(world, "shiqiao", items["affairs"], "published", title="邻村")
    for key in (hidden.id, foreign.id, 999_999, "x", -1, 10**30):
        browser.get(f"{HERE}ask?posting={key}", expect=404)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"website": "http://x.cn"}, "空着"),
        ({"wait": 1}, "太快"),
        ({"wait": 100_000}, "太久"),
        ({"began": "forged"}, "太久"),
        ({"text": "便宜贷款请点 www.loan.com 马上到账"}, "不要写网址"),
        ({"text": "哈哈哈哈哈哈哈哈哈"}, "写清楚"),
        ({"text": "好" * 1001}, "1000"),
        ({"text": ""}, "请写要说的事"),
        ({"text": "我的身份证号是11010519491231002X，为什么没有补贴"}, "个人信息"),
        ({"phone": "abc"}, "电话"),
        ({"name": "长" * 21}, "20"),
        ({"kind": "spam"}, ""),
    ],
)
def test_what_no_person_would_send_is_refused_with_its_words_kept(world, browser, sent, told):
    page = ask(browser, **{"text": SAID, **sent}, expect=422)
    assert told in page.text
    assert not all_rows(world, Question)


def test_stale_page_can_be_sent_again(world, browser):
    page = ask(browser, wait=100_000, expect=422)
    began = page.select("input[name=began]")[0].get("value")
    with time_machine.travel(NOON + timedelta(seconds=10), tick=False):
        browser.submit(f"{HERE}ask", {"text": SAID, "began": began}, expect=303)


def test_same_words_are_taken_once(world, browser):
    ask(browser)
    page = ask(browser, text=SAID.replace("，", " , "), expect=422)
    assert "已经收到" in page.text
    other = "/t/qingshan/shiqiao/questions/ask"
    ask(browser, address=other)


def test_one_address_cannot_flood(world, browser):
    for number in range(MOST_ASKED_BY_ADDRESS):
        ask(browser, text=f"第{number}号路灯坏了，请尽快修理好")
    page = ask(browser, text="再说一件别的大事情", expect=422)
    assert "请在 13:01 以后再来" in page.text
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        browser.get(f"{HERE}ask")


def test_numbers_cannot_be_tried_for_ever(world, browser):
    answers = [
        browser.submit(f"{HERE}receipt", {"receipt": "AAAA-BBBB-CCCC"}, expect=422).text
        for _ in range(MOST_LOOKED_UP + 1)
    ]
    assert "没有这个编号" in answers[0]
    assert "以后再来" in answers[-1]


def test_number_of_another_village_says_nothing(world, browser):
    ask(browser)
    number = receipt_of(browser)
    page = browser.submit("/t/qingshan/shiqiao/questions/receipt", {"receipt": number}, expect=422)
    assert SAID not in page.text
    make_staffed_township(world.engine, "baihe", "白河镇")
    page = browser.submit("/t/baihe/yunling/questions/receipt", {"receipt": number}, expect=422)
    assert SAID not in page.text


def test_long_list_has_pages(world, browser):
    with world.session() as session:
        for number in range(35):
            at = NOON - timedelta(hours=number)
            session.add(Question(
                tenant_id=world.tenants["yunling"].id, text=f"第{number}件事", kind="opinion",
                fingerprint=str(number), receipt_hash=str(number), state="open", received_at=at,
                received_on=at.date(), due_on=at.date()))  # fmt: skip
        session.commit()
    assert "第34件事" not in browser.get(HERE).text
    assert "第34件事" in browser.get(f"{HERE}?page=2").text


def test_addresses_are_counted_under_a_hash(world, browser):
    ask(browser)
    with world.session() as session:
        kept = session.scalars(select(SignInFailure.subject)).all()
    assert len(kept) == 2
    assert not any("127.0.0.1" in subject for subject in kept)
