"""`ogi checklist` and `ogi sheet`."""

import csv
import io
import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from pypdf import PdfReader

from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules.states import State, state_of
from ogi.cli import ogi
from ogi.platform.cli import Console
from ogi.platform.errors import NotFound, RuleBroken
from tests.audits.township import TODAY, Checked


@pytest.fixture
def run(settings, checked: Checked):
    """Run the command on this test's installation."""

    console = Console(settings)

    def run_command(*words: str) -> Result:
        return CliRunner().invoke(ogi, list(words), obj=console)

    yield run_command
    console.engine.dispose()


def test_checklist_prints_an_aligned_table(run, checked: Checked):
    done = run("checklist", "--township", "qingshan", "--year", "2026")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].startswith("青山镇公开清单")
    assert "截至2026-08-20" in lines[0]
    assert "D01" in lines[2]
    assert lines[2].split()[:6] == ["单位", "类别", "应公开", "按时", "迟", "缺"]
    missing = sum(
        state_of(standing_of(row), TODAY)[0] is State.MISSING for row in checked.obligations
    )
    foot = next(line for line in lines if line.startswith("合计（缺）"))
    assert foot.split()[1] == str(missing)
    assert "F01  收支明细（逐笔）" in done.stdout


def test_checklist_is_written_as_json_for_a_day_and_a_period(run, tmp_path: Path):
    out = tmp_path / "清单.json"
    done = run(
        "checklist", "--township", "qingshan", "--period", "2026-Q1", "--as-of", "2026-03-01",
        "--format", "json", "--out", str(out),
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    content = json.loads(out.read_text(encoding="utf-8"))
    assert (content["period"], content["as_of"]) == ("2026-Q1", "2026-03-01")
    assert content["counts"]["due"] == 3 * 20
    assert content["counts"]["not_due"] + content["counts"]["due_soon"] > 0


def test_checklist_goes_to_csv_and_xlsx(run, tmp_path: Path):
    done = run(
        "checklist", "--township", "qingshan", "--format", "csv", "--kind", "village",
        "--state", "late", "--board", "finance",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    rows = list(csv.reader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"))))
    assert {row[1] for row in rows[1:-4]} <= {"村"}
    assert all("财务" in head for head in rows[0][6:])
    out = tmp_path / "清单.xlsx"
    done = run("checklist", "--township", "qingshan", "--format", "xlsx", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert load_workbook(out).sheetnames == ["清单", "明细"]
    paper = tmp_path / "清单.docx"
    run("checklist", "--township", "qingshan", "--format", "docx", "--out", str(paper))
    tables = docx.Document(str(paper)).tables
    assert [table.rows[0].cells[0].text for table in tables] == ["单位", "公开栏", "单位"]
    assert tables[0].rows[-1].cells[0].text == "合计"
    done = run("checklist", "--township", "qingshan", "--format", "xlsx")
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes == out.read_bytes()


def test_sheet_is_written_as_pdf(run, tmp_path: Path):
    out = tmp_path / "检查表.pdf"
    done = run(
        "sheet", "--township", "qingshan", "--tenant", "yunling", "--period", "2026-06",
        "--out", str(out),
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "云岭村三务公开检查表" in PdfReader(out).pages[0].extract_text()


def test_wrong_words_are_refused_with_a_reason(run, tmp_path: Path):
    assert isinstance(run("checklist", "--township", "nowhere").exception, NotFound)
    refused = run("checklist", "--township", "qingshan", "--period", "2026-Q7").exception
    assert isinstance(refused, RuleBroken)
    assert "2026-Q7" in refused.text
    refused = run(
        "sheet", "--township", "qingshan", "--tenant", "nobody", "--out", str(tmp_path / "x.pdf")
    ).exception
    assert isinstance(refused, RuleBroken)
    assert refused.code == "no_tenant"
    absent = str(tmp_path / "absent" / "清单.csv")
    done = run("checklist", "--township", "qingshan", "--format", "csv", "--out", absent)
    assert done.exit_code == 2
    assert "不能写入" in done.stderr
    refused = run("checklist", "--township", "qingshan", "--as-of", "2026-02-30").exception
    assert isinstance(refused, RuleBroken)
    assert "2026-02-30" in refused.text
