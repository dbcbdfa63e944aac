"""Statements that add up, and every way in which one does not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogi.postings.rules.arithmetic import list_breaks as list_breaks_of
from tests.postings.sums import CASES, DEFAULTS, told

CENTS = st.integers(0, 10_000_000).map(lambda cents: Decimal(cents) / 100)
ENTRIES = st.lists(st.tuples(CENTS, CENTS), max_size=12)


def list_breaks(content, earlier=None, item="F03"):
    return list_breaks_of(DEFAULTS[item], content, earlier)


def statement(opening, entries, **changes):
    rows, balance = [], opening
    for income, expense in entries:
        balance += income - expense
        rows.append({"income": f"{income}", "expense": f"{expense}", "balance": f"{balance}"})
    fields = {"opening": f"{opening}", "closing": f"{balance}", **changes}
    return {"fields": fields, "rows": rows, "body": ""}


@given(CENTS, ENTRIES)
def test_statement_that_adds_up_has_no_break(opening, entries):
    made = statement(opening, entries)
    last = {"fields": {"closing": f"{opening}"}, "rows": [], "body": ""}
    assert list_breaks(made, last) == []


@given(CENTS, ENTRIES, CENTS.filter(bool))
def test_closing_that_is_off_is_named_with_both_figures(opening, entries, off):
    sound = statement(opening, entries)
    closing = Decimal(sound["fields"]["closing"])
    (found,) = list_breaks(statement(opening, entries, closing=f"{closing + off}"))
    assert (found.says, found.should, found.difference) == (closing + off, closing, off)


@given(CENTS, ENTRIES.filter(bool), CENTS.filter(bool), st.data())
def test_first_row_whose_balance_is_off_is_named(opening, entries, off, data):
    made = statement(opening, entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    row = made["rows"][place]
    row["balance"] = f"{Decimal(row['balance']) + off}"
    (found,) = list_breaks(made)
    assert found.text.startswith(f"第 {place + 1} 行")
    assert found.difference == off


def test_opening_that_is_not_the_last_closing_is_named():
    last = {"fields": {"closing": "90.00"}, "rows": [], "body": ""}
    (found,) = list_breaks(statement(Decimal(100), []), last)
    assert (found.says, found.should) == (100, 90)


def test_area_times_standard_is_the_amount_to_the_cent():
    rows = [
        {"area": "3.5", "standard": "112.35", "amount": "393.23"},
        {"area": "2", "standard": "112.35", "amount": "224.00"},
    ]
    (found,) = list_breaks({"fields": {}, "rows": rows, "body": ""}, item="V23")
    assert found.text.startswith("第 2 行")
    assert (found.says, found.should) == (Decimal("224.00"), Decimal("224.70"))


@pytest.mark.parametrize(
    "fields", [{}, {"opening": ""}, {"opening": "一百", "closing": "5"}, {"closing": "5"}]
)
def test_blank_or_unreadable_figures_break_nothing(fields):
    rows = [{"income": "", "expense": "", "balance": ""}, {}]
    assert list_breaks({"fields": fields, "rows": rows, "body": ""}) == []


def test_wide_digits_and_thousands_are_understood():
    made = {"fields": {"opening": "１,０００", "closing": "1200"}, "rows": [{"income": "２００"}]}
    assert list_breaks({**made, "body": ""}) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_break_of_the_table_of_cases_is_found_and_no_other(case):
    assert sorted(one["code"] for one in told(case)) == sorted(case.codes)
