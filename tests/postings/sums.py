"""One table of figures that hang together or do not, for the server and for the browser."""

import random
from dataclasses import dataclass
from typing import Any

from ogi.catalogue.defaults import default_items
from ogi.postings.rules.arithmetic import list_breaks
from ogi.postings.rules.content import Content, FieldSpec, specs_of

DEFAULTS = {code: specs_of(values.fields, values.layout) for code, values in default_items()}


@dataclass(frozen=True)
class Case:
    """What is typed for an item, and the codes of the breaks that it makes."""

    name: str
    item: str
    fields: dict[str, str]
    rows: tuple[dict[str, str], ...] = ()
    codes: tuple[str, ...] = ()
    earlier: Content | None = None

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        return DEFAULTS[self.item]

    @property
    def content(self) -> Content:
        return {"fields": self.fields, "rows": list(self.rows), "body": ""}


def last(rows: tuple[dict[str, str], ...] = (), **fields: str) -> Content:
    return {"fields": fields, "rows": list(rows), "body": ""}


def entry(income: str = "", expense: str = "", balance: str = "") -> dict[str, str]:
    return {"income": income, "expense": expense, "balance": balance}


BOOK = (entry("200", "", "300"), entry("", "50", "250"))
CASES = (
    Case("adds up", "F03", {"opening": "100", "closing": "250"}, BOOK),
    Case("closing off", "F03", {"opening": "100", "closing": "260"}, BOOK, ("closing",)),
    Case(
        "wide", "F03", {"opening": "１，０００．５０", "closing": "¥1,200.50元"}, (entry("２００"),)
    ),
    Case("unreadable", "F03", {"opening": "100", "closing": "9"}, (entry("二百", "", "7"),)),
    Case(
        "typing slip in one row's balance",
        "F03",
        {"opening": "100", "closing": "250"},
        (entry("200", "", "310"), entry("", "50", "250")),
        ("running@1",),
    ),
    Case(
        "a voucher left out, and another later",
        "F03",
        {"opening": "100"},
        (entry("1", "", "111"), entry("1", "", "112"), entry("", "", "112"), entry("", "9", "107")),
        ("running@1", "running@4"),
    ),
    Case(
        "opening unlike the last closing",
        "F03",
        {"opening": "100"},
        (),
        ("carry=90.00",),
        last(closing="90.00"),
    ),
    Case("opening as the last closing", "F03", {"opening": "90"}, (), (), last(closing="90.00")),
    Case("last closing unreadable", "F03", {"opening": "90"}, (), (), last(closing="九十")),
    Case(
        "columns unlike their totals",
        "F03",
        {"opening": "0", "income_total": "201", "expense_total": "50"},
        BOOK,
        ("running@1", "total_income"),
    ),
    Case(
        "accounts by their tails",
        "F04",
        {},
        (
            {"account_tail": "0012", "opening_balance": "5", "closing_balance": "6"},
            {
                "account_tail": "0034",
                "opening_balance": "5",
                "deposited": "2",
                "closing_balance": "6.5",
            },
        ),
        ("account@2", "account_carry=4.00@1"),
        last(
            (
                {"account_tail": "0012", "closing_balance": "4.00"},
                {"account_tail": "0034", "closing_balance": "5.00"},
            )
        ),
    ),
    Case(
        "half a cent goes up",
        "V23",
        {},
        (
            {"area": "3.5", "standard": "112.35", "amount": "393.23"},
            {"area": "2", "standard": "112.35", "amount": "224.00"},
            {"area": "0.5", "standard": "0.01", "amount": "0.01"},
            {"area": "-0.5", "standard": "0.01", "amount": "-0.01"},
        ),
        ("subsidy@2",),
    ),
    Case(
        "areas and amounts unlike their totals",
        "V23",
        {
            "total_amount": "3",
            "total_area": "2.25",
            "notice_from": "2026-03-05",
            "notice_until": "2026年3月1日",
        },
        ({"area": "1.125", "amount": "1"}, {"area": "1.125", "amount": "1"}),
        ("total_amount", "notice.notice_until"),
    ),
    Case(
        "worth less what it lost",
        "F05",
        {"opening_value": "10", "added": "5", "closing_value": "14"},
        (
            {
                "original_value": "100",
                "depreciation": "30",
                "net_value": "70.01",
                "quantity": "3",
                "unit_price": "33.33",
            },
        ),
        ("worth@1", "net@1", "assets"),
    ),
    Case(
        "land let and idle",
        "F06",
        {},
        ({"area": "4.5", "rented_area": "4", "idle_area": "0.4"},),
        ("land@1",),
    ),
    Case(
        "debts",
        "F07",
        {},
        (
            {"amount": "9", "settled": "4", "outstanding": "5"},
            {"amount": "9", "outstanding": "5"},
            {"amount": "9", "settled": "4", "outstanding": "-5"},
        ),
        ("debt@3",),
    ),
    Case(
        "rent and arrears",
        "F08",
        {},
        (
            {
                "area": "2",
                "rate": "300",
                "rent": "601",
                "due_amount": "5",
                "received": "4",
                "arrears": "0",
            },
        ),
        ("rent@1", "arrears@1"),
    ),
    Case(
        "grants carried over",
        "F09",
        {},
        (
            {"amount": "9", "expense": "4", "surplus": "5"},
            {"carried_over": "1", "amount": "9", "expense": "4", "surplus": "5"},
            {"amount": "9", "expense": "4", "surplus": "6"},
        ),
        ("grant@3", "grant_carried@2"),
    ),
    Case(
        "budget and final account",
        "F02",
        {},
        ({"budgeted": "10", "final": "12", "difference": "-2"},),
        ("final@1",),
    ),
    Case(
        "works paid in part",
        "F11",
        {},
        (
            {"contract_price": "100", "paid": "60", "unpaid": "40"},
            {"contract_price": "100", "change_amount": "5", "paid": "60", "unpaid": "40"},
            {"contract_price": "100", "final_account": "110", "paid": "60", "unpaid": "40"},
        ),
        ("unpaid@2", "unpaid_final@3"),
    ),
    Case(
        "dues",
        "D07",
        {"opening": "5", "received": "10", "handed_up": "3", "expense": "2", "balance": "11"},
        (),
        ("dues", "dues_carry=6.00"),
        last(balance="6.00"),
    ),
    Case(
        "votes",
        "D13",
        {
            "expected": "30",
            "present": "31",
            "votes_for": "29",
            "votes_against": "1",
            "votes_abstain": "0",
        },
        (),
        ("votes", "attendance.present"),
    ),
    Case(
        "four steps",
        "D13",
        {
            "proposed_on": "2026-03-05",
            "consulted_on": "2026-03-01",
            "reviewed_on": "",
            "resolved_on": "2026-02-28",
        },
        (),
        ("four_steps.consulted_on", "four_steps.resolved_on"),
    ),
    Case("no such day", "D13", {"proposed_on": "2026-02-30", "consulted_on": "2026-03-01"}),
    Case(
        "levy", "F13", {"raised": "1", "award": "2", "expense": "1", "surplus": "1"}, (), ("levy",)
    ),
    Case(
        "huge",
        "F03",
        {"opening": "9999999999999.99", "closing": "0.01"},
        (entry("0.02"),),
        ("closing",),
    ),
    Case(
        "products of long figures, of nothing, of less than a cent",
        "V23",
        {},
        (
            {"area": "9999999999999.999999", "standard": "9999999999999.99", "amount": "1"},
            {"area": "-1", "standard": "0", "amount": "5"},
            {"area": "-0.001", "standard": "1", "amount": "1"},
        ),
        ("subsidy@1", "subsidy@2", "subsidy@3"),
    ),
    Case(
        "settlement",
        "V16",
        {
            "contract_price": "100",
            "change_amount": "-3",
            "settled_price": "100",
            "started_on": "2026-03-01",
            "finished_on": "2026-02-01",
        },
        (),
        ("settlement", "stages.finished_on"),
    ),
)

ODD = (
    "",
    "0",
    "1",
    "２",
    "-3.5",
    "0.005",
    "1,234.5",
    "12.345678",
    "-0",
    "0.000001",
    "七",
    "99999999999.99",
    " 4 ",
)
DAYS = ("", "2026-03-05", "2026/3/4", "2026年12月31日", "20260101", "2026-02-30", "昨天")


def throw(seed: int) -> Case:
    """Return a case thrown by dice: an item with odd figures in every place."""
    dice = random.Random(seed)  # noqa: S311 - dice for test data
    item = dice.choice(sorted(DEFAULTS))
    specs = DEFAULTS[item]

    def filled(*, in_row: bool) -> dict[str, str]:
        return {
            spec.key: dice.choice(DAYS if spec.kind == "date" else ODD)
            for spec in specs
            if spec.in_row == in_row
        }

    rows = tuple(filled(in_row=True) for _ in range(dice.randint(0, 4)))
    before: Any = {"fields": filled(in_row=False), "rows": [filled(in_row=True)], "body": ""}
    return Case(f"dice {seed}", item, filled(in_row=False), rows, earlier=before)


def told(case: Case) -> list[dict[str, Any]]:
    """Return the server's breaks as the browser gives them."""
    return [
        {"code": one.code, "row": one.row, "name": one.name, "text": one.text}
        for one in list_breaks(case.specs, case.content, case.earlier)
    ]
