"""Every page that a link leads to opens, for each kind of person, and holds what a page must."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext
from sqlalchemy import ColumnElement, select

from ogi import create_app
from ogi.demo.accounts import Account, read_accounts
from ogi.demo.building import Plan, build_demo
from ogi.platform import clock
from ogi.platform.config import Settings
from ogi.platform.db import Scope, open_session
from ogi.postings.models import Posting
from ogi.postings.rules import State
from ogi.postings.rules.chain import Step
from ogi.tenants.models import Tenant, Township
from tests.support.chromium import DESKTOP, PHONE, assert_accessible, serving
from tests.support.pages import Browser

pytestmark = [pytest.mark.slow, pytest.mark.once]

PASSWORD = "lanhua-2026-demo"
SAMPLES, SAMPLES_OF_ENDPOINT = 2, 3
"""Pages opened of each set of query names, and of each endpoint."""
ONCE = ("audits.sheet", "display.sheet")
"""What takes long to print: one will do."""
ROLES = (
    "anonymous",
    "drafter",
    "reviewer",
    "publisher",
    "committee",
    "secrecy_officer",
    "supervisor",
    "inspector",
    "administrator",
    "auditor",
)


CHECKED: dict[int, set[str]] = {PHONE["width"]: set(), DESKTOP["width"]: set()}
"""The endpoints that axe has looked at, in each width: once is enough for one template."""
WORK = {
    "drafter": Posting.state == State.DRAFT,
    "reviewer": Posting.awaiting == Step.REVIEW,
    "committee": Posting.awaiting == Step.COMMITTEE,
    "publisher": Posting.awaiting == Step.PUBLISH,
}
"""What a person of each post has before them, so that the walk finds its pages."""


@dataclass
class Walk:
    """Where one person got to, and what was wrong there."""

    opened: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def demo_app(databases, tmp_path_factory) -> Iterator[Flask]:
    """The application on the demo, as it stands today."""
    folder: Path = tmp_path_factory.mktemp("everypage")
    url = databases.make(folder)
    app = create_app(Settings(url, folder, "every-page-" * 4, mode="testing"))
    plan = Plan(clock.today(), seed=7, password=PASSWORD)
    build_demo(app.extensions["ogi_engine"], folder, plan, lambda _words: None)
    yield app
    app.extensions["ogi_engine"].dispose()
    databases.drop(url)


def account_of(app: Flask, role: str) -> Account:
    """Return a person of the demo with this post alone, and with work where the post has some."""
    busy = tenants_with(app, WORK[role]) if role in WORK else {""}
    accounts = read_accounts(app.extensions["ogi_settings"].data_dir)
    return next(
        account
        for account in accounts
        if account.township == "qingshan"
        and account.roles == [role]
        and account.tenant_slug in busy
    )


def has_seats(app: Flask, account: Account) -> bool:
    """Tell whether the person has to choose this seat among several."""
    accounts = read_accounts(app.extensions["ogi_settings"].data_dir)
    return sum(other.username == account.username for other in accounts) > 1


def tenants_with(app: Flask, work: ColumnElement[bool]) -> set[str]:
    """Return the tenants of 青山镇 that have a posting of this kind."""
    engine = app.extensions["ogi_engine"]
    with open_session(engine, Scope.global_only()) as session:
        township = session.scalars(select(Township).where(Township.slug == "qingshan")).one()
    with open_session(engine, Scope(township.id)) as session:
        joined = select(Tenant.slug).join(Posting, Posting.tenant_id == Tenant.id)
        return set(session.scalars(joined.where(work)))


@pytest.fixture(scope="module")
def walk(demo_app: Flask) -> Callable[[str], Walk]:
    """A function that lets a person walk through the site, once."""
    walks: dict[str, Walk] = {}

    def once(role: str) -> Walk:
        if role not in walks:
            walks[role] = walk_through(demo_app, role)
        return walks[role]

    return once


def walk_through(app: Flask, role: str) -> Walk:
    """Follow every link from the first page on, a few of each kind."""
    person, found = Browser(app), Walk()
    if role != "anonymous":
        account = account_of(app, role)
        person.sign_in(account.username, PASSWORD)
        if has_seats(app, account):
            choice = person.get("/seat").select(f"label:contains('{account.tenant}')")[0]
            seat = person.page.tree.get_element_by_id(choice.get("for")).get("value")
            person.submit("/seat", {"seat": seat})
            person.follow()
    ahead = deque([(person.page.path if person.page else "/", "start")])
    samples: Counter[object] = Counter()
    known = set()
    while ahead:
        path, source = ahead.popleft()
        kind = (person.endpoint(path), "&".join(sorted(query_names(path))))
        most = 1 if kind[0] in ONCE else SAMPLES_OF_ENDPOINT
        if path in known or samples[kind] >= SAMPLES or samples[kind[0]] >= most:
            continue
        known.add(path)
        samples.update([kind, kind[0]])
        try:
            page = person.get(path, expect=None)
        except AssertionError as fault:
            found.faults.append(f"{fault} (linked from {source})")
            continue
        if page.status not in (200, 303):
            found.faults.append(f"{path}: {page.status} (linked from {source})")
        elif page.location:
            ahead.append((path_of(path, page.location), path))
        elif page.is_html:
            found.opened.setdefault(kind[0], path)
            ahead.extend((path_of(path, link), path) for link in page.links if is_ours(link))
    return found


def query_names(path: str) -> set[str]:
    return {part.partition("=")[0] for part in urlsplit(path).query.split("&")}


def path_of(base: str, link: str) -> str:
    parts = urlsplit(urljoin(f"http://localhost{base}", link))
    return parts._replace(scheme="", netloc="", fragment="").geturl()


def is_ours(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme in ("", "http") and parts.netloc in ("", "localhost") and link[:1] != "#"


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_every_link_open(walk: Callable[[str], Walk], role: str):
    found = walk(role)
    assert not found.faults, "\n".join(found.faults)
    assert len(found.opened) > SAMPLES, found.opened


@pytest.mark.browser
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_any_page(
    demo_app: Flask,
    walk: Callable[[str], Walk],
    database_kind: str,
    open_context: Callable[..., BrowserContext],
    role: str,
    size: dict[str, int],
):
    if database_kind != "sqlite":
        pytest.skip("the pages look the same on every database")
    opened = walk(role).opened
    faults = []
    with serving(demo_app) as address:
        page = open_context(size).new_page()
        if role != "anonymous":
            page.goto(f"{address}/sign-in")
            account = account_of(demo_app, role)
            page.get_by_label("用户名").fill(account.username)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            if has_seats(demo_app, account):
                page.goto(f"{address}/seat")
                page.get_by_label(account.tenant).check()
                page.get_by_role("button", name="到这里办事").click()
        for endpoint, path in opened.items():
            if endpoint in CHECKED[size["width"]]:
                continue
            CHECKED[size["width"]].add(endpoint)
            page.goto(address + path)
            try:
                assert_accessible(page)
            except AssertionError as fault:
                faults.append(str(fault))
    assert not faults, "\n".join(faults)
