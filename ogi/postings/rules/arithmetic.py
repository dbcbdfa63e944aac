"""Whether a statement adds up: opening + in - out = closing, row by row and from period to period.

Source: 农经发〔2011〕13号 (statements entry by entry); the form's line 期初余额 + 收入合计 -
支出合计 = 期末余额.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ogi.postings.rules.content import Content, parse_number

OPENING, INCOME, EXPENSE, BALANCE, CLOSING = "opening", "income", "expense", "balance", "closing"
AREA, STANDARD, AMOUNT = "area", "standard", "amount"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Break:
    """One place where figures contradict each other: the words, and both amounts in yuan."""

    text: str
    says: Decimal
    should: Decimal

    @property
    def difference(self) -> Decimal:
        """By how much the figure is off."""
        return self.says - self.should


def list_breaks(content: Content, earlier: Content | None = None) -> list[Break]:
    """Return every break in a statement's or a list's figures; blank figures break nothing.

    `earlier` is what the same tenant published of the same item last.
    """
    fields, rows = content["fields"], content["rows"]
    breaks = []
    opening, closing = _amount(fields, OPENING), _amount(fields, CLOSING)
    if earlier is not None and opening is not None:
        last = _amount(earlier["fields"], CLOSING)
        if last is not None and last != opening:
            breaks.append(Break("期初余额与上次公开的期末余额不一致", opening, last))
    if opening is not None:
        breaks += _balances(opening, rows)
    if opening is not None and closing is not None:
        made = opening + _total(rows, INCOME) - _total(rows, EXPENSE)
        if made != closing:
            breaks.append(Break("期初余额＋收入合计－支出合计与期末余额不相等", closing, made))
    return breaks + _products(rows)


def _balances(opening: Decimal, rows: Sequence[Mapping[str, str]]) -> list[Break]:
    """Return the first row whose running balance is off; those after it follow from it."""
    made = opening
    for number, row in enumerate(rows, start=1):
        made += (_amount(row, INCOME) or 0) - (_amount(row, EXPENSE) or 0)
        balance = _amount(row, BALANCE)
        if balance is not None and balance != made:
            return [Break(f"第 {number} 行的余额接不上", balance, made)]
    return []


def _products(rows: Sequence[Mapping[str, str]]) -> list[Break]:
    """Return the rows in which 面积 × 标准 is not 金额, to the cent."""
    breaks = []
    for number, row in enumerate(rows, start=1):
        area, standard, amount = (_amount(row, key) for key in (AREA, STANDARD, AMOUNT))
        if area is None or standard is None or amount is None:
            continue
        made = (area * standard).quantize(CENT, ROUND_HALF_UP)
        if made != amount:
            breaks.append(Break(f"第 {number} 行的面积×标准与金额不相等", amount, made))
    return breaks


def _total(rows: Sequence[Mapping[str, str]], key: str) -> Decimal:
    return sum((_amount(row, key) or Decimal(0) for row in rows), Decimal(0))


def _amount(values: Mapping[str, str], key: str) -> Decimal | None:
    text = values.get(key, "").strip()
    if not text:
        return None
    try:
        return parse_number(text)
    except ValueError:
        return None  # a figure that cannot be read is told beside its field
