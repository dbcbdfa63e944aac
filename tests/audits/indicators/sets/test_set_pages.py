"""Pages of checklists: made from a ready one, changed, put in use, taken away as a file."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from ogi.audits.indicators.models import Indicator, IndicatorSet
from ogi.audits.indicators.sets.queries import list_indicators, text_of
from ogi.audits.indicators.sets.ready import OF_HALF_YEAR, ON_THE_SPOT
from ogi.platform.tabular import read_book
from tests.audits.inspections.rounds import make_inspection, make_set
from tests.support.rows import all_rows

INDICATOR = {
    "text": "公开栏有人管", "topic": "other", "board": "", "method": "manual", "measure": "",
    "weight": "10", "deduction": "2.5", "cap": "",
}  # fmt: skip


@pytest.fixture
def supervisor(world, browse_as):
    return browse_as("qingshan-supervisor")


def test_supervisor_makes_one_from_a_ready_one_and_puts_it_in_use(world, supervisor):
    assert "还没有检查单" in supervisor.get("/inspections/sets").text
    supervisor.submit("/inspections/sets/new", {"title": "秋季检查", "start": "on_the_spot"})
    page = supervisor.follow()
    assert len(page.select("tbody tr")) == len(ON_THE_SPOT.indicators)
    assert "总分 100" in page.text
    made = all_rows(world, IndicatorSet)[0]
    assert made.occasion == ON_THE_SPOT.occasion
    supervisor.submit(f"/inspections/sets/{made.id}/use")
    assert "使用中" in supervisor.follow().text
    assert "秋季检查" in supervisor.get("/inspections/sets?state=in_use&text=秋季").text
    assert "没有符合条件" in supervisor.get("/inspections/sets?state=retired").text
    supervisor.submit(f"/inspections/sets/{made.id}/retire")
    assert "已停用" in supervisor.follow().text


def test_supervisor_adds_changes_and_removes_indicators(world, supervisor):
    supervisor.submit("/inspections/sets/new", {"title": "自己的", "start": "blank"})
    made = all_rows(world, IndicatorSet)[0]
    told = supervisor.submit(f"/inspections/sets/{made.id}/indicators/new",
                             {**INDICATOR, "method": "auto"}, expect=422)  # fmt: skip
    assert "要选一个自动指标" in told.errors
    told = supervisor.submit(f"/inspections/sets/{made.id}/indicators/new",
                             {**INDICATOR, "weight": "十"}, expect=422)  # fmt: skip
    assert "分值" in told.errors
    supervisor.submit(f"/inspections/sets/{made.id}/indicators/new", INDICATOR)
    row = all_rows(world, Indicator)[0]
    assert (row.cap, row.position) == (10, 10)
    supervisor.submit(f"/inspections/indicators/{row.id}/edit", {"text": "换一句", "cap": "5"})
    assert all_rows(world, Indicator)[0].text == "换一句"
    stale = supervisor.submit(
        f"/inspections/indicators/{row.id}/edit", {"text": "又一句", "version": "1"}, expect=422
    )
    assert "被别人改过" in stale.errors
    supervisor.submit(f"/inspections/indicators/{row.id}/remove")
    assert "还没有指标" in supervisor.follow().text


def test_checklists_of_rechecks_are_listed_when_asked_for(world, supervisor):
    make_inspection(world, kind="recheck", title="半年检查")  # its checklist bears the same name
    make_set(world, title="平时的检查单")
    listed = {
        use: [row.text_content().strip() for row in supervisor.get(path).select("tbody th")]
        for use, path in (
            ("", "/inspections/sets"),
            ("recheck", "/inspections/sets?use=recheck"),
            ("all", "/inspections/sets?use=all"),
        )
    }
    assert listed[""] == ["平时的检查单"]
    assert listed["recheck"] == ["半年检查"]
    assert len(listed["all"]) == 2


def test_used_checklist_offers_a_copy_instead_of_changes(world, supervisor):
    make_inspection(world, opened=True)
    used = all_rows(world, IndicatorSet)[0]
    page = supervisor.get(f"/inspections/sets/{used.id}")
    assert "已用于检查，指标不能再改" in page.text
    assert "增加指标" not in page.text
    row = all_rows(world, Indicator)[0]
    told = supervisor.submit(f"/inspections/indicators/{row.id}/edit", {"text": "x"}, expect=422)
    assert "复制一份" in told.errors
    supervisor.submit(f"/inspections/sets/{used.id}/copy", {"title": "下半年的"})
    assert "下半年的" in supervisor.follow().h1
    supervisor.submit(f"/inspections/sets/{used.id}/edit", {"occasion": "上半年用过"})
    assert "上半年用过" in supervisor.follow().text


def test_checklist_is_taken_away_as_a_file(world, supervisor, tmp_path):
    made = make_set(world, ON_THE_SPOT)
    book = read_book(supervisor.get(f"/inspections/sets/{made.id}/export.xlsx").data)
    words = str([row.values for sheet in book.sheets for row in sheet.rows])
    assert "意见箱" in words
    file = tmp_path / "x.docx"
    file.write_bytes(supervisor.get(f"/inspections/sets/{made.id}/export.docx").data)
    assert "半年检查" in Document(str(file)).paragraphs[0].text


def test_exported_checklist_comes_back_as_a_new_one(world, supervisor):
    made = make_set(world, OF_HALF_YEAR)
    for form in ("xlsx", "docx"):
        file = supervisor.get(f"/inspections/sets/{made.id}/export.{form}").data
        typed = {"title": f"来自{form}", "start": "upload", "upload": (BytesIO(file), f"a.{form}")}
        supervisor.submit("/inspections/sets/new", typed)
    rows = {one.title: one.id for one in all_rows(world, IndicatorSet)}
    with world.session() as session:
        old, *new = (
            [replace(text_of(row), position=0)
             for row in list_indicators(session, world.township.id, key)]
            for key in rows.values()
        )  # fmt: skip
    assert len(old) == len(OF_HALF_YEAR.indicators)
    assert new == [old, old]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("检查什么,分值,每处扣分\n有人管,10,20\n", "第2行C列：每处扣分不能超过扣分上限"),
        ("检查什么,分值,每处扣分,主题\n有人管,10,2,天气\n", "第2行D列"),
        ("检查什么,分值\n有人管,10\n", "缺少“每处扣分”列"),
        ("x", "没有找到表头"),
    ],
)
def test_faults_of_a_table_are_told_by_their_cells(world, supervisor, table, told):
    typed = {"title": "来自表格", "start": "upload",
             "upload": (BytesIO(table.encode()), "a.csv")}  # fmt: skip
    page = supervisor.submit("/inspections/sets/new", typed, expect=422)
    assert told in page.errors
    assert all_rows(world, IndicatorSet) == []


def test_table_that_is_none_is_refused(world, supervisor):
    for file in (b"\x00\x01\x02", b"PK\x03\x04broken"):
        typed = {"title": "x", "start": "upload", "upload": (BytesIO(file), "a.xlsx")}
        assert supervisor.submit("/inspections/sets/new", typed, expect=422).errors
    typed = {"title": "x", "start": "upload"}
    told = supervisor.submit("/inspections/sets/new", typed, expect=422)
    assert "请选择文件" in told.errors


def test_inspector_reads_and_changes_nothing(world, neighbours, browse_as):
    made = make_set(world)
    inspector = browse_as("qingshan-inspector")
    assert "修改名称" not in inspector.get(f"/inspections/sets/{made.id}").text
    row = all_rows(world, Indicator)[0]
    for path in ("sets/new", f"sets/{made.id}/edit", f"sets/{made.id}/copy",
                 f"sets/{made.id}/indicators/new", f"indicators/{row.id}/remove"):  # fmt: skip
        inspector.get(f"/inspections/{path}", expect=403)
    browse_as("qingshan-yunling-publisher").get(f"/inspections/sets/{made.id}", expect=403)
    browse_as("baishui-supervisor").get(f"/inspections/sets/{made.id}", expect=404)
