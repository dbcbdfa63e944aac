"""The demo as built: whole, lawful, walled off, and the same again for the same day and seed."""

import json
import stat
from collections import Counter
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from ogi.catalogue.defaults import default_items
from ogi.catalogue.models import Obligation
from ogi.demo.accounts import FILE_NAME, read_accounts
from ogi.demo.building import Plan, build_demo
from ogi.demo.places import LIUHE
from ogi.demo.twists import LEFT_OUT, SHORT, month_back
from ogi.demo.year2017 import COUNTS
from ogi.platform.db import Scope, make_engine, open_session
from ogi.platform.storage import Storage
from ogi.postings.lookup.models import LookupKey
from ogi.postings.models import Attachment, GuardRuling, Posting, PostingClearance, PostingStep
from ogi.postings.questions.models import Question
from ogi.postings.rules.arithmetic import list_breaks
from ogi.postings.rules.content import content_of, specs_of
from ogi.reports.models import HistoryYear, ReportSnapshot, YearReport
from ogi.tenants.models import Post, Staff, Tenant, Township
from ogi.tenants.passwords import is_password
from tests.support.databases import SqliteFiles

pytestmark = pytest.mark.slow

AS_OF = date(2026, 11, 24)
MONTHS = [f"{2025 + number // 12}-{number % 12 + 1:02d}" for number in range(9, 22)]
PLAN = Plan(AS_OF, seed=5, password="lanhua-2026-demo")


def quiet(_message: str) -> None:
    pass


def township_id(engine: Engine, slug: str) -> int:
    with open_session(engine, Scope.global_only(), read_only=True) as session:
        return session.scalars(select(Township.id).where(Township.slug == slug)).one()


def rows(engine: Engine, slug: str, statement) -> list[tuple]:
    scope = Scope(township_id(engine, slug))
    with open_session(engine, scope, read_only=True) as session:
        return [tuple(row) for row in session.execute(statement)]


def statements(engine: Engine) -> dict[str, dict[str, Any]]:
    """The statements on the villages' boards by village and month."""
    wanted = (
        select(Tenant.slug, Posting.period_key, Posting.content)
        .join(Tenant, Tenant.id == Posting.tenant_id)
        .where(Posting.item_code == "F03", Posting.state == "published")
        .order_by(Tenant.slug, Posting.period_key)
    )
    books: dict[str, dict[str, Any]] = {}
    for slug, period, content in rows(engine, "qingshan", wanted):
        books.setdefault(slug, {})[period] = content
    return books


def breaks_in(content: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """The codes of the breaks of a statement, the month before it at hand."""
    item = dict(default_items())["F03"]
    specs = specs_of(item.fields, item.layout)
    return [one.code for one in list_breaks(specs, content_of(content), content_of(before))]


def digest(engine: Engine, slug: str) -> str:
    """Everything a visitor or an official can see, as one number; row keys are left out."""
    postings = select(
        Tenant.slug,
        Posting.item_code,
        Posting.period_key,
        Posting.title,
        Posting.state,
        Posting.index_number,
        Posting.published_at,
        Posting.content,
    ).join(Tenant, Tenant.id == Posting.tenant_id)
    steps = select(PostingStep.action, PostingStep.at, PostingStep.remark)
    people = select(Staff.username, Staff.name, Staff.phone)
    seen = [
        sorted(json.dumps(row, ensure_ascii=False, default=str, sort_keys=True) for row in part)
        for part in (rows(engine, slug, wanted) for wanted in (postings, steps, people))
    ]
    return sha256(json.dumps(seen).encode()).hexdigest()


@pytest.fixture(scope="module")
def demo(databases, tmp_path_factory) -> tuple[Engine, Path]:
    """The whole demo, built once for this module."""
    folder = tmp_path_factory.mktemp("demo")
    url = databases.make(folder)
    engine = make_engine(url)
    assert build_demo(engine, folder, PLAN, quiet)
    yield engine, folder
    engine.dispose()
    databases.drop(url)


@pytest.mark.slow
@pytest.mark.once
class TestWholeDemo:
    def test_villagers_ask_and_households_find_their_lines(self, demo):
        states = Counter(state for (state,) in rows(demo[0], "qingshan", select(Question.state)))
        assert set(states) == {"held", "open", "answered", "refused"}
        assert len(rows(demo[0], "qingshan", select(LookupKey.id))) > 100

    def test_postings_stand_in_every_state(self, demo):
        states = Counter(state for (state,) in rows(demo[0], "qingshan", select(Posting.state)))
        assert set(states) >= {
            "draft",
            "submitted",
            "returned",
            "approved",
            "published",
            "withdrawn",
            "corrected",
        }
        assert states["published"] > 1500

    def test_obligations_are_in_time_late_missing_and_declared(self, demo):
        wanted = select(Obligation.disposition, Obligation.posted_on, Obligation.due_on)
        found: Counter = Counter()
        for disposition, posted_on, due_on in rows(demo[0], "qingshan", wanted):
            late = posted_on is not None and posted_on > due_on
            missing = posted_on is None and disposition is None and due_on < AS_OF
            found[disposition or ("late" if late else "missing" if missing else "in time")] += 1
        assert found["in time"] > 1000
        assert found["late"] > 50
        assert found["missing"] > 30
        assert found["nothing"] > 20
        assert found["withheld"] == found["waived"] == 1

    def test_declarations_went_through_the_chain(self, demo):
        wanted = (
            select(Posting.kind, Obligation.disposition, Obligation.posting_id, Posting.id)
            .join(Obligation, Obligation.id == Posting.obligation_id)
            .where(Posting.kind != "content", Posting.state == "published")
        )
        declared = rows(demo[0], "qingshan", wanted)
        assert {kind for kind, *_ in declared} == {"nothing", "withheld"}
        for kind, disposition, posting_id, key in declared:
            assert (disposition, posting_id) == (kind, key)
        wanted = select(Obligation.id).where(Obligation.disposition.in_(("nothing", "withheld")))
        assert len(rows(demo[0], "qingshan", wanted)) == len(declared)

    def test_three_persons_made_each_posting(self, demo):
        wanted = select(Posting.drafter_id, Posting.reviewer_id, Posting.publisher_id).where(
            Posting.state == "published", Posting.imported_from == "", Posting.bypassed == ""
        )
        for trio in rows(demo[0], "qingshan", wanted):
            assert len(set(trio)) == 3
            assert None not in trio

    def test_every_step_of_the_chain_waits_somewhere_and_was_taken_elsewhere(self, demo):
        wanted = select(Posting.state, Posting.awaiting, Posting.bypassed)
        found = rows(demo[0], "qingshan", wanted)
        steps = {"", "review", "committee", "secrecy", "publish", "clearing", "filing"}
        assert {awaiting for _, awaiting, _ in found} == steps
        urgent = [(awaiting, state) for state, awaiting, bypassed in found if bypassed]
        assert set(urgent) == {("", "published"), ("clearing", "published")}
        said = Counter(step for (step,) in rows(demo[0], "qingshan", select(PostingClearance.step)))
        assert said["secrecy"] > said["committee"] > said["filing"] > 200
        assert said["review"] == urgent.count(("", "published"))

    def test_nothing_happened_on_or_after_the_day_of_the_demo(self, demo):
        at = [moment for (moment,) in rows(demo[0], "qingshan", select(PostingStep.at))]
        assert max(at).date() < AS_OF

    def test_year_2017_holds_its_hundred_and_its_issued_report(self, demo):
        wanted = select(Posting.report_category).where(
            Posting.counted_on.between(date(2017, 1, 1), date(2017, 12, 31)),
            Posting.state == "published",
        )
        categories = Counter(category for (category,) in rows(demo[0], "qingshan", wanted))
        assert categories == COUNTS
        (figures,) = rows(
            demo[0],
            "qingshan",
            select(ReportSnapshot.figures).where(ReportSnapshot.year == 2017),
        )[0]
        assert figures["history"]["years"] == {
            "2013": 100,
            "2014": 107,
            "2015": 114,
            "2016": 48,
            "2017": 100,
        }
        assert figures["history"]["claimed_total"] == 469
        assert figures["categories"]["parts"] == COUNTS
        assert len(rows(demo[0], "qingshan", select(HistoryYear.year))) == 4

    def test_last_year_has_a_draft_report(self, demo):
        wanted = select(YearReport.year, YearReport.state).order_by(YearReport.year)
        assert rows(demo[0], "qingshan", wanted) == [(2017, "issued"), (2025, "draft")]

    def test_neighbour_has_people_and_postings_of_its_own(self, demo):
        ours = {name for (name,) in rows(demo[0], "qingshan", select(Staff.username))}
        theirs = {name for (name,) in rows(demo[0], "liuhe", select(Staff.username))}
        assert theirs
        assert not ours & theirs
        assert len(rows(demo[0], "liuhe", select(Posting.id))) > 100

    def test_accounts_sign_in_and_are_kept_from_others(self, demo):
        engine, folder = demo
        assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600
        accounts = [one for one in read_accounts(folder) if one.township == "qingshan"]
        hashes = dict(rows(engine, "qingshan", select(Staff.username, Staff.password_hash)))
        assert {one.username for one in accounts} == set(hashes)
        first = accounts[0]
        assert is_password(first.password, hashes[first.username])
        seats = Counter(one.username for one in accounts)
        assert max(seats.values()) >= 3

    def test_year_of_statements_reconciles_month_to_month_but_for_one(self, demo):
        unlike = [
            (slug, period, code)
            for slug, book in statements(demo[0]).items()
            for before, period in pairwise(MONTHS)
            if {before, period} <= set(book)
            for code in breaks_in(book[period], book[before])
        ]
        short, after = (month_back(AS_OF, nth) for nth in (SHORT[1], LEFT_OUT[1] - 1))
        assert [(slug, period, code.partition("=")[0]) for slug, period, code in unlike] == [
            (SHORT[0], "{}-{:02d}".format(*short), "closing"),
            (LEFT_OUT[0], "{}-{:02d}".format(*after), "carry"),
        ]

    def test_twelve_villages_have_most_of_a_year_on_the_board(self, demo):
        books = statements(demo[0])
        assert len(books) == 12
        pairs = [
            {before, after} <= set(book)
            for book in books.values()
            for before, after in pairwise(MONTHS)
        ]
        assert sum(pairs) > 100

    def test_break_that_was_explained_says_why_and_the_other_says_nothing(self, demo):
        notes = {
            (slug, code): text
            for slug, book in statements(demo[0]).items()
            for content in book.values()
            for code, text in content.get("notes", {}).items()
        }
        assert list(notes) == [(SHORT[0], "closing")]
        assert "短款 50.00 元" in notes[SHORT[0], "closing"]

    def test_new_roads_are_shown_in_pictures(self, demo):
        engine, folder = demo
        keys = [key for (key,) in rows(engine, "qingshan", select(Attachment.storage_key))]
        assert keys
        storage = Storage(folder / "files")
        assert all(storage.read(key).startswith(b"\xff\xd8") for key in keys)

    def test_second_run_changes_nothing(self, demo):
        engine, folder = demo
        before = digest(engine, "liuhe"), (folder / FILE_NAME).read_bytes()
        assert not build_demo(engine, folder, Plan(date(2026, 12, 1), seed=9), quiet)
        assert (digest(engine, "liuhe"), (folder / FILE_NAME).read_bytes()) == before


@pytest.mark.slow
def test_same_day_and_seed_build_the_same_on_another_database(demo, sqlite_template, tmp_path):
    engine = make_engine(SqliteFiles(sqlite_template).make(tmp_path))
    build_demo(engine, tmp_path, PLAN, quiet, lands=(LIUHE,))
    assert digest(engine, "liuhe") == digest(demo[0], "liuhe")
    engine.dispose()


def test_broken_build_is_taken_up_again(engine, tmp_path):
    def stop(message: str) -> None:
        if "/" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demo(engine, tmp_path, PLAN, stop, lands=(LIUHE,))
    assert rows(engine, "liuhe", select(Tenant.id)) == []
    assert build_demo(engine, tmp_path, Plan(AS_OF, seed=5), quiet, lands=(LIUHE,))
    assert len(rows(engine, "liuhe", select(Tenant.id))) == 3
    assert {day for (day,) in rows(engine, "liuhe", select(Post.since))} == {date(2025, 10, 1)}
    passwords = {one.username: one.password for one in read_accounts(tmp_path)}
    assert len(set(passwords.values())) == len(passwords)
    hashes = rows(engine, "liuhe", select(Staff.password_hash))
    assert all(hashed.startswith("$argon2id$") for (hashed,) in hashes)


def test_a_draft_tells_two_numbers_of_which_one_may_stand(demo):
    engine = demo[0]
    wanted = select(GuardRuling.state, GuardRuling.masked).order_by(GuardRuling.id)
    states = rows(engine, "qingshan", wanted)
    assert [state for state, _ in states] == ["overruled", "asked"]
    assert all("****" in masked for _, masked in states)
