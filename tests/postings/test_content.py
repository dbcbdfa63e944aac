"""What an official types, understood and checked field by field."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.postings.rules import clean_content, clean_line, clean_text, list_faults, specs_of
from ogi.postings.rules.content import (
    PARSERS,
    FieldSpec,
    clean_value,
    parse_money,
    parse_number,
    parse_value,
)
from ogi.postings.rules.sheet import lay_out

ACCOUNTS = specs_of(
    [
        {"key": "opening", "label": "期初余额", "kind": "money", "required": True, "per": "sheet"},
        {"key": "day", "label": "日期", "kind": "date", "required": True, "per": "row"},
        {"key": "what", "label": "摘要", "kind": "text", "required": True, "per": "row"},
        {"key": "income", "label": "收入", "kind": "money", "required": False, "per": "row"},
        {"key": "balance", "label": "余额", "kind": "money", "required": False, "per": "row"},
    ],
    "table",
)
NOTICE = specs_of(
    [
        {"key": "about", "label": "议题", "kind": "text"},
        {"key": "call", "label": "电话", "kind": "phone", "required": False},
        {"key": "sex", "label": "性别", "kind": "choice", "choices": ["男", "女"]},
    ],
    "record",
)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("１２，３４５．６０", "12345.60"),
        ("12,345.6", "12345.60"),
        ("¥ 12 345.60", "12345.60"),
        ("0", "0.00"),
        ("－15", "-15.00"),
        ("300元", "300.00"),
    ],
)
def test_an_amount_is_understood_as_officials_write_it(typed, amount):
    assert PARSERS["money"](typed) == amount


@pytest.mark.parametrize("typed", ["1.234", "三百", "1e5", "NaN", "Infinity", "12万", "--5", "5-"])
def test_an_amount_that_is_none_is_refused_in_words(typed):
    with pytest.raises(ValueError) as refused:
        parse_money(typed)
    assert "元" in str(refused.value)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_an_amount_survives_being_written_with_separators(amount):
    full_width = f"{amount:,.2f}".translate(
        str.maketrans("0123456789,.", "０１２３４５６７８９，．")
    )
    assert parse_money(f"{amount:,.2f}") == parse_money(full_width) == amount


def test_a_number_is_read_without_its_separators():
    assert parse_number("１，０２４") == Decimal(1024)
    with pytest.raises(ValueError):
        parse_number("35人")


@pytest.mark.parametrize(
    "typed", ["2026-03-05", "2026年3月5日", "2026.3.5", "２０２６／３／５", "20260305"]
)
def test_a_day_is_kept_in_one_form(typed):
    assert clean_value(FieldSpec("d", "日期", "date"), typed) == "2026-03-05"


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13-01", "昨天", "2026-3"])
def test_an_impossible_day_is_kept_as_typed_and_refused_at_submission(typed):
    spec = FieldSpec("d", "日期", "date")
    assert clean_value(spec, typed) == typed
    with pytest.raises(ValueError):
        parse_value(spec, typed)


def test_a_phone_number_is_digits_and_dashes():
    assert (
        parse_value(FieldSpec("p", "电话", "phone"), "０５５３－１２３４５６７") == "0553-1234567"
    )
    assert parse_value(FieldSpec("p", "电话", "phone"), "12345") == "12345"
    with pytest.raises(ValueError):
        parse_value(FieldSpec("p", "电话", "phone"), "找会计")


def test_content_holds_the_items_own_fields_and_nothing_else():
    content = clean_content(
        ACCOUNTS,
        {
            "fields": {"opening": "1,000", "state": "published"},
            "rows": [
                {"day": "2026年1月5日", "what": "卖树", "income": "２００", "tenant_id": "9"},
                {"day": "", "what": " ", "income": ""},
            ],
            "body": "第一段\r\n第二段",
            "published_at": "2020-01-01",
        },
    )
    assert content == {
        "fields": {"opening": "1000.00"},
        "rows": [{"day": "2026-01-05", "what": "卖树", "income": "200.00", "balance": ""}],
        "body": "第一段\n第二段",
    }


def test_each_gap_is_named_with_its_row():
    content = clean_content(ACCOUNTS, {"rows": [{"what": "卖树", "income": "许多"}]})
    faults = list_faults(ACCOUNTS, "", content)
    assert [fault.name for fault in faults] == [
        "title",
        "fields-opening",
        "rows-0-day",
        "rows-0-income",
    ]
    assert str(faults[2]) == "第 1 行“日期”还没有填写"


def test_a_table_needs_a_row_and_a_choice_one_of_its_choices():
    assert "rows" in [f.name for f in list_faults(ACCOUNTS, "账", clean_content(ACCOUNTS, {}))]
    content = clean_content(NOTICE, {"fields": {"about": "修路", "sex": "不详", "call": "x"}})
    assert [f.name for f in list_faults(NOTICE, "会", content)] == ["fields-call", "fields-sex"]


def test_an_item_without_fields_needs_a_body():
    assert [f.name for f in list_faults((), "会", clean_content((), {}))] == ["body"]
    assert not list_faults((), "会", clean_content((), {"body": "全文"}))


def test_signs_that_nobody_sees_are_taken_out():
    assert clean_line("河口村\u202e\u200b 公\u0007示\n表") == "河口村 公示 表"
    assert clean_text("一\r\n二\x00") == "一\n二"


def test_the_board_sums_amounts_but_never_balances():
    rows = [
        {"day": "2026-01-05", "what": "卖树", "income": "1200", "balance": "2200"},
        {"day": "2026-01-06", "what": "租金", "income": "300.5", "balance": "2500.5"},
    ]
    laid = lay_out(ACCOUNTS, clean_content(ACCOUNTS, {"rows": rows, "fields": {"opening": "1000"}}))
    assert laid.facts == (("期初余额（元）", "1,000.00"),)
    assert [label for label, _ in laid.columns] == ["日期", "摘要", "收入", "余额"]
    assert laid.rows[1] == ("2026-01-06", "租金", "300.50", "2,500.50")
    assert laid.totals == ("", "", "1,500.50", "")


@given(st.text(max_size=200), st.sampled_from(["text", "money", "date", "number", "phone"]))
def test_whatever_is_typed_can_be_saved_and_saved_again(text, kind):
    spec = FieldSpec("a", "甲", kind)
    once = clean_value(spec, text)
    assert clean_value(spec, once) == once
