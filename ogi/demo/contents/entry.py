"""What a writer knows of the posting it writes, and what it hands back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from ogi.demo.ledger import CashBook
from ogi.demo.names import make_name
from ogi.demo.places import Household, Place

Value = str | int | Decimal | date
Cells = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Scene:
    """The place, the period, the day of writing and the day from which the sheet hangs.

    `event` names what happened on `start`, if anything.
    """

    place: Place
    start: date
    end: date
    label: str
    made_on: date
    shown_on: date
    dice: Random
    book: CashBook
    event: str = ""

    @property
    def year(self) -> int:
        """Return the year of the period."""
        return self.end.year

    def some_households(self, least: int, most: int) -> list[Household]:
        """Return a few households in the order of their groups; none where nobody lives."""
        households = self.place.households
        count = min(self.dice.randint(least, most), len(households))
        picked = self.dice.sample(range(len(households)), count)
        return [households[number] for number in sorted(picked)]

    def someone(self) -> str:
        """Return an invented name."""
        return make_name(self.dice).text

    def day(self, *, least: int = 1, most: int = 20) -> date:
        """Return a day shortly before the day of writing."""
        return self.made_on - timedelta(days=self.dice.randint(least, most))

    def day_inside(self) -> date:
        """Return a day of the period that is not after the day of writing."""
        last = min(self.end, self.made_on)
        span = max((last - self.start).days, 0)
        return self.start + timedelta(days=self.dice.randint(0, span))

    def notice(self, days: int = 7) -> dict[str, Value]:
        """Return between which days a notice stands, and whom to call about it."""
        return {
            "公示开始日期": self.shown_on,
            "公示截止日期": self.shown_on + timedelta(days=days),
            "电话": self.place.hotline,
            "受理电话": self.place.hotline,
        }

    def yuan(self, low: int, high: int, step: int = 100) -> Decimal:
        """Return a round amount in yuan."""
        return Decimal(self.dice.randrange(low, high + step, step))

    def ballot(self, present: int) -> dict[str, Value]:
        """Return how a vote went, in figures and in words, adding up to those present."""
        against = self.dice.randint(0, 1)
        abstained = self.dice.randint(0, 2)
        agreed = present - against - abstained
        return {
            "同意票": agreed,
            "反对票": against,
            "弃权票": abstained,
            "票数": f"同意{agreed}票，反对{against}票，弃权{abstained}票",
        }

    def votes(self, present: int) -> str:
        """Return how a vote went in words."""
        return str(self.ballot(present)["票数"])

    def turnout(self, invited: int) -> tuple[int, int]:
        """Return how many should have come and how many came."""
        return invited, invited - self.dice.randint(0, max(invited // 8, 1))


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting's contents by the labels of its item: head fields, rows of a table, plain text."""

    head: Cells = field(default_factory=dict)
    rows: tuple[Cells, ...] = ()
    body: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


Writer = Callable[[Scene], Entry]


def table(rows: list[dict[str, Value]], *, body: str = "", **head: Value) -> Entry:
    """Return an entry that is mainly a table."""
    return Entry(head=head, rows=tuple(rows), body=body)


def record(head: Cells, body: str = "") -> Entry:
    """Return an entry that is one record."""
    return Entry(head=head, body=body)


def total(rows: list[dict[str, Value]], label: str) -> Decimal:
    """Return the sum of a column of amounts."""
    return sum((Decimal(str(row[label])) for row in rows if label in row), Decimal(0))


def short_name(name: str) -> str:
    """Return a name with all but the surname hidden."""
    return name[0] + "某" * (len(name) - 1)
