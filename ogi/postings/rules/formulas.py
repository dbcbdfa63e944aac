"""Which figures of a posting hang together: declared once, for the server and for the browser.

A line names fields by their keys and applies to every item that has them all, with kinds that
can be reckoned with; so a township's own items are checked as the default ones are. The signs:

    a + b - c = d       in one row, or once for the sheet; Σa is the sum of a column
    a × b = c           to the cent, half a cent up
    a + b - c → d       row by row, from a on the sheet
    a ← b               a is the b of the same tenant's last period; `by c` pairs the rows
    a ≤ b ≤ c           numbers or days in order; fields that the item lacks are passed over
    a?  blank is nothing;  a*  the same, but one of these must be filled;  unless x  x is blank

Source: 农经发〔2011〕13号 (statements entry by entry); the forms' own lines 期初余额 + 收入合计 -
支出合计 = 期末余额, 面积×标准=金额; 四议两公开 (the four steps follow on one another).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ogi.postings.rules.content import FieldSpec

LINES = {
    "closing": "opening + Σincome - Σexpense = closing",
    "running": "opening + income - expense → balance",
    "carry": "opening ← closing",
    "total_income": "Σincome = income_total",
    "total_expense": "Σexpense = expense_total",
    "account": "opening_balance + deposited* - withdrawn* = closing_balance",
    "account_carry": "opening_balance ← closing_balance by account_tail",
    "worth": "quantity × unit_price = original_value",
    "net": "original_value - depreciation = net_value",
    "assets": "opening_value + added? - removed? = closing_value",
    "assets_carry": "opening_value ← closing_value",
    "land": "rented_area + idle_area = area",
    "debt": "amount - settled = outstanding",
    "rent": "area × rate = rent",
    "yearly_rent": "area × rate = yearly_rent",
    "charge": "unit_price × volume = due_amount",
    "arrears": "due_amount - received = arrears",
    "grant": "amount - expense = surplus unless carried_over",
    "grant_carried": "carried_over + amount - expense = surplus",
    "final": "final - budgeted = difference",
    "land_money": "retained + distributed = total",
    "unpaid": "contract_price + change_amount? - paid = unpaid unless final_account",
    "unpaid_final": "final_account - paid = unpaid",
    "settlement": "contract_price + change_amount = settled_price",
    "works": "investment - spent = remaining",
    "pay": "due_pay - deducted? = paid_out",
    "levy": "raised + award - expense = surplus",
    "levy_plan": "people × per_head = raised_total",
    "insured": "people × rate = paid_total",
    "shared": "shares × rate = amount",
    "subsidy": "area × standard = amount",
    "compensation": "household_area × rate = amount",
    "support": "population × per_person = amount",
    "monthly": "months × standard = amount",
    "granted": "quantity × rate = amount",
    "total_amount": "Σamount = total_amount",
    "total_area": "Σarea = total_area",
    "total_paid": "Σpaid_out = total_paid",
    "dues": "opening + received + allotted? - handed_up - expense = balance",
    "dues_carry": "opening ← balance",
    "votes": "votes_for + votes_against + votes_abstain = present",
    "attendance": "present ≤ expected",
    "ballots": "valid + invalid = returned",
    "ballots_out": "returned ≤ issued",
    "four_steps": "proposed_on ≤ consulted_on ≤ reviewed_on ≤ resolved_on ≤ resolution_shown_on",
    "result": "resolved_on ≤ finished_on ≤ result_shown_on",
    "stages": "started_on ≤ finished_on ≤ accepted_on",
    "notice": "notice_from ≤ notice_until",
    "answer": "received_on ≤ answered_on",
    "warning": "issued_on ≤ lifted_on",
}
OWN_KEY = re.compile(r"f\d+")
LABELS = {
    "期初余额": "opening",
    "收入": "income",
    "支出": "expense",
    "余额": "balance",
    "期末余额": "closing",
    "面积": "area",
    "标准": "standard",
    "单价": "unit_price",
    "数量": "quantity",
    "金额": "amount",
    "合计金额": "total_amount",
    "应收": "due_amount",
    "实收": "received",
    "欠收": "arrears",
    "应到人数": "expected",
    "实到人数": "present",
    "同意票": "votes_for",
    "反对票": "votes_against",
    "弃权票": "votes_abstain",
    "公示开始日期": "notice_from",
    "公示截止日期": "notice_until",
}
"""What a township's own fields, whose keys say nothing, are known by."""
FIGURES = frozenset({"money", "number"})
TERM = re.compile(r"([+-]?)\s*(Σ?)([a-z_]+)([?*]?)")
LINE = re.compile(
    r"(?P<left>[^=→←≤]+)(?P<sign>[=→←])\s*(?P<key>\w+)(?: (?P<word>unless|by) (?P<more>\w+))?"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One figure in a formula: `where` it stands is row, sheet or column (the column's sum).

    `blank` says what an empty one means: must (nothing to check), zero, or some.
    """

    key: str
    label: str
    kind: str
    where: str
    sign: int = 1
    blank: str = "must"


@dataclass(frozen=True, slots=True)
class Formula:
    """A line for one item: kind is sum, product, running, carry or order.

    `result` is what the terms come to, or the last of an order; `beside` is the field that
    must be blank (sum), or that pairs the rows (carry).
    """

    code: str
    kind: str
    terms: tuple[Term, ...]
    result: Term
    beside: Term | None = None

    @property
    def per_row(self) -> bool:
        """Whether the formula holds in each row rather than once."""
        return self.result.where == "row"


@lru_cache(maxsize=256)
def formulas_of(specs: tuple[FieldSpec, ...]) -> tuple[Formula, ...]:
    """Return the formulas that an item's fields fall under, in the order declared."""
    known = {_meaning(spec): spec for spec in specs}
    made = (_formula(code, line, known) for code, line in LINES.items())
    return tuple(formula for formula in made if formula is not None)


def _meaning(spec: FieldSpec) -> str:
    return LABELS.get(spec.label, spec.key) if OWN_KEY.fullmatch(spec.key) else spec.key


def _formula(code: str, line: str, known: Mapping[str, FieldSpec]) -> Formula | None:
    if "≤" in line:
        return _order(code, [key.strip() for key in line.split("≤")], known)
    found = LINE.fullmatch(line)
    if found is None:
        raise ValueError(line)
    kind = {"=": "product" if "×" in line else "sum", "→": "running", "←": "carry"}[found["sign"]]
    parts = TERM.findall(found["left"])
    if any(key not in known for _, _, key, _ in parts) or found["key"] not in known:
        return None
    if any(total and not known[key].in_row for _, total, key, _ in parts):
        return None
    terms = tuple(_term(known[key], sign, total, blank) for sign, total, key, blank in parts)
    result = _term(known[found["key"]])
    more = known.get(found["more"] or "")
    beside = _term(more) if more else None
    formula = Formula(code, kind, terms, result, beside)
    return formula if _fits(formula, wants_pair=found["word"] == "by") else None


def _order(code: str, keys: Sequence[str], known: Mapping[str, FieldSpec]) -> Formula | None:
    terms = tuple(_term(known[key]) for key in keys if key in known)
    kinds = {term.kind == "date" for term in terms}
    if len(terms) < 2 or len(kinds) > 1 or len({term.where for term in terms}) > 1:  # noqa: PLR2004 - a pair
        return None
    days = all(term.kind == "date" for term in terms)
    return Formula(code, "order", terms, terms[-1]) if days or _are_figures(terms) else None


def _term(spec: FieldSpec, sign: str = "", total: str = "", blank: str = "") -> Term:
    where = "column" if total else "row" if spec.in_row else "sheet"
    meaning = {"?": "zero", "*": "some"}.get(blank, "must")
    return Term(spec.key, spec.label, spec.kind, where, -1 if sign == "-" else 1, meaning)


def _are_figures(terms: Sequence[Term]) -> bool:
    return all(term.kind in FIGURES for term in terms)


def _fits(formula: Formula, *, wants_pair: bool) -> bool:
    """Tell whether the figures stand where the formula can put them together."""
    result = formula.result
    if not _are_figures((*formula.terms, result)):
        return False
    places = [term.where for term in formula.terms]
    if formula.kind == "carry":
        pair = formula.beside
        paired = pair is not None and pair.where == "row"
        return places[0] == result.where and (result.where == "row") == (wants_pair and paired)
    if formula.kind == "running":
        return places[0] == "sheet" and {*places[1:], result.where} == {"row"}
    return result.where == "row" if "row" in places else True
