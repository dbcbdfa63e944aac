"""After a takedown nobody reads the words anywhere: no page, file, export, log line or byte."""

import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import structlog
import time_machine
from flask import Flask
from lxml import html

from ogi.platform.db import Scope, open_session
from ogi.platform.web.logs import init_logs
from ogi.portal import proving
from ogi.postings import actions
from ogi.postings.actions.purging import open_stores
from ogi.tenants.rules import TownshipRole
from tests.isolation.walk import words_of
from tests.postings.desk import NOW, TODAY, Desk
from tests.postings.test_takedown import REASON, WORD, put, write_leak
from tests.support.factories import World
from tests.support.pages import Browser

pytestmark = [pytest.mark.slow, pytest.mark.once]

OF_TENANT = ("drafter", "reviewer", "secrecy", "committee", "publisher")
PEOPLE = (
    "",
    *(f"qingshan-yunling-{role}" for role in OF_TENANT),
    *(f"qingshan-{role}" for role in TownshipRole),
)
ANYBODY = ("", "qingshan-yunling-drafter", "qingshan-supervisor")
MOST_OF_ENDPOINT = 5
ONCE = ("audits.sheet",)
"""What takes long to print and is the same for all its addresses."""
EXPORTS = ("/postings/export.xlsx", "/postings/export.docx", "/postings/export.csv",
           "/postings/export.xlsx?year=2026")  # fmt: skip


@pytest.fixture(autouse=True)
def _fixed_day():
    with time_machine.travel(NOW + timedelta(days=25), tick=False):
        yield


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def leaked(app: Flask, desk: Desk) -> list[int]:
    """Two published editions and a correction under way, all of which tell the word."""
    stores = open_stores(app.extensions["ogi_settings"], desk.world.township.id)
    first = desk.draft(filled=False)
    write_leak(desk, first)
    put(desk, stores, first)
    _through(desk, first)
    who = {"role": "drafter", "note_text": f"更正{WORD}的金额"}
    second = desk.do(actions.begin_correction, first, **who).id
    _through(desk, second)
    third = desk.do(actions.begin_correction, second, **who).id
    desk.do(actions.submit, third, "drafter", version=None)
    return [first, second, third]


def _through(desk: Desk, posting_id: int) -> None:
    desk.do(actions.submit, posting_id, "drafter", version=None)
    desk.do(actions.approve, posting_id, "reviewer", version=None, remark=f"{WORD}已核对")
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY)


def pages_of(app: Flask, username: str, postings: list[int]) -> Iterator[tuple[str, str]]:
    """Yield what a person reads, following every link, a few pages of each kind."""
    person = Browser(app)
    if username:
        person.sign_in(username, "paper-board-27")
    ahead = deque(["/", "/t/qingshan/", "/todo", "/postings", "/overview", "/jobs", *EXPORTS])
    for key in postings:
        public = f"/t/qingshan/yunling/postings/{key}"
        ahead += [f"/postings/{key}", public, f"{public}/changes", f"{public}/proof.json"]
    known: set[str] = set()
    opened: Counter[str | None] = Counter()
    while ahead:
        path = ahead.popleft()
        kind = person.endpoint(urlsplit(path).path)
        if path in known or opened[kind] >= (1 if kind in ONCE else MOST_OF_ENDPOINT):
            continue
        known.add(path)
        opened[kind] += 1
        answer = person.client.get(path, buffered=True)
        yield path, words_of(answer)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            tree = html.document_fromstring(answer.get_data(as_text=True))
            links = (urlsplit(urljoin(path, str(link))) for link in tree.xpath("//a/@href"))
            ahead += [
                one._replace(scheme="", netloc="", fragment="").geturl()
                for one in links
                if one.netloc in ("", "localhost") and one.scheme in ("", "http")
            ]
        elif answer.location:
            ahead.append(urlsplit(answer.location)._replace(scheme="", netloc="").geturl())


def telling(app: Flask, postings: list[int], people: Iterable[str] = PEOPLE) -> dict[str, set[str]]:
    """Return by person on which pages the word stands, plain or as JSON escapes it."""
    escaped = json.dumps(WORD)[1:-1]
    return {
        username or "anonymous": {
            path
            for path, told in pages_of(app, username, postings)
            if WORD in told or escaped in told
        }
        for username in people
    }


def test_nobody_reads_the_words_anywhere_after_a_takedown(
    app: Flask, desk: Desk, leaked: list[int], capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    before = telling(app, leaked, ANYBODY)
    assert all(before.values())
    assert any(path.startswith("/postings/export") for path in before["qingshan-supervisor"])
    init_logs()
    publisher = Browser(app)
    publisher.sign_in("qingshan-yunling-publisher", "paper-board-27")
    publisher.submit(f"/postings/{leaked[1]}/take-down", {"reason": REASON})
    after = telling(app, leaked)
    assert {name: pages for name, pages in after.items() if pages} == {}
    structlog.reset_defaults()
    assert WORD not in capsys.readouterr().err
    _check_folders(app, tmp_path)
    township = desk.world.township.id
    with open_session(app.extensions["ogi_engine"], Scope(township), read_only=True) as session:
        assert proving.check_all(session, township).faults == []


def _check_folders(app: Flask, folder: Path) -> None:
    """Look for the word in every file of the installation: uploads, results, database."""
    known = (WORD.encode(), json.dumps(WORD)[1:-1].encode())
    for place in folder.rglob("*"):
        if place.is_file():
            held = place.read_bytes()
            assert not any(word in held for word in known), place
    sealed = app.extensions["ogi_settings"].data_dir / "sealed"
    assert not [place for place in sealed.rglob("*") if place.is_file()]
