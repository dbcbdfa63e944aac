"""A village's cash book: entries, a running balance, and months that follow on one another."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random

from ogi.demo.names import dice_for
from ogi.demo.places import Place

CENT = Decimal("0.01")
SHARE_SPENT_AT_MOST = Decimal("0.45")

# what happens every month: day, summary, amount in yuan
MONTHLY_INCOME = ((8, "镇财政拨付村级组织运转经费", Decimal(5200)),)
MONTHLY_EXPENSE = (
    (10, "支付村庄保洁员劳务费", Decimal(2400)),
    (20, "支付党群服务中心电费、网络费", None),
)
# what happens now and then: summary, least and most in yuan
INCOME = (
    ("收鱼塘承包费", 3000, 9000),
    ("收村集体门面房租金", 2000, 8000),
    ("收光伏电站发电收益", 1200, 4200),
    ("收机动地承包款", 1500, 6800),
    ("收集体山林承包款", 2600, 9800),
    ("收银行存款利息", 12, 86),
    ("收茶园合作社入股分红", 2800, 8600),
    ("收村级公益事业奖补资金", 6000, 24000),
)
EXPENSE = (
    ("购买办公用品（纸张、墨盒）", 180, 960),
    ("支付路灯维修材料费", 220, 1400),
    ("支付误工补贴", 300, 1500),
    ("支付水渠清淤人工费", 800, 3600),
    ("支付公开栏宣传板制作费", 260, 1200),
    ("支付报刊订阅费", 240, 900),
    ("购买防汛抢险物资", 380, 2200),
    ("支付道路塌方清理机械费", 600, 3200),
    ("走访慰问困难党员、老党员", 400, 2000),
    ("支付会计代理服务费", 200, 500),
    ("支付自来水管网维修费", 260, 1800),
    ("支付打印复印费", 60, 320),
    ("支付垃圾清运费", 500, 1600),
    ("支付森林防火巡护补贴", 300, 1200),
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One voucher; amounts in yuan, `balance` after it."""

    day: date
    voucher: str
    summary: str
    income: Decimal
    expense: Decimal
    balance: Decimal
    handler: str
    approver: str


@dataclass(frozen=True, slots=True)
class LedgerMonth:
    """One month of a cash book, in yuan."""

    year: int
    month: int
    opening: Decimal
    rows: tuple[LedgerRow, ...]
    short: Decimal = Decimal(0)

    @property
    def income(self) -> Decimal:
        """Return the month's income."""
        return sum((row.income for row in self.rows), Decimal(0))

    @property
    def expense(self) -> Decimal:
        """Return the month's expense."""
        return sum((row.expense for row in self.rows), Decimal(0))

    @property
    def closing(self) -> Decimal:
        """Return what is left at the month's end, as counted."""
        return (self.rows[-1].balance if self.rows else self.opening) - self.short


@dataclass(frozen=True, slots=True)
class _Voucher:
    day: date
    summary: str
    income: Decimal = Decimal(0)
    expense: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Dues:
    """A quarter's party dues, in yuan: all are handed up, four tenths come back."""

    opening: Decimal
    due: Decimal
    spent: Decimal

    @property
    def allotted(self) -> Decimal:
        """Return what the party committee above gives back."""
        return (self.due * Decimal("0.4")).quantize(CENT)

    @property
    def closing(self) -> Decimal:
        """Return what is left."""
        return self.opening + self.allotted - self.spent


@dataclass(frozen=True, slots=True)
class Slips:
    """What goes wrong in a book, by (year, month): cash short in yuan, a last voucher left out."""

    short: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)
    left_out: frozenset[tuple[int, int]] = frozenset()


class CashBook:
    """A village's months from January of `first_year` on; each opens where the last closed."""

    def __init__(
        self, seed: int, place: Place, first_year: int, slips: Slips | None = None
    ) -> None:
        self._seed = seed
        self._place = place
        self._slips = slips or Slips()
        self.first_year = first_year
        dice = dice_for(seed, place.township, place.slug, "opening")
        self._first_opening = _cents(dice, 60_000, 180_000)
        self.month = lru_cache(maxsize=None)(self._month)
        self.dues = lru_cache(maxsize=None)(self._dues)

    def _month(self, year: int, month: int) -> LedgerMonth:
        """Return one month; raises ValueError before the book begins."""
        if year < self.first_year:
            raise ValueError("the cash book begins later")
        opening = self._opening(year, month)
        dice = dice_for(self._seed, self._place.township, self._place.slug, "book", year, month)
        vouchers = sorted(_vouchers(dice, year, month, opening), key=lambda row: row.day)
        rows = tuple(self._rows(vouchers, opening))
        short = self._slips.short.get((year, month), Decimal(0))
        return LedgerMonth(year, month, opening, rows, short)

    def _opening(self, year: int, month: int) -> Decimal:
        if (year, month) == (self.first_year, 1):
            return self._first_opening
        return (
            self.month(year, month - 1).closing if month > 1 else self.month(year - 1, 12).closing
        )

    def _rows(self, vouchers: list[_Voucher], opening: Decimal) -> Iterator[LedgerRow]:
        balance = opening
        accountant, director = self._place.cadres[2], self._place.cadres[0]
        for number, voucher in enumerate(vouchers, start=1):
            balance += voucher.income - voucher.expense
            yield LedgerRow(
                day=voucher.day,
                voucher=f"记-{number:03d}",
                summary=voucher.summary,
                income=voucher.income,
                expense=voucher.expense,
                balance=balance,
                handler=accountant,
                approver=director,
            )

    def months(self, start: date, end: date, *, told: bool = False) -> tuple[LedgerMonth, ...]:
        """Return the months from the one of `start` through the one of `end`.

        As `told` in a statement a month may lack its last voucher.
        """
        first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
        months = [self.month(n // 12, n % 12 + 1) for n in range(first, last + 1)]
        return tuple(self._as_told(month) if told else month for month in months)

    def _as_told(self, month: LedgerMonth) -> LedgerMonth:
        if (month.year, month.month) not in self._slips.left_out:
            return month
        return replace(month, rows=month.rows[:-1])

    def cash_on(self, day: date) -> Decimal:
        """Return the notes and coins in the safe at the end of the day's month, in yuan."""
        path = (self._place.township, self._place.slug, "cash", day.year, day.month)
        return Decimal(dice_for(self._seed, *path).randint(200, 900))

    def cash_before(self, day: date) -> Decimal:
        """Return the notes and coins in the safe before the day's month began, in yuan."""
        return self.cash_on(day.replace(day=1) - timedelta(days=1))

    def _dues(self, year: int, quarter: int) -> Dues:
        """Return a quarter's party dues; the first quarter opens with some money in hand."""
        path = (self._place.township, self._place.slug, "dues", year, quarter)
        dice = dice_for(self._seed, *path)
        before = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        begins = (year, quarter) == (self.first_year, 1)
        opening = Decimal(dice.randrange(200, 900, 10)) if begins else self.dues(*before).closing
        due = Decimal(self._place.party_members * dice.randint(9, 18))
        spent = min(dice.randrange(0, 200, 20), int(due * 4 // 10))
        return Dues(opening, due, Decimal(spent))


def _vouchers(dice: Random, year: int, month: int, opening: Decimal) -> Iterator[_Voucher]:
    length = monthrange(year, month)[1]
    limit = opening * SHARE_SPENT_AT_MOST
    for number, summary, amount in MONTHLY_INCOME:
        yield _Voucher(date(year, month, number), summary, income=amount)
    for summary, low, high in dice.sample(INCOME, dice.randint(1, 3)):
        day = date(year, month, dice.randint(1, length))
        yield _Voucher(day, summary, income=_cents(dice, low, high))
    for number, summary, fixed in MONTHLY_EXPENSE:
        amount = _cents(dice, 260, 720) if fixed is None else fixed
        yield _Voucher(date(year, month, number), summary, expense=amount)
    for summary, low, high in dice.sample(EXPENSE, dice.randint(4, 9)):
        amount = min(_cents(dice, low, high), limit).quantize(CENT)
        limit -= amount
        if amount > 0:
            day = date(year, month, dice.randint(1, length))
            yield _Voucher(day, summary, expense=amount)


def _cents(dice: Random, low: int, high: int) -> Decimal:
    """Return an amount between two whole yuan, mostly round, in yuan with cents."""
    yuan = dice.randint(low, high)
    cents = dice.choice((0, 0, 0, 50, dice.randint(1, 99)))
    return Decimal(yuan) + Decimal(cents) * CENT
