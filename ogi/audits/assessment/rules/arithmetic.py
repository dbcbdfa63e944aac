"""The arithmetic of a score, in decimals: what faults cost, and how lines become a total."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

NOTHING = Decimal(0)
CENT = Decimal("0.01")


class Effect(StrEnum):
    """What an indicator does to the total: 得分, 加分, 扣分, 一票否决."""

    SCORE = "score"
    BONUS = "bonus"
    DEDUCT = "deduct"
    VETO = "veto"


class Method(StrEnum):
    """How an indicator is judged: from rows, from findings on the spot, or by a person."""

    AUTO = "auto"
    INSPECTION = "inspection"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an indicator is worth: `deduction` for each fault (or step), at most `cap`.

    Without a deduction a person gives the points themselves.
    """

    effect: str
    weight: Decimal = NOTHING
    deduction: Decimal = NOTHING
    cap: Decimal = NOTHING

    @property
    def is_counted(self) -> bool:
        """Whether faults are counted, and not points given."""
        return self.effect == Effect.VETO or self.deduction > 0

    @property
    def most(self) -> Decimal:
        """The most points that may be given, added or taken."""
        return self.weight if self.effect == Effect.SCORE else self.cap


@dataclass(frozen=True, slots=True)
class Worked:
    """One line worked out; `moved` is what its faults took or its steps added."""

    terms: Terms
    faults: int
    moved: Decimal
    points: Decimal
    vetoes: bool = False

    def told(self) -> dict[str, Any]:
        """Return the arithmetic as it is kept, decimals as text."""
        terms = {key: str(value) for key, value in asdict(self.terms).items()}
        return {
            **terms,
            "faults": self.faults,
            "moved": str(self.moved),
            "points": str(self.points),
            "vetoes": self.vetoes,
        }


def work_out(terms: Terms, faults: int) -> Worked:
    """Return the points of a line whose faults (or steps) were counted."""
    if faults < 0:
        raise ValueError("faults must not be negative")
    if terms.effect == Effect.VETO:
        return Worked(terms, faults, NOTHING, NOTHING, vetoes=faults > 0)
    moved = min(terms.cap, faults * terms.deduction)
    points = {
        Effect.SCORE: max(NOTHING, terms.weight - moved),
        Effect.BONUS: moved,
        Effect.DEDUCT: -moved,
    }[Effect(terms.effect)]
    return Worked(terms, faults, moved, points)


def give(terms: Terms, given: Decimal) -> Worked:
    """Return a line whose points a person gave: of the marks, to be added, or to be taken."""
    if not NOTHING <= given <= terms.most:
        raise ValueError("more points than the indicator has")
    points = -given if terms.effect == Effect.DEDUCT else given
    moved = terms.weight - given if terms.effect == Effect.SCORE else given
    return Worked(terms, 0, moved, points)


def worked_from(told: dict[str, Any]) -> Worked:
    """Return kept arithmetic as values."""
    terms = Terms(
        str(told.get("effect", Effect.SCORE)),
        *(Decimal(str(told.get(key, 0))) for key in ("weight", "deduction", "cap")),
    )
    moved, points = (Decimal(str(told.get(key, 0))) for key in ("moved", "points"))
    return Worked(terms, int(told.get("faults", 0)), moved, points, bool(told.get("vetoes")))


@dataclass(frozen=True, slots=True)
class Total:
    """All lines of a tenant together; a veto leaves the points and marks them 不合格."""

    points: Decimal
    vetoed: bool


def total_of(lines: Iterable[tuple[Decimal, bool]]) -> Total:
    """Return the total of lines, each its points and whether it vetoes; never below 0."""
    known = list(lines)
    points = sum((points for points, _ in known), NOTHING)
    return Total(max(NOTHING, points), any(vetoes for _, vetoes in known))


def plain(number: Decimal) -> str:
    """Write points without needless zeros: 20, 0.5."""
    text = f"{number.quantize(CENT):f}"
    return text.rstrip("0").rstrip(".")
