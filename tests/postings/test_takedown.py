"""Taking down a leak: the words are gone from rows, files and bytes; that it stood there stays."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from ogi.cli import Console, ogi
from ogi.platform import clock
from ogi.platform.config import Settings
from ogi.platform.db.criteria import owned_classes
from ogi.platform.errors import RuleBroken
from ogi.platform.jobs.models import Job
from ogi.platform.journal import JournalEntry, record
from ogi.platform.ledger.keys import load_signer
from ogi.portal import proving
from ogi.postings import actions, queries
from ogi.postings.actions.purging import EVENT_GONE, GONE, Stores, open_stores
from ogi.postings.models import Attachment, GuardRuling, Posting, PostingClearance, PostingStep
from ogi.postings.rules.sealing import PURGED
from tests.postings.desk import NOW, TODAY, Desk
from tests.postings.test_corrections import LATER, NOTE
from tests.support.factories import World
from tests.support.rows import keep, make_posting

WORD = "石榴沟丁小满"
REASON = "附件里有村民的个人信息，核实后重新公开"
SAID = {
    "fields": {"opening": "1000.00"},
    "rows": [{"day": "2026-03-05", "what": WORD, "income": "200.00"}],
    "body": f"{WORD}的正文",
    "notes": {"a": f"{WORD}的说明"},
    "html": f"<p>{WORD}的正文</p>",
}


@pytest.fixture
def stores(desk: Desk, database_url: str, tmp_path: Path) -> Stores:
    settings = Settings(database_url, tmp_path, "k" * 40, mode="testing")
    return open_stores(settings, desk.world.township.id)


def put(desk: Desk, stores: Stores, posting_id: int, name: str = f"{WORD}.pdf") -> Attachment:
    """Keep a file with a draft: its copy, and its sealed original."""
    copy = stores.intake.copies.put(f"%PDF-1.7 {WORD}".encode())
    original = stores.intake.originals.take(BytesIO(f"%PDF-1.7 {WORD}".encode()))
    posting = desk.read(posting_id)
    return keep(
        desk.world,
        Attachment(
            tenant_id=posting.tenant_id, posting_id=posting_id, kind="file", name=name,
            media_type="application/pdf", size=copy.size, sha256=copy.sha256,
            storage_key=copy.key, original_key=original.key, original_sha256=original.sha256,
            original_size=original.size, created_at=NOW,
        ),
    )  # fmt: skip


def publish(desk: Desk, posting_id: int, now=NOW, claimed_on=TODAY) -> None:
    desk.do(actions.submit, posting_id, "drafter", version=None, now=now)
    desk.do(actions.approve, posting_id, "reviewer", version=None, now=now, remark=f"{WORD}可以")
    desk.do(actions.publish, posting_id, "publisher", claimed_on=claimed_on, now=now)


def write_leak(desk: Desk, posting_id: int) -> None:
    draft = actions.Draft(f"{WORD}的账", f"{WORD}组", SAID)
    desk.do(actions.save, posting_id, "drafter", draft=draft, version=None)


@pytest.fixture
def leak(desk: Desk, stores: Stores) -> int:
    """The first edition of a posting that tells too much, with everything said about it."""
    made = desk.draft(filled=False)
    write_leak(desk, made)
    put(desk, stores, made)
    desk.do(actions.submit, made, "drafter", version=None)
    desk.do(actions.return_for_changes, made, "reviewer", version=None, remark=f"{WORD}要改")
    publish(desk, made)
    return made


@pytest.fixture
def editions(desk: Desk, stores: Stores, leak: int) -> list[int]:
    """Two published editions, one correction under way, one put away."""
    who = {"role": "drafter", "now": LATER}
    second = desk.do(actions.begin_correction, leak, note_text=f"{NOTE}{WORD}", **who).id
    publish(desk, second, LATER, LATER.date())
    away = desk.do(actions.begin_correction, second, note_text=f"{NOTE}{WORD}", **who).id
    desk.do(actions.discard, away, "drafter")
    third = desk.do(actions.begin_correction, second, note_text=f"{NOTE}{WORD}", **who).id
    put(desk, stores, third, f"新{WORD}.pdf")
    desk.do(actions.submit, third, "drafter", version=None, now=LATER)
    return [leak, second, away, third]


def take_down(desk: Desk, stores: Stores, posting_id: int, **more) -> None:
    given = {"stores": stores, "reason": REASON, "now": LATER + timedelta(hours=1), **more}
    desk.do(actions.take_down, posting_id, "publisher", **given)


def told_in_tables(world: World) -> Iterator[str]:
    """Name every table and column in which the word still stands."""
    with world.session() as session:
        for cls in owned_classes():
            for row in session.scalars(select(cls)):
                for column in cls.__table__.columns:
                    if WORD in str(getattr(row, column.key)):
                        yield f"{cls.__tablename__}.{column.key}"


def test_every_edition_and_correction_loses_its_words(desk: Desk, stores: Stores, editions):
    assert set(told_in_tables(desk.world)) > {"postings.title", "attachments.name"}
    take_down(desk, stores, editions[0])
    assert list(told_in_tables(desk.world)) == []
    states = [desk.read(one).state for one in editions]
    assert states == ["withdrawn", "withdrawn", "discarded", "discarded"]
    for one in map(desk.read, editions):
        assert one.taken_down_at is not None
        assert (one.title, one.content) == (PURGED["title"], PURGED["content"])
        assert one.attachments == []
    assert desk.read(editions[1]).withdrawal_reason == REASON


def test_its_files_and_sealed_originals_are_deleted_after_the_commit(desk, stores, editions):
    copies, originals = stores.intake.copies, stores.intake.originals.files
    assert len(list(copies.list_keys())) == 2
    assert len(list(originals.list_keys())) == 2
    take_down(desk, stores, editions[1])
    assert list(copies.list_keys()) == list(originals.list_keys()) == []


def test_files_of_other_postings_stay(desk: Desk, stores: Stores, leak: int):
    other = make_posting(desk.world, "yunling", desk.item)
    file = put(desk, stores, other.id)
    take_down(desk, stores, leak)
    assert list(stores.intake.copies.list_keys()) == [file.storage_key]


def test_a_takedown_that_is_undone_deletes_no_file(desk: Desk, stores: Stores, leak: int):
    with desk.world.session("yunling") as session:
        posting = queries.get_posting(session, desk.scope, leak)
        actions.take_down(
            session, posting, stores=stores, actor_id=desk.who("publisher"), now=LATER,
            reason=REASON,
        )  # fmt: skip
        session.rollback()
    assert len(list(stores.intake.copies.list_keys())) == 1
    assert desk.read(leak).state == "published"


def test_what_was_said_on_the_way_is_blanked_and_who_said_it_stays(desk, stores, leak):
    with desk.world.session("yunling") as session:
        posting = session.get_one(Posting, leak)
        more = {"township_id": posting.township_id, "tenant_id": posting.tenant_id}
        session.add(
            PostingClearance(
                posting_id=leak, round=1, step="secrecy", opinion="open", basis=WORD, remark=WORD,
                actor_id=desk.who("secrecy"), at=NOW, signers=WORD, photo_key="a" * 64, **more,
            )
        )  # fmt: skip
        session.add(
            GuardRuling(
                posting_id=leak, kind="mobile", place=WORD, masked=WORD, digest="d",
                request=WORD, asked_by=desk.who("drafter"), asked_at=NOW, state="overruled",
                reason=WORD, ruled_by=desk.who("reviewer"), ruled_at=NOW, **more,
            )
        )  # fmt: skip
        record(session, desk.who("drafter"), "guard.asked", posting, at=NOW, reason=WORD)
        session.commit()
    take_down(desk, stores, leak)
    assert list(told_in_tables(desk.world)) == []
    with desk.world.session("yunling") as session:
        clearance = session.scalars(select(PostingClearance)).one()
        assert (clearance.basis, clearance.opinion, clearance.photo_key) == (GONE, "open", "")
        told = session.scalars(select(PostingStep).where(PostingStep.remark == GONE)).all()
        assert {step.action for step in told} >= {"returned", "approved"}
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "guard.asked"))
        assert entry.one().detail == {}


def test_the_log_stays_clean_and_proves_the_place_without_the_words(
    desk, stores, editions, tmp_path
):
    signer = load_signer(tmp_path, "qingshan")
    take_down(desk, stores, editions[1])
    with desk.world.session() as session:
        checked = proving.check_all(session, desk.world.township.id)
        proof = proving.proof_of(session, session.get_one(Posting, editions[0]), signer)
    assert (checked.tree.size, checked.faults) == (5, [])
    assert (proof["content"], proof["salt"], proof["position"]) == (None, None, 0)


def test_the_open_half_of_the_salt_goes_and_the_kept_half_stays(desk, stores, leak):
    before = desk.read(leak).ledger_salt
    take_down(desk, stores, leak)
    after = desk.read(leak).ledger_salt
    assert set(after[:32]) == {"0"}
    assert after[32:] == before[32:]


def test_the_obligation_is_open_again_unless_another_posting_meets_it(desk, stores, leak):
    take_down(desk, stores, leak)
    assert desk.owed().posted_on is None
    again = desk.draft()
    publish(desk, again, LATER, LATER.date())
    assert desk.owed().posting_id == again


def test_an_event_that_repeats_the_words_is_named_no_more(desk: Desk, stores: Stores):
    with desk.world.session("yunling") as session:
        duty = queries.get_obligation(session, desk.scope, desk.obligation.id)
        duty.event_title = f"{WORD}的账"
        session.commit()
    made = desk.draft(filled=False)
    write_leak(desk, made)
    publish(desk, made)
    take_down(desk, stores, made)
    assert desk.owed().event_title == EVENT_GONE


def test_files_made_for_people_are_deleted(desk: Desk, stores: Stores, leak: int):
    made = stores.results.put(WORD.encode())
    keep(
        desk.world,
        Job(
            kind="register.postings", title="台账", arguments={}, state="done",
            result_key=made.key, asked_by=desk.who("drafter"), asked_at=NOW,
            heartbeat_at=NOW, ended_at=NOW,
        ),
    )  # fmt: skip
    take_down(desk, stores, leak)
    assert list(stores.results.list_keys()) == []


def test_tables_brought_for_an_import_are_deleted_with_what_they_brought(desk, stores):
    stores.imports.mkdir(parents=True)
    (stores.imports / "table").write_text(WORD, encoding="utf-8")
    old = make_posting(
        desk.world, "yunling", desk.item, "published", title=WORD, imported_from="旧台账.xlsx"
    )
    take_down(desk, stores, old.id, now=clock.now())
    assert list(stores.imports.iterdir()) == []


def test_a_correction_begun_at_the_same_moment_is_purged_or_refused(desk, stores, leak):
    """Many begin a correction while it is taken down: no draft keeps the words."""

    def attempt(number: int) -> str:
        try:
            if number == 7:
                take_down(desk, stores, leak)
                return "taken down"
            who = {"role": "drafter", "now": LATER}
            return str(desk.do(actions.begin_correction, leak, note_text=NOTE, **who).id)
        except RuleBroken as refusal:
            return refusal.code

    with ThreadPoolExecutor(6) as crowd:
        told = list(crowd.map(attempt, range(14)))
    assert "taken down" in told
    assert list(told_in_tables(desk.world)) == []
    assert list(stores.intake.copies.list_keys()) == []


@pytest.mark.parametrize("reason", ["", "  ", "太短了", "长" * 501])
def test_a_takedown_needs_a_reason(desk: Desk, stores: Stores, leak: int, reason: str):
    with pytest.raises(RuleBroken):
        take_down(desk, stores, leak, reason=reason)


def test_the_reason_must_not_repeat_the_leak(desk: Desk, stores: Stores, leak: int):
    with pytest.raises(RuleBroken) as refusal:
        take_down(desk, stores, leak, reason="误写了 11010519491231002X 这个身份证号")
    assert refusal.value.code == "personal_data_told"
    assert "11010519491231002X" not in refusal.value.text


def test_nothing_is_taken_down_twice_or_before_it_was_out(desk: Desk, stores: Stores, leak: int):
    draft = make_posting(desk.world, "yunling", desk.item)
    with pytest.raises(RuleBroken) as refusal:
        take_down(desk, stores, draft.id)
    assert refusal.value.code == "take_down_state"
    take_down(desk, stores, leak)
    with pytest.raises(RuleBroken) as refusal:
        take_down(desk, stores, leak)
    assert refusal.value.code == "take_down_twice"


def test_a_withdrawn_posting_is_purged_all_the_same(desk: Desk, stores: Stores, leak: int):
    far = LATER + timedelta(days=900)
    desk.do(actions.withdraw, leak, "publisher", reason="账目重做", now=far)
    take_down(desk, stores, leak, now=far + timedelta(days=1))
    assert list(told_in_tables(desk.world)) == []
    with desk.world.session() as session:
        assert proving.check_all(session, desk.world.township.id).faults == []


def test_no_byte_of_the_words_is_left_in_the_database_files(desk, stores, editions, database_kind):
    if database_kind != "sqlite":
        pytest.skip("PostgreSQL keeps replaced rows until its tables are rewritten")
    place = Path(desk.world.engine.url.database)
    files = [place, place.with_name(f"{place.name}-wal")]
    known = [WORD.encode(), WORD.encode("unicode-escape")]
    take_down(desk, stores, editions[1])
    for file in files:
        held = file.read_bytes() if file.exists() else b""
        assert not any(word in held for word in known), file


def reword(desk: Desk, posting_id: int, words: str) -> None:
    with desk.world.session("yunling") as session:
        wanted = select(PostingStep).where(PostingStep.posting_id == posting_id)
        session.scalars(wanted).first().remark = words
        session.commit()


def test_words_go_from_kept_tables_in_no_other_way(desk: Desk, stores: Stores, leak: int):
    with pytest.raises(IntegrityError, match="append-only"):
        reword(desk, leak, GONE)
    take_down(desk, stores, leak)
    with pytest.raises(IntegrityError, match="append-only"):
        reword(desk, leak, "另一个说法")


def test_sqlite_overwrites_what_is_deleted(engine: Engine, database_kind: str):
    if database_kind != "sqlite":
        pytest.skip("a setting of SQLite")
    connection = engine.raw_connection()
    assert isinstance(connection.driver_connection, sqlite3.Connection)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()


def test_administrator_rewrites_the_database_files(desk, stores, leak, database_url, tmp_path):
    take_down(desk, stores, leak)
    settings = Settings(database_url, tmp_path, "k" * 40, mode="testing")
    console = Console(settings)
    done = CliRunner().invoke(ogi, ["database", "scrub"], obj=console)
    console.engine.dispose()
    assert done.exit_code == 0, done.output
    assert "已重写" in done.output
    assert desk.read(leak).taken_down_at is not None
