"""The door under attack: fixed, stolen and forged sign-ins, guesses, forged requests."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.tenants import actions, queries
from ogi.tenants.models import SignIn, SignInFailure, Staff
from ogi.tenants.passwords import is_password
from ogi.tenants.rules import TenantRole
from tests.support.factories import PASSWORD, World
from tests.support.pages import Browser
from tests.support.rows import all_rows

NAME = "qingshan-yunling-drafter"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def cookie_of(browser: Browser) -> str:
    found = browser.client.get_cookie("ogi")
    return "" if found is None else found.value


def with_cookie(app: Flask, value: str) -> Browser:
    thief = Browser(app)
    thief.client.set_cookie("ogi", value)
    return thief


def knock(app: Flask, username: str, password: str, address: str = "203.0.113.9"):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    token = token_of(client.get("/sign-in").text)
    data = {"username": username, "password": password, "csrf_token": token}
    return client.post("/sign-in", data=data)


def token_of(page: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)


def words(answer) -> str:
    text = re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True))
    return re.sub(r"\d+ 秒", "", text)


def test_stranger_cannot_fix_a_session_before_it_is_signed_in(app: Flask, world: World):
    browser = Browser(app)
    browser.get("/sign-in")
    planted = cookie_of(browser)
    browser.sign_in(NAME, PASSWORD)
    assert cookie_of(browser) != planted
    assert "/sign-in" in with_cookie(app, planted).get("/me", expect=303).location


@pytest.mark.parametrize("ending", ["sign out", "stop", "password", "idle", "old"])
def test_stolen_cookie_ends_with_the_sign_in(app: Flask, world: World, ending: str):
    with time_machine.travel(NOW, tick=False) as clockwork:
        browser = Browser(app)
        browser.sign_in(NAME, PASSWORD)
        stolen = cookie_of(browser)
        with_cookie(app, stolen).get("/me")
        staff = world.people[NAME]
        if ending == "sign out":
            browser.submit("/sign-out")
        elif ending == "stop":
            with world.session() as session:
                person = session.get(type(staff), staff.id)
                actions.set_active(
                    session, person, active=False, actor_id=None, now=NOW, on=clock.today()
                )
                session.commit()
        elif ending == "password":
            browser.submit("/me/password", {"old": PASSWORD, "password": "a-fresh-word-7"})
        elif ending == "idle":
            clockwork.shift(timedelta(hours=12, minutes=6))
        else:
            for _ in range(15):
                clockwork.shift(timedelta(hours=11, minutes=30))
                with_cookie(app, stolen).client.get("/me")
        answer = with_cookie(app, stolen).get("/me", expect=303)
        assert "/sign-in" in answer.location


def test_second_sign_in_of_a_browser_ends_the_first(app: Flask, world: World):
    browser = Browser(app)
    browser.sign_in(NAME, PASSWORD)
    first = cookie_of(browser)
    browser.sign_in("qingshan-auditor", PASSWORD)
    assert "/sign-in" in with_cookie(app, first).get("/me", expect=303).location


def test_forged_cookie_is_nobodys(app: Flask, world: World):
    for value in ("", "x", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb"):
        assert "/sign-in" in with_cookie(app, value).get("/me", expect=303).location


def test_token_is_kept_only_as_its_hash(app: Flask, world: World):
    browser = Browser(app)
    browser.sign_in(NAME, PASSWORD)
    with browser.client.session_transaction() as kept:
        token = kept["_user_id"]
    hashes = [sign_in.token_hash for sign_in in all_rows(world, SignIn)]
    assert len(token) > 40
    assert token not in hashes
    assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in hashes)


def test_answer_is_the_same_for_unknown_wrong_and_stopped(app: Flask, world: World):
    with world.session() as session:
        stopped = session.get(type(world.people[NAME]), world.people[NAME].id)
        stopped.active = False
        session.commit()
    answers = [
        knock(app, "nobody-here", PASSWORD),
        knock(app, "qingshan-auditor", "a-wrong-word-9"),
        knock(app, NAME, PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({words(answer) for answer in answers}) == 1


def test_effort_is_the_same_for_unknown_wrong_and_stopped(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
):
    with world.session() as session:
        session.get(type(world.people[NAME]), world.people[NAME].id).active = False
        session.commit()
    checked = []

    def counting(password: str, hashed: str | None) -> bool:
        checked.append(password)
        return is_password(password, hashed)

    monkeypatch.setattr("ogi.tenants.sign_in.is_password", counting)
    knock(app, "nobody-here", PASSWORD)
    knock(app, "qingshan-auditor", "a-wrong-word-9")
    knock(app, NAME, PASSWORD)
    assert len(checked) == 3
    assert not is_password("", None)


def test_fresh_installation_has_nobody_who_could_sign_in(app: Flask):
    with open_session(app.extensions["ogi_engine"], Scope.for_sign_in()) as door:
        assert not door.scalars(select(Staff)).all()
    for name in ("admin", "root", "administrator"):
        assert knock(app, name, name).status_code == 422


def test_guesses_are_slowed_down_alike_for_known_and_unknown_names(app: Flask, world: World):
    for username in (NAME, "nobody-here"):
        address = f"203.0.113.{len(username)}"
        answers = [knock(app, username, f"wrong-word-{n}", address) for n in range(7)]
        assert "输错次数太多" in answers[-1].get_data(as_text=True)
    refused = knock(app, NAME, PASSWORD, f"203.0.113.{len(NAME)}")
    assert refused.status_code == 422


def test_guesses_of_others_do_not_lock_a_person_out(app: Flask, world: World):
    for number in range(60):
        knock(app, NAME, f"wrong-word-{number}", "198.51.100.7")
    assert knock(app, NAME, PASSWORD, "192.0.2.1").status_code == 303


def test_waiting_ends_and_never_grows_past_five_minutes(app: Flask, world: World):
    with time_machine.travel(NOW, tick=False) as clockwork:
        for number in range(80):
            knock(app, NAME, f"wrong-word-{number}")
            clockwork.shift(timedelta(minutes=5, seconds=1))
        assert knock(app, NAME, PASSWORD).status_code == 303


def test_one_address_may_not_try_many_names(app: Flask, world: World):
    answers = [knock(app, f"name-{number}", PASSWORD) for number in range(32)]
    assert "输错次数太多" in answers[-1].get_data(as_text=True)


def test_guesses_sent_at_once_are_all_counted(app: Flask, world: World):
    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(lambda number: knock(app, NAME, f"wrong-word-{number}"), range(12)))
    with open_session(app.extensions["ogi_engine"], Scope.for_sign_in()) as door:
        wanted = select(SignInFailure.count).where(SignInFailure.subject.startswith(NAME))
        assert door.scalars(wanted).one() == 5  # the rest had to wait, unchecked


def test_forgotten_failures_are_swept(app: Flask, world: World):
    with time_machine.travel(NOW, tick=False) as clockwork:
        knock(app, "nobody-here", "wrong-word-1")
        clockwork.shift(timedelta(hours=7))
        knock(app, NAME, PASSWORD)
    with open_session(app.extensions["ogi_engine"], Scope.for_sign_in()) as door:
        subjects = set(door.scalars(select(SignInFailure.subject)))
    assert not any("nobody-here" in subject for subject in subjects)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "https://evil.example/", "/\\evil.example", "\\/evil.example",
        "/%0d%0aLocation:%20https://evil.example", "/\t/evil.example", "javascript:alert(1)",
        "///evil.example", "evil.example", "http:evil.example",
    ],
)  # fmt: skip
def test_sign_in_leads_to_no_other_site(app: Flask, world: World, target: str):
    browser = Browser(app)
    page = browser.client.get("/sign-in", query_string={"next": target})
    answer = browser.client.post(
        "/sign-in",
        query_string={"next": target},
        data={"username": NAME, "password": PASSWORD, "csrf_token": token_of(page.text)},
    )
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/\t"))
    assert "evil.example" not in location.split("/")[1]


def test_sign_in_leads_back_to_the_page_that_was_asked_for(app: Flask, world: World):
    browser = Browser(app)
    browser.get("/me?x=1", expect=303)
    assert "请先登录" in browser.follow().text
    assert browser.submit(
        "/sign-in?next=/me?x%3D1", {"username": NAME, "password": PASSWORD}
    ).location.startswith("/me?x=1")


def test_made_password_opens_nothing_but_its_own_change(app: Flask, world: World):
    with world.session() as session:
        person = session.get(type(world.people[NAME]), world.people[NAME].id)
        person.must_change_password = True
        session.commit()
    browser = Browser(app)
    browser.sign_in(NAME, PASSWORD)
    inside = [
        rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in rule.methods and rule.endpoint != "static"
    ]
    for rule in inside:
        answer = browser.client.get(rule.rule)
        if rule.endpoint == "tenants.change_password":
            assert answer.status_code == 200
        elif not rule.endpoint.startswith("portal.") and rule.endpoint != "tenants.sign_in":
            assert answer.location == "/me/password", rule.rule
    browser.submit("/sign-out")


def test_person_takes_only_seats_that_are_held_today(app: Flask, world: World):
    staff, today = world.people[NAME], clock.today()
    yesterday = today - timedelta(days=1)
    with world.session() as session:
        person = session.get(type(staff), staff.id)
        for slug, until in (("shiqiao", yesterday), ("finance", None)):
            actions.give_post(
                session, person, role=TenantRole.REVIEWER, tenant=world.tenants[slug],
                since=today - timedelta(days=30), until=until,
            )  # fmt: skip
        session.commit()
    browser = Browser(app)
    browser.sign_in(NAME, PASSWORD)
    browser.submit("/seat", {"seat": str(world.tenants["yunling"].id)})
    page = browser.get("/seat")
    assert "财政所（审核）" in page.text
    assert "石桥村" not in page.text
    for seat in (world.tenants["shiqiao"].id, world.tenants["office"].id, "township", 999999):
        browser.submit("/seat", {"seat": str(seat)}, expect=422)
        assert "云岭村（起草）" in browser.get("/me").text
    browser.submit("/seat", {"seat": str(world.tenants["finance"].id)})
    assert "财政所（审核）" in browser.get("/me").text


def test_post_that_ended_yesterday_gives_nothing(app: Flask, world: World):
    staff = world.people[NAME]
    browser = Browser(app)
    browser.sign_in(NAME, PASSWORD)
    browser.get("/postings")
    post = next(post for post in staff_posts(world, staff.id))
    with world.session() as session:
        held = session.get(type(post), post.id)
        actions.end_post(session, held, on=clock.today(), actor_id=None)
        session.commit()
    browser.get("/postings", expect=403)
    assert "没有岗位" in browser.get("/me").text


def staff_posts(world: World, staff_id: int):
    with world.session() as session:
        return queries.list_posts(session, world.township.id, staff_id)


def test_every_unsafe_route_asks_for_its_token(app: Flask, world: World):
    for username in ("", NAME, "qingshan-administrator", "qingshan-supervisor"):
        browser = Browser(app)
        if username:
            browser.sign_in(username, PASSWORD)
        for rule in app.url_map.iter_rules():
            for method in sorted(rule.methods - {"GET", "HEAD", "OPTIONS"}):
                path = re.sub(r"<[^>]+>", "1", rule.rule)
                for data in ({}, {"csrf_token": "forged"}):
                    answer = browser.client.open(path, method=method, data=data)
                    assert answer.status_code in (400, 404), (method, path, answer.status_code)
        if username:
            browser.get("/me")


def test_token_of_another_visitor_is_refused(app: Flask, world: World):
    other, browser = Browser(app), Browser(app)
    other.get("/sign-in")
    browser.get("/sign-in")
    answer = browser.client.post(
        "/sign-in",
        data={"username": NAME, "password": PASSWORD, "csrf_token": other._token()},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example"]
)
def test_change_sent_by_another_site_is_refused(app: Flask, world: World, origin: str):
    browser = Browser(app)
    browser.sign_in(NAME, PASSWORD)
    data = {"csrf_token": browser._token()}
    headers = {"Origin": origin}
    assert browser.client.post("/sign-out", data=data, headers=headers).status_code == 400
    browser.get("/me")
    headers = {"Origin": "http://localhost"}
    assert browser.client.post("/sign-out", data=data, headers=headers).status_code == 303
