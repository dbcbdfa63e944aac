"""The one file that villagers run: a witness of its own, copies compared, rows named."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from click.testing import CliRunner

from ogi.cli import ogi
from ogi.platform.ledger.keys import load_signer, load_witness
from ogi.portal import proving
from ogi.postings import actions
from tests.portal.test_log import PROGRAM, SLUG, change, proof_path, run
from tests.portal.test_witness import cut, grow
from tests.postings.desk import NOW, Desk
from tests.support.factories import make_staffed_township
from tests.support.pages import Browser


@pytest.fixture(autouse=True)
def noon():
    """Here the desk's own moments count."""


@pytest.fixture
def world(app):
    return make_staffed_township(app.extensions["ogi_engine"])


@pytest.fixture
def desk(world):
    return Desk(world)


@pytest.fixture
def fetched(app, tmp_path):
    """A function that saves a file of the log as a visitor does."""

    def fetch(address: str, name: str):
        file = tmp_path / name
        file.write_bytes(Browser(app).get(f"/t/{SLUG}/log/{address}").data)
        return file

    return fetch


@pytest.fixture
def watch(tmp_path):
    """A function that lets a villager's own witness look at a file."""
    return lambda file, *more: run("witness", file, "--seen", tmp_path / "seen", *more)


def test_villager_is_a_witness_of_growth(world, fetched, watch):
    grow(world, 5)
    assert watch(fetched("growth.json", "first"))[0] == 0
    assert watch(fetched("growth.json", "again"))[0] == 0
    grow(world, 4)
    code, said = watch(fetched("checkpoint", "alone"))
    assert (code, "growth.json?old=5" in said) == (2, True)
    assert watch(fetched("growth.json?old=5", "second"))[0] == 0
    assert watch(fetched("checkpoint", "known"))[0] == 0


def test_villager_finds_a_log_wound_back(world, fetched, watch):
    grow(world, 6)
    assert watch(fetched("growth.json", "first"))[0] == 0
    cut(world, 4)
    code, said = watch(fetched("checkpoint", "shorter"))
    assert (code, "wound back" in said) == (1, True)


def test_villager_finds_a_second_history(world, fetched, watch):
    grow(world, 6)
    assert watch(fetched("growth.json", "first"))[0] == 0
    cut(world, 4)
    grow(world, 2, "another history")
    code, said = watch(fetched("checkpoint", "split"))
    assert (code, "split view" in said) == (1, True)
    grow(world, 3)
    for old in ("0", "6"):
        assert watch(fetched(f"growth.json?old={old}", "forked"))[0] == 1


def test_villager_finds_another_key(world, fetched, watch, app):
    grow(world, 2)
    assert watch(fetched("growth.json", "first"))[0] == 0
    (app.extensions["ogi_settings"].data_dir / "ledger_key").unlink()
    code, said = watch(fetched("growth.json?old=2", "other"))
    assert (code, "signed by" in said) == (1, True)


def test_first_checkpoint_needs_a_key(world, fetched, watch, settings):
    grow(world, 2)
    file = fetched("checkpoint", "first")
    assert watch(file)[0] == 2
    key = str(load_signer(settings.data_dir, SLUG).verifier)
    assert watch(file, "--key", key)[0] == 0


def test_district_signature_is_asked_for_with_its_key(world, fetched, watch, settings, tmp_path):
    grow(world, 3)
    signer = load_signer(settings.data_dir, SLUG)
    witness = load_witness(settings.data_dir, "jiangbei")
    with world.session() as session:
        note = proving.checkpoint_of(session, world.township.id, signer)
    cosigned = tmp_path / "cosigned"
    cosigned.write_text(witness.cosign(note, at=NOW), encoding="utf-8")
    asked = ("--key", str(signer.verifier), "--witness", str(witness.verifier))
    assert watch(cosigned, *asked)[0] == 0
    code, said = watch(fetched("checkpoint", "bare"), *asked)
    assert (code, "not signed by this witness" in said) == (1, True)


def test_proof_tells_both_days_and_their_difference(app, desk, tmp_path):
    posting_id = desk.published(now=NOW + timedelta(days=12))
    proof = tmp_path / "proof.json"
    proof.write_bytes(Browser(app).get(proof_path(posting_id)).data)
    code, said = run("proof", proof)
    assert code == 0
    assert "自称张贴日 claimed date: 2026-04-10" in said
    assert "difference: 12 天，记入比自称晚 12 天" in said


def test_copies_of_a_log_are_compared_entry_by_entry(world, fetched):
    grow(world, 5)
    old = fetched("entries.jsonl", "old.jsonl")
    grow(world, 2)
    new = fetched("entries.jsonl", "new.jsonl")
    assert run("compare", old, new)[0] == 0
    code, said = run("compare", new, old)
    assert (code, "第 7 条" in said, "cut off" in said) == (1, True, True)
    change(world, "UPDATE ledger_entries SET body = replace(body, '3', '4') WHERE position = 2")
    forged = fetched("entries.jsonl", "forged.jsonl")
    code, said = run("compare", old, forged)
    assert (code, "第 3 条 test" in said) == (1, True)
    code, said = run("log", forged, fetched("checkpoint", "point"))
    assert (code, "第 3 条 test" in said, "the entry was changed" in said) == (1, True, True)


def test_export_with_contents_names_the_changed_row(desk, console, fetched, tmp_path):
    posting_id = desk.published()
    out = tmp_path / "all.jsonl"
    point = fetched("checkpoint", "point")

    def export():
        asked = ["ledger", "export", "--township", SLUG, "--out", str(out), "--contents"]
        done = CliRunner().invoke(ogi, asked, obj=console)
        assert done.exit_code == 0, done.output
        return run("log", out, point)

    assert export()[0] == 0
    forge = "UPDATE postings SET title = title || '（改）' WHERE id = :id"
    change(desk.world, forge, id=posting_id)
    code, said = export()
    assert code == 1
    assert f"postings:{posting_id}: the row is not what was published" in said


def test_export_with_contents_leaves_out_what_is_off_the_board(desk, console, fetched, tmp_path):
    posting_id = desk.published()
    later = NOW + timedelta(days=1)
    desk.do(actions.withdraw, posting_id, "publisher", reason="有误", version=None, now=later)
    out = tmp_path / "all.jsonl"
    asked = ["ledger", "export", "--township", SLUG, "--out", str(out), "--contents"]
    assert CliRunner().invoke(ogi, asked, obj=console).exit_code == 0
    text = out.read_text(encoding="utf-8")
    assert "卖树" not in text
    assert json.loads(text.splitlines()[1])["salt"] is None
    assert run("log", out, fetched("checkpoint", "point"))[0] == 0


@pytest.mark.parametrize("arguments", [(), ("proof", "nowhere.json")])
def test_reader_who_leaves_early_gets_no_traceback(arguments):
    command = [sys.executable, "-I", str(PROGRAM), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        complaint = process.stderr.read()
        assert process.wait() == 2
    assert complaint == b""
