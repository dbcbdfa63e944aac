"""Files of the checklist, opened again: xlsx, csv, json, and the inspection sheet as PDF."""

import csv
import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from ogi.catalogue.queries import standing_of
from ogi.catalogue.rules.states import State, state_of
from tests.audits.test_checklist_page import cells
from tests.audits.township import TODAY, Checked, signed_in
from tests.support.rows import make_item, make_obligation

pytestmark = [pytest.mark.slow, pytest.mark.once]


def counted(checked: Checked, state: State | None = None) -> int:
    """Return how many obligations are in a state, by the rule itself."""
    return sum(state in (None, state_of(standing_of(row), TODAY)[0]) for row in checked.obligations)


def test_workbook_says_what_the_page_says(supervisor, checked: Checked):
    shown = cells(supervisor.get("/checklist"))
    answer = supervisor.get("/checklist/export.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book["清单"]
    assert sheet.freeze_panes == "B4"
    titles = {sheet.cell(3, column).value: column for column in range(7, sheet.max_column + 1)}
    names = {sheet.cell(row, 1).value: row for row in range(4, sheet.max_row + 1)}
    for (slug, code), (state, words) in shown.items():
        row = names[checked.world.tenants[slug].name]
        cell = sheet.cell(row, titles[checked.items[code].title])
        assert words in (cell.value, "✓", "待", "无", "密", "免", "未")
        if state == State.MISSING:
            assert cell.value == words
            assert cell.fill.fgColor.rgb != "00000000"
    for offset, state in enumerate([None, State.IN_TIME, State.LATE, State.MISSING]):
        whole = names[f"合计（{['应公开', '按时', '迟', '缺'][offset]}）"]
        assert sheet.cell(whole, 3 + offset).value == counted(checked, state)


def test_workbook_lists_every_obligation_and_runs_no_formula(supervisor, checked: Checked):
    item = make_item(checked.world, "X01", '=HYPERLINK("http://example.org")', board="finance")
    make_obligation(checked.world, "yunling", item, event_title="+1", due_estimated=True)
    answer = supervisor.get("/checklist/export.xlsx")
    sheet = load_workbook(io.BytesIO(answer.data))["明细"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(checked.obligations)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    strange = next(row for row in rows if row[3] == "X01")
    assert strange[4].startswith("=HYPERLINK")
    assert strange[8] == "暂估"


def test_csv_says_what_the_page_says(supervisor, checked: Checked):
    answer = supervisor.get("/checklist/export.csv?kind=village")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:6] == ["单位", "类别", "应公开", "按时", "迟", "缺"]
    assert [row[0] for row in rows[1:3]] == ["云岭村", "石桥村"]
    assert {len(row) for row in rows} == {len(rows[0])}


def test_json_counts_every_state(supervisor, checked: Checked):
    content = json.loads(supervisor.get("/checklist/export.json").data)
    assert content["counts"] == {
        "due": counted(checked),
        **{str(state): counted(checked, state) for state in State},
    }
    assert content["counts"]["missing"] == sum(
        cell["counts"]["missing"]
        for tenant in content["tenants"]
        for cell in tenant["cells"].values()
    )


def test_listed_rows_are_handed_over_as_csv(supervisor, checked: Checked):
    answer = supervisor.get("/checklist/cell.csv?state=late")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) - 1 == counted(checked, State.LATE)
    assert all(row[10].startswith("迟") for row in rows[1:])


def pdf_text(data: bytes) -> str:
    """Return the text of all pages without blanks."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return "".join(text.split())


def test_inspection_sheet_lists_what_is_due_with_boxes(supervisor, checked: Checked):
    answer = supervisor.get("/checklist/sheet.pdf?tenant=yunling&period=2026-Q2")
    text = pdf_text(answer.data)
    tenant = checked.world.tenants["yunling"].id
    due = [
        row
        for row in checked.obligations
        if row.tenant_id == tenant
        and row.period_key in ("2026-04", "2026-05", "2026-06")
        and state_of(standing_of(row), TODAY)[0] is not State.NOT_DUE
    ]
    assert text.count("☐") == 3 * (len(due) + 5) + 3
    assert "云岭村三务公开检查表" in text
    for words in ("符合", "不符合", "无法评估", "备注", "检查人（签字）", "第1页，共"):
        assert words in text
    for row in due:
        assert row.due_on.isoformat() in text
    first = PdfReader(io.BytesIO(answer.data)).pages[0]
    assert first.mediabox.width > first.mediabox.height


def test_sheets_of_several_tenants_begin_on_new_pages(supervisor, checked: Checked):
    answer = supervisor.get("/checklist/sheet.pdf?kind=village&period=2026-07")
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(answer.data)).pages]
    heads = ["".join(page.split()) for page in pages]
    assert sum("检查方式" in page for page in heads) == 2
    assert not any("云岭村" in page and "石桥村" in page for page in heads)


def test_department_sheet_speaks_of_government_affairs(app, checked: Checked):
    drafter = signed_in(app, "qingshan-finance-drafter")
    text = pdf_text(drafter.get("/checklist/sheet.pdf?period=2026-07").data)
    assert "财政所政务公开检查表" in text
    assert "村务监督委员会" not in text


def test_event_is_named_by_its_day(supervisor, checked: Checked):
    make_obligation(
        checked.world, "yunling", checked.items["C02"], period_key="E-1", event_title="渠道清淤",
        period_start=date(2026, 7, 3), period_end=date(2026, 7, 3), due_on=date(2026, 7, 13),
    )  # fmt: skip
    answer = supervisor.get("/checklist/sheet.pdf?tenant=yunling&period=2026-07")
    assert "2026年7月3日2026-07-13" in pdf_text(answer.data)


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_a_file_has_a_chinese_name(supervisor, form):
    answer = supervisor.get(f"/checklist/export.{form}")
    assert "%E5%85%AC%E5%BC%80%E6%B8%85%E5%8D%95-2026" in answer.headers["Content-Disposition"]
