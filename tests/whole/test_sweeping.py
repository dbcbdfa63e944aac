"""Files that were only wanted for a while go after their days; nothing else does."""

import os
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from click.testing import CliRunner

from ogi.daily import day
from ogi.platform.cli import Console
from ogi.platform.config import load_settings
from ogi.platform.jobs.models import Job
from ogi.platform.jobs.runner import Runner
from ogi.platform.journal import JournalEntry
from ogi.platform.storage import Storage
from ogi.platform.sweeping import sweep_folder
from ogi.platform.web import registers
from tests.support.factories import PASSWORD
from tests.support.pages import Browser
from tests.support.rows import all_rows, make_item

NOW = datetime(2026, 5, 6, 3, 0, tzinfo=UTC)
TABLE = "单位,事项编号,标题,公开日期,索引号,分类\n云岭村,G01,会,2017-03-15,甲-1,\n"


@pytest.fixture
def run(settings):
    def sweep(at: datetime) -> str:
        console = Console(settings)
        with time_machine.travel(at, tick=False):
            said = CliRunner().invoke(day, obj=console, catch_exceptions=False)
        console.engine.dispose()
        assert said.exit_code == 0
        return said.output

    return sweep


@pytest.fixture
def made(world, browse_as, monkeypatch, settings):
    """A table that was looked at and left, and a register made in the background, on one day."""
    make_item(world)
    monkeypatch.setattr(registers, "DIRECT_ROWS", 0)
    monkeypatch.setattr(Runner, "start", Runner.run)
    with time_machine.travel(NOW, tick=False):
        supervisor = browse_as("qingshan-supervisor")
        supervisor.submit(
            "/postings/import", {"upload": (BytesIO(TABLE.encode()), "旧账.csv")}, expect=200
        )
        auditor = browse_as("qingshan-auditor")
        auditor.get("/journal/export.xlsx")
        auditor.submit("/journal/export.xlsx")
    for place in settings.imports_dir.rglob("*"):
        os.utime(place, (NOW.timestamp(), NOW.timestamp()))
    (job,) = all_rows(world, Job)
    return auditor, job


def files_in(folder) -> int:
    return sum(place.is_file() for place in folder.rglob("*"))


def swept(world) -> list[dict]:
    found = all_rows(world, JournalEntry)
    return [entry.detail for entry in found if entry.action == "files.swept"]


def test_files_stay_for_their_thirty_days_and_go_after(world, made, run, settings):
    assert (files_in(settings.imports_dir), files_in(settings.results_dir)) == (1, 1)
    assert "删除过期" not in run(NOW + timedelta(days=29, hours=23))
    assert (files_in(settings.imports_dir), files_in(settings.results_dir)) == (1, 1)
    assert not swept(world)
    said = run(NOW + timedelta(days=30, hours=1))
    assert "删除过期的导入文件 1 个、做好的文件 1 个" in said
    assert (files_in(settings.imports_dir), files_in(settings.results_dir)) == (0, 0)
    assert swept(world) == [{"imports": 1, "results": 1}]
    assert "删除过期" not in run(NOW + timedelta(days=31))
    assert len(swept(world)) == 1


def test_asker_is_told_and_can_have_the_work_done_again(world, made, run):
    auditor, job = made
    later = NOW + timedelta(days=30, hours=1)
    run(later)
    with time_machine.travel(later, tick=False):
        auditor = Browser(auditor.app)
        auditor.sign_in("qingshan-auditor", PASSWORD)
        page = auditor.get(f"/jobs/{job.id}")
        assert "文件已过保留期，已经删除" in page.text
        assert auditor.client.get(f"/jobs/{job.id}/file").status_code == 404
        auditor.submit(f"/jobs/{job.id}/again")
        assert "已做好" in auditor.follow().text
        assert auditor.client.get(f"/jobs/{job.id}/file").status_code == 200


def test_published_files_and_originals_are_never_swept(world, made, run, settings):
    key = Storage(settings.files_dir).put(b"%PDF-1.4 kept").key
    for place in settings.files_dir.rglob("*"):
        os.utime(place, (0, 0))
    run(NOW + timedelta(days=400))
    assert Storage(settings.files_dir).read(key) == b"%PDF-1.4 kept"


def test_each_township_counts_its_own(world, neighbours, made, run):
    run(NOW + timedelta(days=31))
    assert swept(world) == [{"imports": 1, "results": 1}]
    assert swept(neighbours) == []


def test_days_are_a_setting(tmp_path):
    read = load_settings({"OGI_DATA": str(tmp_path), "OGI_KEEP_DAYS": "7"})
    assert read.keep_days == 7
    assert load_settings({"OGI_DATA": str(tmp_path)}).keep_days == 30


def test_folder_that_is_not_there_has_nothing_to_sweep(tmp_path):
    assert sweep_folder(tmp_path / "imports", NOW) == 0
