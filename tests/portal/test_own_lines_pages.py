"""A household finds its own lines; whoever guesses learns nothing and is stopped."""

import logging
from datetime import timedelta

import pytest
import time_machine

from ogi.postings.lookup.rules import MOST_BY_ADDRESS, MOST_BY_NAME
from ogi.tenants.models import SignInFailure
from tests.portal.conftest import NOON
from tests.postings.test_lookup import FIELDS, ROWS, approved, publish
from tests.support.rows import make_item

HERE = "/t/qingshan/yunling/own-lines"


@pytest.fixture(autouse=True)
def _listed(world):
    item = make_item(world, "V23", "惠农补贴", layout="table", fields=FIELDS)
    publish(world, approved(world, item, ROWS).id)


def look(browser, name="张三", last="123X", expect=200, **more):
    return browser.submit(HERE, {"name": name, "last": last, **more}, expect=expect)


def test_household_finds_its_lines(browser):
    assert "查自己家的" in browser.get("/t/qingshan/yunling/").text
    browser.get(HERE)
    page = look(browser, " 张 三 ", "123x")
    for word in ("查到 1 笔", "2026年耕地补贴", "320.00"):
        assert word in page.text
    assert "李四" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_list_itself_shows_no_digit(browser):
    page = look(browser)
    link = next(one for one in page.links if "/postings/" in one)
    assert "123" not in browser.get(link).text.replace("12345", "")


def test_wrong_digits_and_unknown_names_are_answered_alike(browser):
    wrong = look(browser, "张三", "0000", expect=422)
    nobody = look(browser, "赵六", "0000", expect=422)
    assert "没有查到" in wrong.text
    assert wrong.text == nobody.text


@pytest.mark.parametrize(
    ("name", "last"),
    [("", "1234"), ("张三", ""), ("张三", "12"), ("张三", "110105194912310020"),
     ("长" * 21, "1234"), ("张三", "12\x0034"), ("张三", "ABCD")],
)  # fmt: skip
def test_bad_input_is_told(browser, name, last):
    assert look(browser, name, last, expect=422).errors


def test_nothing_is_found_by_an_address(browser):
    assert "查到" not in browser.get(f"{HERE}?name=张三&last=123X").text.replace("没有查到", "")


def test_guesses_are_stopped_and_told_when_to_come_again(browser):
    answers = [
        look(browser, f"赵{number}", "0000", expect=422).text
        for number in range(MOST_BY_ADDRESS + 1)
    ]
    assert "没有查到" in answers[MOST_BY_ADDRESS - 1]
    assert "请在 13:01 以后再来" in answers[-1]
    assert "以后再来" in look(browser, expect=422).text


def test_one_name_is_guarded_from_many_addresses(browser):
    for number in range(MOST_BY_NAME):
        browser.client.environ_base["REMOTE_ADDR"] = f"10.1.1.{number}"
        look(browser, "张三", "0000", expect=422)
    browser.client.environ_base["REMOTE_ADDR"] = "10.1.1.99"
    assert "以后再来" in look(browser, expect=422).text
    assert "查到 1 笔" in look(browser, "李四", "5678").text
    with time_machine.travel(NOON + timedelta(hours=1, minutes=1), tick=False):
        browser.get(HERE)
        assert "查到 1 笔" in look(browser).text


def test_nothing_of_a_question_is_kept_or_logged(world, browser, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        look(browser)
        look(browser, "张三", "0007", expect=422)
    out = capfd.readouterr()
    with world.session() as session:
        kept = " ".join(one.subject for one in session.query(SignInFailure))
    for told in (caplog.text, out.out, out.err, kept):
        assert "张三" not in told
        assert "0007" not in told
        assert "123X" not in told


def test_other_villages_and_townships_tell_nothing(browser):
    page = browser.submit("/t/qingshan/shiqiao/own-lines", {"name": "张三", "last": "123X"},
                          expect=422)  # fmt: skip
    assert "没有查到" in page.text
    browser.get("/t/nowhere/yunling/own-lines", expect=404)
