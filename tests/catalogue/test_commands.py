"""`ogi catalogue` and `ogi obligations`: what they print, write and answer."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sqlalchemy import func, select

from ogi.catalogue.cli import catalogue, obligations
from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.platform.cli import Console
from ogi.platform.config import Settings
from tests.support.factories import World, make_township

TOWNSHIP = ("--township", "qingshan")
NEXT = ("--from", "2099-01-01")


@pytest.fixture
def run(settings: Settings, world: World):
    """Run a command on this test's installation."""
    console = Console(settings)
    console._engine = world.engine

    def call(command, *arguments: object) -> Result:
        return CliRunner().invoke(command, [str(a) for a in arguments], obj=console)

    return call


def count(world: World, entity: type) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(entity)) or 0


def test_file_goes_out_and_comes_in_changed(run, world: World, tmp_path: Path) -> None:
    file = tmp_path / "目录.xlsx"
    done = run(catalogue, "export", file, *TOWNSHIP)
    assert (done.exit_code, "已导出 77 个事项" in done.output) == (0, True)
    book = load_workbook(file)
    book.worksheets[0]["C2"] = "班子分工"
    book.save(file)
    done = run(catalogue, "import", file, *TOWNSHIP, *NEXT)
    assert (done.exit_code, done.output) == (0, "已新增 0 个、修改 1 个事项。\n")
    assert count(world, CatalogueItem) == 78


def test_faulty_file_is_told_by_place_and_taken_by_choice(
    run, world: World, tmp_path: Path
) -> None:
    file, remarks = tmp_path / "目录.xlsx", tmp_path / "备注.xlsx"
    run(catalogue, "export", file, *TOWNSHIP)
    book = load_workbook(file)
    book.worksheets[0]["C2"], book.worksheets[0]["F3"] = "班子分工", "尽快"
    book.save(file)
    done = run(catalogue, "import", file, *TOWNSHIP, *NEXT, "--remarks", remarks)
    assert done.exit_code == 1
    assert "表“事项目录”第3行F列" in done.output
    assert "看不懂期限" in load_workbook(remarks).worksheets[0]["O3"].value
    assert count(world, CatalogueItem) == 77
    assert run(catalogue, "import", file, *TOWNSHIP, *NEXT, "--sound-only").exit_code == 0
    assert count(world, CatalogueItem) == 78


def test_unreadable_file_and_unknown_township_exit_with_two(run, tmp_path: Path) -> None:
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"\x00")
    assert run(catalogue, "import", broken, *TOWNSHIP, *NEXT).exit_code == 2
    assert run(catalogue, "import", tmp_path / "none.xlsx", *TOWNSHIP, *NEXT).exit_code == 2
    done = run(catalogue, "export", broken, "--township", "nowhere")
    assert (done.exit_code, "没有简称为" in done.output) == (2, True)


def test_year_is_planned_once(run, world: World) -> None:
    before = count(world, Obligation)
    done = run(obligations, "ensure", *TOWNSHIP, "--year", 2027)
    assert (done.exit_code, "2027 年新增应公开事项" in done.output) == (0, True)
    after = count(world, Obligation)
    assert after > before
    assert "新增应公开事项 0 条" in run(obligations, "ensure", *TOWNSHIP, "--year", 2027).output
    assert count(world, Obligation) == after


def test_empty_township_is_given_the_default_catalogue(run, world: World) -> None:
    other = make_township(world.engine, "baishi", "白石镇")
    done = run(catalogue, "seed", "--township", "baishi", "--from", "2025-01-01")
    assert (done.exit_code, "事项目录已就绪" in done.output) == (0, True)
    assert count(other, CatalogueItem) == 77
