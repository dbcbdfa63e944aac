from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from ogi.minutely import Minutely
from ogi.postings.reach.counting import Tally, write_down
from ogi.postings.reach.models import PostingView
from ogi.postings.reach.queries import count_openings, reach_of
from ogi.postings.reach.rules import Opened, is_person
from tests.support.factories import World, make_staffed_township
from tests.support.pages import Browser
from tests.support.rows import all_rows, make_item, make_posting

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
DAY = date(2026, 5, 20)


@pytest.fixture
def world(app: Flask) -> World:
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def posting(world: World) -> Any:
    return make_posting(world, "yunling", make_item(world), "published")


def opened(posting: Any, day: date = DAY, **other: int) -> Opened:
    values = {"township_id": posting.township_id, "tenant_id": posting.tenant_id,
              "posting_id": posting.id, **other}  # fmt: skip
    return Opened(**values, day=day)


def counts(world: World) -> dict[tuple[int, date], int]:
    return {(row.posting_id, row.day): row.count for row in all_rows(world, PostingView)}


@pytest.mark.parametrize(
    ("agent", "counted"),
    [
        (PHONE, True),
        (f"{PHONE} MicroMessenger/8.0.50", True),
        ("", False),
        ("curl/8.1", False),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; http://baidu.com)", False),
        ("Mozilla/5.0 AppleWebKit/537.36 (compatible; Googlebot/2.1) Chrome/130", False),
        ("Mozilla/5.0 HeadlessChrome/130.0", False),
        ("Feedly/1.0", False),
    ],
)  # fmt: skip
def test_people_are_counted_and_machines_are_not(agent, counted):
    assert is_person(agent) is counted


def test_openings_are_written_down_once_and_add_up(world: World, posting: Any):
    tally = Tally()
    for _ in range(3):
        tally.add(opened(posting))
    tally.add(opened(posting, DAY - timedelta(days=1)))
    assert write_down(world.engine, tally) == 4
    assert write_down(world.engine, tally) == 0
    tally.add(opened(posting))
    write_down(world.engine, tally)
    assert counts(world) == {(posting.id, DAY): 4, (posting.id, DAY - timedelta(days=1)): 1}


def test_openings_of_what_is_not_public_are_not_written(world: World, posting: Any):
    draft = make_posting(world, "yunling", make_item(world, "G02", "草稿事项"))
    tally = Tally()
    tally.add(opened(draft))
    tally.add(opened(posting, posting_id=999_999))
    write_down(world.engine, tally)
    assert counts(world) == {}


def test_openings_that_cannot_be_written_wait_for_the_next_minute(
    world: World, posting: Any, monkeypatch: pytest.MonkeyPatch
):
    minutely = Minutely(world.engine)
    minutely.tally.add(opened(posting))

    def fails(*_: object) -> None:
        raise RuntimeError("away")

    with monkeypatch.context() as broken:
        broken.setattr("ogi.postings.reach.counting.add_counts", fails)
        minutely.count()
    assert counts(world) == {}
    minutely.count()
    assert counts(world) == {(posting.id, DAY): 1}


def test_two_townships_are_counted_apart(app: Flask, world: World, posting: Any):
    other = make_staffed_township(app.extensions["ogi_engine"], "baihe", "白河镇")
    theirs = make_posting(other, "yunling", make_item(other), "published")
    tally = Tally()
    tally.add(opened(posting))
    tally.add(opened(theirs))
    tally.add(opened(theirs))
    write_down(world.engine, tally)
    assert counts(world) == {(posting.id, DAY): 1}
    assert counts(other) == {(theirs.id, DAY): 2}


def test_reach_tells_all_and_the_last_month(world: World, posting: Any):
    tally = Tally()
    for days in (0, 29, 30, 200):
        tally.add(opened(posting, DAY - timedelta(days=days)))
    write_down(world.engine, tally)
    with world.session() as session:
        assert reach_of(session, posting.township_id, [posting.id], DAY) == (4, 2)
        assert count_openings(session, posting.township_id, 2026) == 3


def test_reading_a_posting_adds_one_and_keeps_nothing_of_the_reader(
    app: Flask, world: World, posting: Any
):
    client = app.test_client()
    page = f"/t/qingshan/yunling/postings/{posting.id}"
    for agent in (PHONE, PHONE, "Baiduspider/2.0"):
        answer = client.get(page, headers={"User-Agent": agent})
        assert "Set-Cookie" not in answer.headers
    client.head(page, headers={"User-Agent": PHONE})
    client.get(f"{page}9", headers={"User-Agent": PHONE})
    held = app.extensions["ogi_tally"].take()
    assert isinstance(held, Counter)
    assert list(held.values()) == [2]
    assert {key.posting_id for key in held} == {posting.id}


def test_officials_read_how_often_a_posting_was_opened(app: Flask, world: World, posting: Any):
    tally = Tally()
    for _ in range(7):
        tally.add(opened(posting))
    write_down(world.engine, tally)
    for username in ("qingshan-yunling-drafter", "qingshan-supervisor"):
        person = Browser(app)
        person.sign_in(username, "paper-board-27")
        assert "村民打开 7 次" in person.get(f"/postings/{posting.id}").text
