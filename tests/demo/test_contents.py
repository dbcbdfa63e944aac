"""Every default item has a writer, and what it writes fits the item and adds up."""

import json
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from ogi.catalogue.rules.frequency import Frequency, list_periods
from ogi.demo.composing import compose, list_unknown
from ogi.demo.contents import WRITERS, Entry, Scene
from ogi.demo.ledger import CashBook
from ogi.demo.names import dice_for
from ogi.demo.places import QINGSHAN, Place, make_places
from ogi.postings.rules.arithmetic import list_breaks
from ogi.postings.rules.content import list_faults, specs_of

ITEMS = json.loads(
    files("ogi.catalogue").joinpath("data/default_items.json").read_text(encoding="utf-8")
)["items"]
BY_CODE = {item["code"]: item for item in ITEMS}
PLACES = {place.kind.value: place for place in make_places(7, QINGSHAN)}


def scene_for(code: str, place: Place, seed: int = 7) -> Scene:
    frequency = Frequency(BY_CODE[code]["frequency"])
    periods = list_periods(frequency, 2025)
    start, end = (periods[-1].start, periods[-1].end) if periods else (date(2025, 12, 20),) * 2
    return Scene(
        place=place,
        start=start,
        end=end,
        label="2025年",
        made_on=date(2026, 1, 9),
        shown_on=date(2026, 1, 13),
        dice=dice_for(seed, place.slug, code),
        book=CashBook(seed, place, 2024),
    )


def write(code: str, kind: str = "village", seed: int = 7) -> Entry:
    return WRITERS[code](scene_for(code, PLACES[kind], seed))


def money(row, label: str) -> Decimal:
    return Decimal(str(row.get(label) or 0))


def test_every_default_item_has_a_writer():
    assert set(WRITERS) == set(BY_CODE)


@pytest.mark.parametrize("code", sorted(WRITERS))
def test_writer_fills_every_required_field_in_its_own_form(code):
    item = BY_CODE[code]
    for kind in item["tenant_kinds"]:
        for seed in range(3):
            entry = write(code, kind, seed)
            assert list_unknown(item["fields"], item["layout"], entry) == []
            content = compose(item["fields"], item["layout"], entry)
            specs = specs_of(item["fields"], item["layout"])
            assert list_faults(specs, "标题", content) == []
            assert list_breaks(specs, content) == []


@pytest.mark.parametrize("code", sorted(WRITERS))
def test_writer_says_the_same_for_the_same_seed(code):
    kind = BY_CODE[code]["tenant_kinds"][0]
    assert write(code, kind) == write(code, kind)


def test_subsidy_is_area_times_rate_and_the_sum_is_told():
    entry = write("V23")
    assert len(entry.rows) >= 20
    for row in entry.rows:
        assert money(row, "金额") == (row["面积"] * row["标准"]).quantize(Decimal("0.01"))
    assert f"合计{sum(money(row, '金额') for row in entry.rows)}元" in entry.body


def test_water_bill_is_price_times_quantity():
    for row in write("V32").rows:
        assert row["应收"] == (row["单价"] * row["总量"]).quantize(Decimal("0.01"))


def test_monthly_accounts_run_from_opening_to_closing():
    entry = write("F03")
    balance = entry.head["期初余额"]
    for row in entry.rows:
        balance += money(row, "收入") - money(row, "支出")
        assert row["余额"] == balance
    assert entry.head["期末余额"] == balance
    assert [row["日期"] for row in entry.rows] == sorted(row["日期"] for row in entry.rows)


def test_bank_balance_agrees_with_the_accounts():
    quarter = write("F04")
    book = scene_for("F04", PLACES["village"]).book
    assert sum(money(row, "期初") for row in quarter.rows) == book.month(2025, 10).opening
    assert sum(money(row, "期末") for row in quarter.rows) == book.month(2025, 12).closing


def test_final_accounts_show_the_difference_to_the_plan():
    for row in write("F02").rows:
        assert row["差异"] == row["决算数"] - row["预算数"]


def test_grants_and_levies_leave_what_was_not_spent():
    for row in write("F09").rows:
        assert row["结余"] == row["金额"] - row["支出"]
    fund = write("F13").head
    assert fund["结余"] == fund["筹资额"] + fund["奖补"] - fund["支出"]


def test_shared_profit_is_heads_times_rate():
    for row in write("F14").rows:
        rate = Decimal(row["标准"].removeprefix("每人").removesuffix("元"))
        assert row["金额"] == rate * row["股份或人口"]


def test_votes_add_up_to_those_present():
    head = write("D13").head
    counts = [int("".join(filter(str.isdigit, part))) for part in head["票数"].split("，")]
    assert sum(counts) == head["实到人数"] <= head["应到人数"]
