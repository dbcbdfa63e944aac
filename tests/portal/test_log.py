"""The publish log from outside: proofs anybody can check, and every changed byte found."""

import importlib.util
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from ogi import postings
from ogi.platform.ledger.keys import load_signer
from ogi.platform.ledger.note import Checkpoint, open_note
from ogi.portal import proving
from ogi.postings import actions
from ogi.postings.rules.sealing import SEALED, SEALED_SINCE, SEALED_WITHIN
from tests.isolation.places import unwalled_engine
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.factories import make_staffed_township
from tests.support.pages import Browser

PROGRAM = Path(postings.__file__).parents[1] / "static" / "verify" / "ogi-verify.py"
SLUG = "qingshan"
WALLED = (
    "postings", "ledger_entries", "ledger_nodes", "ledger_witnesses", "report_snapshots",
)  # fmt: skip
ENDS = ("superseded_by_id", "taken_down_at", "cleared_at", "withdrawn_at", "withdrawal_reason")
"""What tells how a posting left the board, or was made up for; blank while it stands there."""


@pytest.fixture(autouse=True)
def noon():
    """Here the desk's own moments count."""


@pytest.fixture
def world(app):
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def desk(world):
    return Desk(world)


@pytest.fixture(scope="module")
def program():
    spec = importlib.util.spec_from_file_location("ogi_verify", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*arguments) -> tuple[int, str]:
    command = [sys.executable, "-I", str(PROGRAM), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def change(world, statement: str, **values: object) -> None:
    """Change the database behind the product's back, whatever stands in the way."""
    url = world.engine.url
    engine = unwalled_engine(url) if url.get_backend_name() != "sqlite" else create_engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                for table in WALLED:
                    connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            else:
                names = connection.execute(
                    text("SELECT name FROM sqlite_master WHERE type='trigger'")
                )
                for (name,) in names.all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text(statement), values)
    finally:
        engine.dispose()


def faults(world, kept=()):
    with world.session() as session:
        return proving.check_all(session, world.township.id, kept).faults


def proof_path(posting_id: int) -> str:
    return f"/t/{SLUG}/yunling/postings/{posting_id}/proof.json"


def test_villager_proves_a_posting_with_the_one_file(app, desk, tmp_path):
    posting_id = desk.published()
    browser = Browser(app)
    page = browser.get(f"/t/{SLUG}/yunling/postings/{posting_id}")
    assert proof_path(posting_id) in page.links
    assert "记录码" in page.text
    proof = tmp_path / "proof.json"
    proof.write_bytes(browser.get(proof_path(posting_id)).data)
    key = str(load_signer(app.extensions["ogi_settings"].data_dir, SLUG).verifier)
    assert key in browser.get(f"/t/{SLUG}/log/").text
    code, said = run("proof", proof, "--key", key)
    assert (code, "成立" in said) == (0, True)
    assert "2026-04-10" in said


def test_proof_names_no_person_and_no_key_of_one(app, desk):
    posting_id = desk.published()
    shown = json.loads(Browser(app).get(proof_path(posting_id)).data)
    assert not set(SEALED_WITHIN) & set(shown["content"])
    assert shown["salt"] != desk.read(posting_id).ledger_salt


@pytest.mark.parametrize("part", ["body", "content", "salt", "path", "checkpoint", "position"])
def test_forged_proof_does_not_hold(app, desk, tmp_path, part):
    posting_id = desk.published()
    desk_two = desk.draft()
    assert desk_two != posting_id
    proof = json.loads(Browser(app).get(proof_path(posting_id)).data)
    forged = {
        "body": proof["body"].replace("2026", "2025"),
        "content": {**(proof["content"] or {}), "title": "另一个标题"},
        "salt": "0" * 32,
        "path": [*proof["path"], "00" * 32],
        "checkpoint": proof["checkpoint"].replace("\n1\n", "\n2\n"),
        "position": proof["position"] + 1,
    }
    file = tmp_path / "forged.json"
    file.write_text(json.dumps(proof | {part: forged[part]}, ensure_ascii=False), encoding="utf-8")
    assert run("proof", file)[0] == 1


def test_unreadable_proof_says_so(tmp_path):
    file = tmp_path / "broken.json"
    file.write_text("{", encoding="utf-8")
    assert run("proof", file)[0] == 2
    assert run("proof", tmp_path / "nowhere.json")[0] == 2
    assert run()[0] == 2


def test_draft_has_no_proof(app, desk):
    Browser(app).get(proof_path(desk.draft()), expect=404)
    Browser(app).get(proof_path(desk.approved()), expect=404)


def test_withdrawn_posting_is_proved_without_its_content(app, desk, tmp_path):
    posting_id = desk.published()
    later = NOW + timedelta(days=1)
    desk.do(actions.withdraw, posting_id, "publisher", reason="数字有误", version=None, now=later)
    data = Browser(app).get(proof_path(posting_id)).data
    assert json.loads(data)["content"] is None
    assert "卖树" not in data.decode()
    file = tmp_path / "proof.json"
    file.write_bytes(data)
    assert run("proof", file)[0] == 0
    assert faults(desk.world) == []


def test_log_that_was_not_touched_has_no_fault(desk):
    desk.published()
    assert faults(desk.world) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "column", [*SEALED, *SEALED_SINCE[2], *SEALED_WITHIN, "ledger_salt", *ENDS]
)
def test_every_changed_column_of_a_published_row_is_found(desk, column):
    posting_id = desk.published()
    before = getattr(desk.read(posting_id), column)
    changed = "content = '{}'" if column == "content" else _other(column, before)
    change(desk.world, f"UPDATE postings SET {changed} WHERE id = :id", id=posting_id)  # noqa: S608 - our own columns
    rows = {fault.row.partition("（")[0] for fault in faults(desk.world)}
    assert rows == {f"postings id={posting_id}"}


OTHERS = {
    "tenant_id": "obligation_id = NULL, tenant_id = tenant_id + 10",
    "days_late": "days_late = 9",
    "board": "board = 'party'",
    "kind": "kind = 'nothing'",
    "bypassed": "bypassed = 'committee', bypass_reason = '急'",
    "corrects_id": "corrects_id = id",
    "superseded_by_id": "superseded_by_id = id",
}


def _other(column, before):
    if column in OTHERS:
        return OTHERS[column]
    if before is None and column.endswith("_at"):
        return f"{column} = '2026-01-01 00:00:00'"
    if isinstance(before, int):
        return f"{column} = {column} + 10"
    if hasattr(before, "year"):
        return f"{column} = '2025-01-01'"
    return f"{column} = {column} || '改'"


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE ledger_entries SET body = replace(body, '2026', '2025')", "ledger_entries"),
        ("UPDATE ledger_entries SET leaf = 'ab' || substr(leaf, 3)", "ledger_entries"),
        ("DELETE FROM ledger_entries WHERE position = 0", "ledger_entries"),
        ("UPDATE ledger_heads SET size = size + 1", "ledger_heads"),
        ("DELETE FROM ledger_nodes", "ledger_nodes"),
    ],
)
def test_changed_log_is_found(desk, statement, row):
    desk.published()
    later = NOW + timedelta(days=1)
    first = desk.obligation.posting_id
    assert first is None
    posting_id = desk.owed().posting_id
    desk.do(actions.withdraw, posting_id, "publisher", reason="数字有误", version=None, now=later)
    change(desk.world, statement)
    assert any(fault.row.startswith(row) for fault in faults(desk.world))


def test_row_put_in_by_hand_is_found(desk):
    posting_id = desk.approved()
    change(
        desk.world,
        "UPDATE postings SET state = 'published', publisher_id = :who, published_at = :at,"
        " counted_on = :on, claimed_on = :on, index_number = 'X-1' WHERE id = :id",
        id=posting_id, who=desk.who("publisher"), at=f"{NOW:%Y-%m-%d %H:%M:%S.%f}", on=TODAY,
    )  # fmt: skip
    assert [fault.text for fault in faults(desk.world)] == ["没有发布记录"]


def test_kept_checkpoint_shows_a_log_cut_short(app, desk):
    desk.published()
    signer = load_signer(app.extensions["ogi_settings"].data_dir, SLUG)
    note = Browser(app).get(f"/t/{SLUG}/log/checkpoint").html
    kept = Checkpoint.parse(open_note(note, [signer.verifier]))
    assert faults(desk.world, [kept]) == []
    change(desk.world, "DELETE FROM ledger_entries")
    change(desk.world, "UPDATE ledger_heads SET size = 0")
    assert any("检查点" in fault.text for fault in faults(desk.world, [kept]))


def test_whole_log_is_checked_against_a_checkpoint_kept(app, desk, tmp_path):
    browser = Browser(app)
    posting_id = desk.published()
    kept = tmp_path / "checkpoint"
    kept.write_bytes(browser.get(f"/t/{SLUG}/log/checkpoint").data)
    later = NOW + timedelta(days=1)
    desk.do(actions.withdraw, posting_id, "publisher", reason="有误", version=None, now=later)
    log = tmp_path / "log.jsonl"
    log.write_bytes(browser.get(f"/t/{SLUG}/log/entries.jsonl").data)
    assert run("log", log, kept)[0] == 0
    growth = tmp_path / "growth.json"
    growth.write_bytes(browser.get(f"/t/{SLUG}/log/growth.json?old=1").data)
    assert run("grown", growth)[0] == 0
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    log.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    assert run("log", log, kept)[0] == 1


@pytest.mark.parametrize("query", ["old=2", "old=x", "old=-1", "new=5", "old=1&new=0"])
def test_growth_that_never_was_is_not_proved(app, desk, query):
    desk.published()
    Browser(app).get(f"/t/{SLUG}/log/growth.json?{query}", expect=404)


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=80), data=st.data())
def test_bundled_signature_check_agrees_with_the_library(program, seed, message, data):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert program.is_signed(public, message, signature)
    bit = data.draw(st.integers(0, len(signature) * 8 - 1))
    forged = bytearray(signature)
    forged[bit // 8] ^= 1 << bit % 8
    assert not program.is_signed(public, message, bytes(forged))
