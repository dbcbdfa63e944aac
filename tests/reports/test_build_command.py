"""`ogi report build` and `figures` from the command line."""

import io
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from ogi.platform.cli import Console
from ogi.platform.errors import NotFound
from ogi.reports.cli import report
from tests.reports.worlds import issue_year

pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture
def run(settings):
    console = Console(settings)

    def run(*words: str):
        return CliRunner().invoke(report, words, obj=console, catch_exceptions=False)

    yield run
    console.engine.dispose()


def test_figures_of_a_year_pass_their_own_check(filled, run, tmp_path):
    result = run("figures", "--township", "qingshan", "--year", "2017")
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert figures["categories"]["parts"]["建设发展工作动态"] == 89
    assert figures["history"]["claimed_total"] == 469
    kept = tmp_path / "figures.json"
    kept.write_text(result.stdout, encoding="utf-8")
    assert run("check", str(kept)).exit_code == 0


def test_issued_year_is_built_without_the_word_draft(filled, run, tmp_path):
    issue_year(filled)
    out = tmp_path / "report.pdf"
    result = run("build", "--township", "qingshan", "--year", "2017", "--out", str(out))
    assert result.exit_code == 0
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(out.read_bytes())).pages)
    assert "草案" not in words
    assert "89" in words


@pytest.mark.parametrize("kind", ["pdf", "html", "json"])
def test_year_in_work_is_built_as_a_draft(world, run, tmp_path, kind):
    out = tmp_path / f"report.{kind}"
    words = ("--township", "qingshan", "--year", "2017", "--format", kind, "--out", str(out))
    result = run("build", *words)
    assert result.exit_code == 0
    assert "草案" in result.stderr
    assert "C1\tsection3\t有空白" in result.stderr
    assert out.stat().st_size > 100


def test_folder_that_cannot_be_written_is_said(filled, run, tmp_path):
    out = tmp_path / "absent" / "report.json"
    words = ("--township", "qingshan", "--year", "2017", "--format", "json", "--out", str(out))
    result = run("build", *words)
    assert result.exit_code == 2
    assert "不能写入" in result.stderr


@pytest.mark.parametrize(("slug", "year"), [("nowhere", "2017"), ("qingshan", "1999")])
def test_unknown_township_or_year_is_not_found(filled, run, slug, year):
    with pytest.raises(NotFound):
        run("figures", "--township", slug, "--year", year)


@pytest.mark.slow
def test_issued_report_is_the_same_bytes_elsewhere(filled, settings, tmp_path):
    issue_year(filled)
    built = set()
    for number, zone in enumerate(("UTC", "Asia/Tokyo", "America/New_York")):
        out = tmp_path / f"{number}.pdf"
        command = "from ogi.cli import main; main()"
        environment = os.environ | {
            "TZ": zone, "PYTHONHASHSEED": str(number), "OGI_DATA": str(tmp_path),
            "OGI_DATABASE_URL": settings.database_url, "OGI_MODE": "testing",
        }  # fmt: skip
        words = ("build", "--township", "qingshan", "--year", "2017", "--out", str(out))
        subprocess.run(
            [sys.executable, "-c", command, "report", *words], env=environment, check=True
        )
        built.add(out.read_bytes())
    assert len(built) == 1
