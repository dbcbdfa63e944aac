"""Importing by page and by command."""

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from ogi.platform.cli import Console
from ogi.platform.config import Settings
from ogi.postings.cli import imports
from ogi.postings.models import Posting
from tests.support.rows import all_rows, make_item

pytestmark = pytest.mark.slow

GOOD = "单位,事项编号,标题,公开日期,索引号,分类\n云岭村,G01,召开春耕会议,2017-03-15,甲-1,\n"
MIXED = GOOD + "白村,G01,别处的会,2017-03-15,甲-2,\n云岭村,Z99,没有的事项,2017-02-30,甲-1,其他\n"


@pytest.fixture
def supervisor(world, browse_as):
    make_item(world)
    return browse_as("qingshan-supervisor")


def upload(browser, text: str, expect: int = 200):
    data = (BytesIO(text.encode()), "2017年台账.csv")
    return browser.submit("/postings/import", {"upload": data}, expect=expect)


def test_a_sound_table_is_imported_after_a_look(world, supervisor):
    page = upload(supervisor, GOOD)
    assert "还没有导入" in page.text
    assert not all_rows(world, Posting)
    supervisor.submit("/postings/import/confirm", {"choice": "all"})
    assert "已导入 1 条公开事项" in supervisor.follow().text
    (posting,) = all_rows(world, Posting)
    assert posting.imported_from == "2017年台账.csv 第2行"
    page = supervisor.get(f"/postings/{posting.id}")
    assert "2017年台账.csv" in page.text


def test_faults_are_listed_and_only_the_sound_rows_can_be_taken(world, supervisor):
    page = upload(supervisor, MIXED)
    assert "没有名为“白村”的单位" in page.text
    assert "没有编号为“Z99”的事项" in page.text
    assert "不是真实存在的日期" in page.text
    assert "与第 4 行重复" in page.text
    assert "导入全部" not in page.text
    assert page.form_for("/postings/import/confirm") is None
    mixed = MIXED.replace("2017-02-30,甲-1", "2017-02-30,甲-3")
    page = upload(supervisor, mixed)
    supervisor.submit("/postings/import/confirm", {"choice": "all"}, expect=422)
    supervisor.submit("/postings/import/confirm", {"choice": "sound"})
    assert [posting.title for posting in all_rows(world, Posting)] == ["召开春耕会议"]


def test_the_table_with_remarks_is_downloaded(supervisor):
    page = upload(supervisor, MIXED)
    link = next(link for link in page.links if "remarks" in link)
    answer = supervisor.client.get(link)
    sheet = load_workbook(BytesIO(answer.data)).active
    assert "白村" in sheet.cell(3, 7).value


def test_the_template_is_downloaded(supervisor):
    answer = supervisor.client.get("/postings/import/template.xlsx")
    assert load_workbook(BytesIO(answer.data)).sheetnames == ["导入", "填写说明"]
    answer = supervisor.client.get("/postings/import/template.docx")
    data = (BytesIO(answer.data), "模板.docx")
    page = supervisor.submit("/postings/import", {"upload": data}, expect=200)
    assert "表里没有数据行" in page.text


@pytest.mark.parametrize("text", ["", "\x00\x01"])
def test_what_is_no_table_is_refused_beside_its_field(supervisor, text):
    assert upload(supervisor, text, expect=422).errors


def test_a_table_without_its_columns_offers_nothing_to_take(supervisor):
    page = upload(supervisor, "单位,标题\n云岭村,会\n")
    assert "缺少“公开日期”列" in page.text
    assert page.form_for("/postings/import/confirm") is None


@pytest.fixture
def run(settings: Settings, world):
    make_item(world)
    console = Console(settings)

    def command(*arguments: str):
        return CliRunner().invoke(imports, ["postings", *arguments], obj=console)

    yield command
    console.engine.dispose()


def kept(folder: Path, text: str) -> str:
    path = folder / "台账.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_command_imports_and_says_how_many(run, world, tmp_path):
    done = run(kept(tmp_path, GOOD), "--township", "qingshan")
    assert (done.exit_code, "已导入 1 条" in done.output) == (0, True), done.output
    assert len(all_rows(world, Posting)) == 1


def test_the_command_tells_rows_and_columns_and_imports_nothing(run, world, tmp_path):
    out = tmp_path / "备注.xlsx"
    done = run(kept(tmp_path, MIXED), "--township", "qingshan", "--remarks", str(out))
    assert done.exit_code == 1
    assert "第3行A列：没有名为“白村”的单位" in done.output
    assert "第4行D列" in done.output
    assert out.read_bytes().startswith(b"PK")
    assert not all_rows(world, Posting)


def test_the_command_takes_the_sound_rows_when_told(run, world, tmp_path):
    mixed = MIXED.replace("2017-02-30,甲-1", "2017-02-30,甲-3")
    done = run(kept(tmp_path, mixed), "--township", "qingshan", "--sound-only")
    assert done.exit_code == 0
    assert len(all_rows(world, Posting)) == 1


@pytest.mark.parametrize("text", ["", "\x00"])
def test_the_command_exits_2_on_what_it_can_not_read(run, tmp_path, text):
    assert run(kept(tmp_path, text), "--township", "qingshan").exit_code == 2


def test_the_command_exits_2_without_file_or_township(run, tmp_path):
    assert run(str(tmp_path / "没有.xlsx"), "--township", "qingshan").exit_code == 2
    done = run(kept(tmp_path, GOOD), "--township", "nowhere")
    assert (done.exit_code, "nowhere" in done.output) == (2, True)
