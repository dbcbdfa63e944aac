"""The private address of a calendar: told once, kept as a hash, revocable, its own seat only."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from ogi.audits.calendars import actions
from ogi.audits.calendars.ics import write_calendar
from ogi.audits.calendars.models import CalendarFeed
from ogi.audits.calendars.queries import find_desk, hash_token
from ogi.audits.calendars.rules import SECRET_LENGTH
from ogi.platform.db import Scope, open_session
from ogi.platform.errors import RuleBroken
from ogi.tenants.actions import end_post, set_active
from ogi.tenants.due import Desk, Due, DueKind
from ogi.tenants.models import Post
from ogi.tenants.permissions import permissions_of
from tests.audits.plans.test_plans import TODAY, _fixed_day, plan
from tests.support.factories import MORNING, make_staffed_township

__all__ = ["_fixed_day", "plan"]
LATER = TODAY + timedelta(days=1)


def person_of(world, role="drafter", slug="yunling"):
    key = world.tenants[slug].id if slug else None
    with world.session() as session:
        wanted = select(Post.staff_id).where(Post.role == role, Post.tenant_id == key)
        return session.scalars(wanted).first()


def desk_of(world, role="drafter", slug="yunling"):
    tenant = world.tenants[slug].id if slug else None
    return Desk(world.township.id, tenant, person_of(world, role, slug), permissions_of([role]))


def feed(world, role="drafter", slug="yunling"):
    desk = desk_of(world, role, slug)
    with world.session(slug) as session:
        token = actions.make_feed(session, desk, now=MORNING)
        session.commit()
    return token


def opened(world, token, today=TODAY):
    with open_session(world.engine, Scope.for_sign_in(), read_only=True) as door:
        return find_desk(door, token, today)


def test_secret_has_256_bits_and_is_kept_as_a_hash(world):
    token = feed(world)
    with world.session() as session:
        kept = session.scalars(select(CalendarFeed)).one()
    assert len(token) == SECRET_LENGTH
    assert token not in (kept.token_hash, str(vars(kept)))
    assert len(kept.token_hash) == 64


def test_secret_opens_the_seat_that_it_was_made_for(world):
    desk = opened(world, feed(world))
    assert desk == desk_of(world)
    assert opened(world, feed(world, "supervisor", None)).tenant_id is None


def test_secret_is_closed_once_another_is_made_or_it_is_revoked(world):
    first, second, desk = feed(world), feed(world), desk_of(world)
    assert opened(world, first) is None
    with world.session("yunling") as session:
        actions.revoke_feed(session, desk, now=MORNING)
        actions.revoke_feed(session, desk, now=MORNING)
        session.commit()
    assert opened(world, second) is None
    assert opened(world, "x" * SECRET_LENGTH) is None


def test_secret_is_closed_when_the_post_ends(world):
    token, person = feed(world), person_of(world)
    with world.session() as session:
        for post in session.scalars(select(Post).where(Post.staff_id == person)):
            end_post(session, post, on=LATER, actor_id=None)
        session.commit()
    assert opened(world, token) is not None
    assert opened(world, token, LATER) is None


def test_secret_is_closed_for_one_who_left(world):
    token = feed(world)
    with world.session() as session:
        person = session.merge(world.people["qingshan-yunling-drafter"])
        set_active(session, person, active=False, actor_id=None, now=MORNING, on=TODAY)
        session.commit()
    assert opened(world, token) is None


def test_person_without_a_post_gets_no_address(world):
    desk = Desk(world.township.id, -1, person_of(world), permissions_of([]))
    with world.session() as session, pytest.raises(RuleBroken):
        actions.make_feed(session, desk, now=MORNING)


def test_secret_of_another_township_opens_that_township_alone(plan, browse_as, browser):
    other = make_staffed_township(plan.engine, "baihe", "白河镇")
    theirs = browser.get(f"/calendar/{feed(other)}.ics")
    assert "监督电话" not in theirs.html
    assert "监督电话" in browser.get(f"/calendar/{feed(plan)}.ics").html


def test_file_is_folded_escaped_and_the_same_all_day(world):
    title = "公开财务,收支;明细\\\n" * 9
    due = Due(DueKind.TASK, 7, title, date(2026, 5, 1), "x.y", note="张三")
    undated = Due(DueKind.STEP, 0, "备案", None, "x.y")
    made = write_calendar([due, undated], name="云岭村", site="ogi.test", today=TODAY)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\r\n" in made
    assert "张三" not in made.decode()
    events = Calendar.from_ical(made).walk("VEVENT")
    assert [str(event["uid"]) for event in events] == ["task-7@ogi.test"]
    assert events[0]["summary"] == f"逾期未办：{title}"
    assert events[0]["dtstart"].dt == date(2026, 5, 1)
    assert b"DTSTART;VALUE=DATE:20260501" in made
    assert b"TRANSP:TRANSPARENT" in made
    assert made == write_calendar([due, undated], name="云岭村", site="ogi.test", today=TODAY)


def test_official_makes_an_address_and_a_phone_reads_it(plan, browse_as, browser):
    drafter = browse_as("qingshan-yunling-drafter")
    made = drafter.submit("/calendar/feed", expect=200)
    assert "只显示这一次" in made.text
    path = re.search(r"/calendar/[\w-]{43}\.ics", made.text).group()
    answer = browser.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer.headers["Cache-Control"]
    titles = [str(event["summary"]) for event in Calendar.from_ical(answer.data).walk("VEVENT")]
    assert {
        "逾期未办：公布村务监督电话",
        "逾期未办：公开：村务动态（2026年3月）",
        "公开村务动态",
    } <= {*titles}
    again = browser.client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert path not in drafter.get("/calendar/feed").text
    drafter.submit("/calendar/feed/revoke")
    assert "已作废" in drafter.follow().text
    browser.get(path, expect=404)


def test_unknown_secret_answers_as_an_unknown_page(world, browser):
    for path in ("/calendar/short.ics", f"/calendar/{'x' * 43}.ics", f"/calendar/{'x' * 44}.ics"):
        assert "没有这一页" in browser.get(path, expect=404).text


def test_feed_goes_on_without_the_office_being_asked(plan, browser):
    path = f"/calendar/{feed(plan)}.ics"
    with time_machine.travel("2026-05-21T01:00:00Z", tick=False):
        assert "公布村务监督电话" in browser.get(path).html


def test_every_secret_of_the_seat_is_closed_though_two_were_made_at_once(world):
    first = feed(world)
    desk = desk_of(world)
    with world.session("yunling") as session:
        session.add(CalendarFeed(township_id=desk.township_id, tenant_id=desk.tenant_id,
                                 staff_id=desk.staff_id, token_hash=hash_token("other"),
                                 created_at=MORNING))  # fmt: skip
        session.commit()
    with world.session("yunling") as session:
        actions.revoke_feed(session, desk, now=MORNING)
        session.commit()
    assert opened(world, first) is None
    assert opened(world, "other") is None
