"""Rows out of a spreadsheet: pasted as text or uploaded, read as far as they can be."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from ogi.postings.importing.rowtables import read_rows, rows_template
from ogi.postings.rules.content import MOST_ROWS, specs_of
from ogi.postings.rules.rows import read_pasted, take_grid, told_briefly

SPECS = specs_of(
    [
        {"key": "opening", "label": "期初余额", "kind": "money", "per": "sheet"},
        {"key": "day", "label": "日期", "kind": "date"},
        {"key": "voucher", "label": "凭证号", "kind": "text"},
        {"key": "income", "label": "收入", "kind": "money", "required": False},
        {"key": "area", "label": "面积", "kind": "number", "required": False},
        {"key": "sort", "label": "类别", "kind": "choice", "choices": ["甲", "乙"]},
    ],
    "table",
)


def take(text, **more):
    return take_grid(SPECS, read_pasted(text), **more)


def test_columns_come_in_the_forms_order_without_headings():
    taken = take("2026/3/5\t007\t1,234.50\t2.5\t甲\n2026年3月6日\t008\t２００\t\t乙")
    assert taken.rows == [
        {"day": "2026-03-05", "voucher": "007", "income": "1234.50", "area": "2.5", "sort": "甲"},
        {"day": "2026-03-06", "voucher": "008", "income": "200.00", "area": "", "sort": "乙"},
    ]
    assert taken.remarks == ()


def test_headings_say_which_column_is_which():
    taken = take("三月收支表\n序号\t类别\t收入（元）\t备注\n1\t甲\t5\t看过\n\t\t\t\n合计\t\t5\t")
    assert taken.rows == [{"sort": "甲", "income": "5.00"}]
    assert taken.remarks == (
        "“备注”在表里没有对应的栏，没有放进来，例如“看过”",
        "有 1 行合计没有放进来，合计由系统计算",
    )


def test_what_cannot_be_read_stays_as_typed_and_is_told_with_its_place():
    taken = take("昨天\t1\t三百\t\t丙", after=2)
    assert taken.rows[0] == {
        "day": "昨天", "voucher": "1", "income": "三百", "area": "", "sort": "丙"
    }  # fmt: skip
    assert [remark.partition("，")[0] for remark in taken.remarks] == [
        "第 3 行“日期”：“昨天”看不懂",
        "第 3 行“收入”：“三百”看不懂",
        "第 3 行“类别”：“丙”看不懂",
    ]


def test_day_without_a_year_is_of_the_period():
    assert [row["day"] for row in take("3月5日\t1\n3/6\t2", year=2026).rows] == [
        "2026-03-05",
        "2026-03-06",
    ]
    assert take("3月5日\t1").rows[0]["day"] == "3月5日"


def test_quoted_cell_may_hold_line_breaks_and_lone_quotes_do_no_harm():
    assert read_pasted('a\t"b\nc ""d"""\ne\tf') == [["a", 'b\nc "d"'], ["e", "f"]]
    assert read_pasted('5"\tb\nc\td') == [['5"', "b"], ["c", "d"]]
    assert read_pasted("a\r\nb\r\n") == [["a"], ["b"]]


def test_cell_beyond_all_measure_is_still_read():
    (row,) = take(f"2026-03-05\t{'长' * 200_000}").rows
    assert row["day"] == "2026-03-05"
    assert len(row["voucher"]) > 500


def test_no_more_rows_than_a_table_may_have():
    taken = take("2026-03-05\t1\n" * 5, after=MOST_ROWS - 2)
    assert len(taken.rows) == 2
    assert taken.remarks == (f"一张表最多 {MOST_ROWS} 行，后面 3 行没有放进来",)


def test_only_so_much_is_told_at_once():
    lines = told_briefly(take("x\t1\n" * 20))
    assert lines[0] == "已放入 20 行，请核对"
    assert len(lines) == 10
    assert lines[-1] == "还有 12 处，见表里标出的各格"
    assert told_briefly(take("")) == ("没有读出内容。请在 Excel 里选中几行，复制后再粘贴",)


def test_template_holds_the_rows_and_comes_back_the_same():
    rows = take("2026/3/5\t007\t1,234.50\t2.5\t甲\n昨天\t008\t\t\t乙").rows
    data = rows_template(SPECS, rows)
    sheet = load_workbook(BytesIO(data))["明细"]
    assert [cell.value for cell in sheet[1]] == [
        "日期", "凭证号", "收入（元）（选填）", "面积（选填）", "类别"
    ]  # fmt: skip
    assert sheet["A2"].value == datetime(2026, 3, 5)
    assert sheet["B2"].value == "007"
    rules = {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["A"].type == "date"
    assert rules["C"].type == rules["D"].type == "decimal"
    assert rules["E"].formula1 == '"甲,乙"'
    assert read_rows(data, SPECS).rows == rows


def test_uploaded_table_of_ones_own_is_read_with_remarks():
    book = Workbook()
    sheet = book.active
    sheet.title = "三月"
    sheet.append(["云岭村三月收支"])
    sheet.append(["日期", "收入", "凭证号"])
    sheet.append([date(2026, 3, 5), 1234.5, "记-1"])
    sheet.append(["2026.3.6", "=1+1", 7])
    book.create_sheet("四月").append(["别的"])
    hidden = book.create_sheet("底稿")
    hidden.append(["不公开"])
    hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    taken = read_rows(out.getvalue(), SPECS)
    assert [row["day"] for row in taken.rows] == ["2026-03-05", "2026-03-06"]
    assert taken.rows[0]["income"] == "1234.50"
    assert taken.rows[1]["voucher"] == "7"
    assert taken.remarks[:3] == (
        "工作表“底稿”是隐藏的，没有读",
        "只读了“三月”，“四月”没有读",
        "有的格是公式，取的是表格里算好的数，请核对",
    )


@pytest.mark.parametrize("text", ["日期,凭证号,收入\n2026-03-05,007,5\n"])
def test_csv_is_read_as_well(text):
    for data in (text.encode("utf-8-sig"), text.encode("gb18030")):
        (row,) = read_rows(data, SPECS).rows
        assert row == {"day": "2026-03-05", "voucher": "007", "income": "5.00"}
