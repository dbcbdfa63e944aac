"""The catalogue as a spreadsheet: out, changed, in again; faults by row and column."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from ogi.catalogue import actions, queries
from ogi.catalogue.defaults import default_items
from ogi.catalogue.registers import items_register
from ogi.catalogue.rules import values_of, words_of
from ogi.catalogue.rules.sheets import COLUMNS, DAYS, NOTES, SHEET_NAME
from ogi.platform.db import ScopedSession
from ogi.platform.errors import RuleBroken
from ogi.platform.tabular import Page, annotate, write_csv, write_register, write_template
from tests.catalogue.conftest import NOW, TODAY
from tests.support.factories import World

pytestmark = pytest.mark.once

APRIL = date(2026, 4, 1)
TITLES = {key: index for index, (key, _) in enumerate(COLUMNS, start=1)}


def page_of(session: ScopedSession, world: World) -> Page:
    columns = (*(column for _, column in COLUMNS), *DAYS)
    return Page(SHEET_NAME, columns, queries.list_sheet_rows(session, world.township.id, TODAY))


def exported(
    session: ScopedSession, world: World, change: Callable[[Workbook], object] | None = None
) -> bytes:
    book = load_workbook(BytesIO(write_template([page_of(session, world)], NOTES)))
    if change is not None:
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def put(row: int, key: str, value: object) -> Callable[[Workbook], object]:
    def change(book: Workbook) -> None:
        book[SHEET_NAME].cell(row, TITLES[key]).value = value

    return change


def planned(
    session: ScopedSession, world: World, data: bytes, on: date = APRIL
) -> queries.ImportPlan:
    return queries.plan_import(session, world.township.id, data, on, today=TODAY)


@pytest.mark.parametrize("code", sorted(dict(default_items())))
def test_each_item_survives_its_words(code: str) -> None:
    values = dict(default_items())[code]
    assert values_of(words_of(values), values) == values


def test_exported_file_changes_nothing(session: ScopedSession, world: World) -> None:
    for data in (exported(session, world), write_csv(page_of(session, world))):
        plan = planned(session, world, data)
        assert (plan.errors, plan.changes, len(plan.same)) == ([], [], 77)
        with pytest.raises(RuleBroken) as refused:
            run(session, world, data)
        assert "没有需要新增或修改" in refused.value.text


def run(
    session: ScopedSession, world: World, data: bytes, *, only_sound: bool = False
) -> queries.ImportPlan:
    return actions.import_items(
        session, world.township.id, data, APRIL, only_sound=only_sound, actor_id=1, now=NOW
    )


def test_changed_and_new_rows_are_taken_over(session: ScopedSession, world: World) -> None:
    def change(book: Workbook) -> None:
        sheet = book[SHEET_NAME]
        sheet.cell(2, TITLES["title"]).value = "党组织设置与分工"
        new = [cell.value for cell in sheet[2]]
        new[0], new[2] = "D90", "主题教育"
        sheet.append(new)

    plan = run(session, world, exported(session, world, change))
    assert [item.code for item in plan.adapted] == ["D01"]
    assert [item.code for item in plan.added] == ["D90"]
    before, after = (
        queries.find_item(session, world.township.id, "D01", day) for day in (TODAY, APRIL)
    )
    assert before is not None
    assert after is not None
    assert (before.title, after.title) == ("党组织设置与班子分工", "党组织设置与分工")
    assert [field["key"] for field in after.fields] == [field["key"] for field in before.fields]
    assert queries.find_item(session, world.township.id, "D90", APRIL) is not None


@pytest.mark.parametrize(
    ("row", "key", "value", "words"),
    [
        (2, "code", "X", "编号用"),
        (3, "code", "D01", "重复"),
        (2, "board", "黑板", "公开栏"),
        (2, "title", None, "必须填写"),
        (2, "title", "=A1", "公式"),
        (2, "tenant_kinds", "县", "适用单位"),
        (2, "frequency", "周", "频次"),
        (2, "due_rule", "尽快", "看不懂期限"),
        (2, "layout", "海报", "填写方式"),
        (2, "fields", "姓名（随便）", "看不懂填写项"),
        (2, "personal_data", "也许", "是"),
        (2, "report_category", "其他", "年度报告分类"),
    ],
)
def test_fault_is_told_by_row_and_column_and_nothing_is_taken(
    session: ScopedSession, world: World, row: int, key: str, value: object, words: str
) -> None:
    def change(book: Workbook) -> None:
        put(row, key, value)(book)
        put(4, "title", "改过的名称")(book)

    data = exported(session, world, change)
    plan = planned(session, world, data)
    (error,) = plan.errors
    assert (error.sheet, error.row) == (SHEET_NAME, row)
    assert error.column == "ABCDEFGHIJKL"[TITLES[key] - 1]
    assert words in error.message
    with pytest.raises(RuleBroken) as refused:
        run(session, world, data)
    assert "1 处错误" in refused.value.text
    run(session, world, data, only_sound=True)
    item = queries.find_item(session, world.township.id, "D03", APRIL)
    assert item is not None
    assert item.title == "改过的名称"
    assert load_workbook(BytesIO(annotate(data, plan.errors)))[SHEET_NAME].cell(row, 15).value


def test_missing_column_is_told_once(session: ScopedSession, world: World) -> None:
    data = exported(session, world, lambda book: book[SHEET_NAME].delete_cols(TITLES["due_rule"]))
    plan = planned(session, world, data)
    assert [error.message for error in plan.errors] == ["缺少“期限”列"]
    assert plan.changes == []


def test_change_in_the_past_and_of_a_retired_item_is_refused(
    session: ScopedSession, world: World
) -> None:
    data = exported(session, world, put(2, "title", "新名称"))
    assert "生效日期" in planned(session, world, data, date(2026, 3, 1)).errors[0].message
    item = queries.get_latest_item(session, world.township.id, "D01")
    actions.retire_item(session, item, TODAY, actor_id=1, now=NOW)
    assert "停用" in planned(session, world, data).errors[0].message


def test_file_of_another_kind_is_refused_in_words(session: ScopedSession, world: World) -> None:
    with pytest.raises(RuleBroken) as refused:
        planned(session, world, b"\x00\x01")
    assert refused.value.text
    assert "表头" in planned(session, world, b"a,b\r\n1,2").errors[0].message


def test_word_file_is_read_like_the_workbook(session: ScopedSession, world: World) -> None:
    items = queries.list_items(session, world.township.id, TODAY)
    plan = planned(session, world, write_register(items_register("青山镇", items, []), "docx"))
    assert not plan.errors
    assert not plan.changes
    assert len(plan.same) == len(items) > 0
    assert [note.message.partition("：")[0] for note in plan.notes] == [
        "“生效日期”这一列没有读",
        "“停用日期”这一列没有读",
    ]
