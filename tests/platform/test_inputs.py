"""Addresses that no page has: answered in words on either database, never by a fault."""

import pytest
from flask import Flask
from sqlalchemy import select

from ogi.tenants.models import Staff
from tests.support.factories import World
from tests.support.pages import Browser

HUGE = "9" * 30


@pytest.mark.parametrize(
    "path",
    [
        f"/t/qingshan/yunling/postings/{HUGE}",
        f"/t/qingshan/yunling/postings/{HUGE}/proof.json",
        f"/t/qingshan/yunling/postings/1/files/{HUGE}",
        "/t/qingshan/reports/99999999999/",
        "/t/qingshan/reports/0/figures.json",
        f"/postings/{HUGE}",
    ],
)
def test_visitor_finds_nothing_at_a_number_too_long(
    world: World, browser: Browser, path: str
) -> None:
    assert browser.client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/t/%00/", "/t/qingshan/%00/", "/t/qing%00shan/"])
def test_visitor_reads_why_an_address_with_nul_is_refused(
    world: World, browser: Browser, path: str
) -> None:
    answer = browser.client.get(path)
    assert answer.status_code == 400
    assert "不能用的字符" in answer.get_data(as_text=True)


def test_visitor_with_a_page_number_too_long_gets_the_first_page(
    world: World, browser: Browser
) -> None:
    browser.get(f"/t/qingshan/yunling/affairs?page={'9' * 5000}")


def test_change_from_a_broken_origin_is_refused_in_words(app: Flask, world: World) -> None:
    answer = app.test_client().post("/sign-in", headers={"Origin": "http://["})
    assert answer.status_code == 400


def test_drafter_asking_for_an_obligation_too_long_is_asked_what_happened(
    world: World, browser: Browser
) -> None:
    browser.sign_in("qingshan-yunling-drafter", "paper-board-27")
    browser.get(f"/postings/new?obligation={HUGE}")


def test_what_is_typed_loses_the_sign_nul(world: World, browser: Browser) -> None:
    browser.submit("/sign-in", {"username": "no\x00body", "password": "x"}, expect=422)
    browser.sign_in("qingshan-administrator", "paper-board-27")
    person = {"username": "wang.min", "name": "王\x00敏", "phone": ""}
    browser.submit("/staff/new", person, expect=200)
    with world.session() as session:
        wanted = select(Staff.name).where(Staff.username == "wang.min")
        assert session.scalars(wanted).one() == "王敏"
    browser.get("/staff?text=%00")
