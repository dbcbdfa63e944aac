"""Sealed originals are taken out by command alone, for a reason that stays on record."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ogi.cli import ogi
from ogi.platform.apart import clean_here
from ogi.platform.cli import Console
from ogi.platform.db import Model
from ogi.platform.intake import open_intake
from ogi.platform.journal import JournalEntry
from ogi.postings import actions
from ogi.postings.archiving.queries import owner_columns
from ogi.postings.models import Attachment
from ogi.tenants.journal_words import action_name, detail_text
from tests.postings.desk import Desk
from tests.support.factories import make_staffed_township
from tests.support.office_files import make_pdf
from tests.support.rows import all_rows

DATA = make_pdf()
ACTION = "attachment.original_opened"


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


@pytest.fixture
def row(desk, settings) -> Attachment:
    intake = open_intake(settings.data_dir, desk.world.township.id, clean=clean_here)
    taken = intake.take("公示.pdf", BytesIO(DATA))
    desk.do(actions.attach, desk.draft(), "drafter", taken=taken)
    return all_rows(desk.world, Attachment)[0]


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "原件.pdf"


@pytest.fixture
def run(settings, world) -> Iterator[Callable[..., Result]]:
    console = Console(settings)

    def command(*words: str) -> Result:
        return CliRunner().invoke(ogi, ["archive", *words], obj=console)

    yield command
    console.engine.dispose()


def asked(row: Attachment, out: Path, **more: str) -> list[str]:
    given = {"township": "qingshan", "attachment": str(row.id), "reason": "县档案馆 调阅"}
    return [w for k, v in {**given, **more}.items() for w in (f"--{k}", v)] + ["--out", str(out)]


def opened(desk: Desk) -> list[JournalEntry]:
    return [entry for entry in all_rows(desk.world, JournalEntry) if entry.action == ACTION]


def test_an_original_is_written_out_and_its_opening_is_on_record(run, row, out, desk):
    done = run("open", *asked(row, out))
    assert done.exit_code == 0, done.output
    assert "“公示.pdf”的原件已写到" in done.output
    assert out.read_bytes() == DATA
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    (entry,) = opened(desk)
    assert (entry.subject_type, entry.subject_id) == ("attachments", row.id)
    assert detail_text(entry.detail) == "理由：县档案馆 调阅"
    assert action_name(entry.action) == "打开附件原件"


@pytest.mark.parametrize("reason", [" ", "长" * 201])
def test_no_original_is_opened_without_a_reason(run, row, out, desk, reason):
    refused = run("open", *asked(row, out, reason=reason))
    assert "请写明为什么要打开原件" in str(refused.exception)
    assert not out.exists()
    assert not opened(desk)


def test_a_file_that_is_there_is_not_written_over(run, row, out, desk):
    out.write_text("别的", encoding="utf-8")
    refused = run("open", *asked(row, out))
    assert refused.exit_code == 2
    assert "已有同名的文件" in refused.output
    assert out.read_text(encoding="utf-8") == "别的"
    assert not opened(desk)


def test_another_townships_original_does_not_exist(run, row, out, desk):
    make_staffed_township(desk.world.engine, "baishui", "白水镇")
    refused = run("open", *asked(row, out, township="baishui"))
    assert refused.exit_code == 1
    assert f"白水镇没有编号 {row.id} 的附件原件" in refused.output
    assert not out.exists()


def test_a_changed_original_is_told(run, row, out, desk, settings):
    sealed = open_intake(settings.data_dir, row.township_id).originals
    path = sealed.files.path(row.original_key)
    body = bytearray(path.read_bytes())
    body[50] ^= 1
    path.write_bytes(body)
    refused = run("open", *asked(row, out))
    assert "原件打不开" in str(refused.exception)
    assert not out.exists()
    assert not opened(desk)


def test_no_page_sends_an_original(row, app, browse_as):
    drafter = browse_as("qingshan-yunling-drafter")
    answer = drafter.client.get(f"/postings/{row.posting_id}/files/{row.id}")
    assert answer.data
    assert answer.data != DATA
    answer.close()
    routes = [str(rule) for rule in app.url_map.iter_rules()]
    assert not [route for route in routes if "original" in route or "archive" in route]


def kept(settings) -> set[str]:
    folders = (settings.data_dir / name for name in ("files", "sealed"))
    return {place.name for folder in folders for place in folder.rglob("*") if place.is_file()}


def test_files_of_nobody_are_found_and_only_then_deleted(run, row, settings, world):
    intake = open_intake(settings.data_dir, world.township.id, clean=clean_here)
    lost, fresh = (intake.take("丢了.pdf", BytesIO(DATA)) for _ in range(2))
    for store, file in ((intake.copies, lost.copy), (intake.originals.files, lost.original)):
        os.utime(store.path(file.key), (0, 0))
    for store, key in (
        (intake.copies, row.storage_key),
        (intake.originals.files, row.original_key),
    ):
        os.utime(store.path(key), (0, 0))
    before = kept(settings)
    assert "files：找到无主的文件 1 个" in run("tidy").output
    assert kept(settings) == before
    assert "sealed：删除无主的文件 1 个" in run("tidy", "--delete").output
    assert before - kept(settings) == {lost.copy.key, lost.original.key}
    assert fresh.copy.key in kept(settings)


def test_nothing_is_deleted_beside_an_empty_database(run, settings, world):
    lost = open_intake(settings.data_dir, world.township.id).copies.put(b"abc")
    os.utime(settings.data_dir / "files" / lost.key[:2] / lost.key, (0, 0))
    refused = run("tidy", "--delete")
    assert refused.exit_code == 1
    assert "可能连错了数据库" in refused.output
    assert lost.key in kept(settings)


def test_every_column_that_names_a_kept_file_is_known_to_the_tidying():
    elsewhere = {
        "jobs.result_key", "obligations.period_key", "postings.period_key",
        "visit_entries.client_key", "visit_photos.client_key", "visit_photos.entry_key",
    }  # fmt: skip
    named = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_key")
    }
    assert named - elsewhere == {f"{one.class_.__tablename__}.{one.key}" for one in owner_columns()}


def test_commands_alone_know_every_table_that_names_files():
    told = "import ogi.cli\nfrom ogi.postings.archiving.queries import owner_columns\n"
    told += "print(*(one.class_.__tablename__ for one in owner_columns()))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert {"visit_photos", "order_files", "score_files"} < set(done.stdout.split())
