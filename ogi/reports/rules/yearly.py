"""What a year counted, as plain frozen values; every total is computed."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TenantCount:
    """How much one tenant published, and how it kept its due dates."""

    name: str
    kind: str
    published: int
    due: int = 0
    late: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Timeliness:
    """Obligations of the year by what became of them, seen from one day."""

    in_time: int = 0
    late: int = 0
    missing: int = 0
    nothing: int = 0
    withheld: int = 0
    waived: int = 0
    pending: int = 0

    @property
    def due(self) -> int:
        """Count what had to be published by that day."""
        return self.in_time + self.late + self.missing

    @property
    def share_in_time(self) -> str:
        """Say the share published in time in per cent, or "—" when nothing was due."""
        return f"{self.in_time * 100 / self.due:.1f}%" if self.due else "—"


@dataclass(frozen=True)
class HistoryCount:
    """One year of the trend: its total and the document or record that says so."""

    year: int
    total: int
    source: str


@dataclass(frozen=True)
class RegisterRow:
    """One published posting as the register prints it; `days_late` 0 is in time."""

    on: date
    tenant: str
    board: str
    title: str
    index_number: str
    days_late: int | None


@dataclass(frozen=True)
class BurstCount:
    """A tenant's catch-up posting of many periods at once: its day and hours, and how many."""

    when: str
    tenant: str
    number: int
    due_from: date
    due_to: date


@dataclass(frozen=True)
class Supervision:
    """What the township planned, inspected, ordered and scored in a year; 0 where nothing was.

    `head` is the title of the leading group's head, `group` how many belong to it. Orders that
    others supersede are not counted.
    """

    head: str = ""
    group: int = 0
    tasks: int = 0
    tasks_done: int = 0
    tasks_overdue: int = 0
    inspections: int = 0
    unannounced: int = 0
    visits: int = 0
    findings: int = 0
    orders: int = 0
    orders_closed: int = 0
    orders_late: int = 0
    scored: int = 0


@dataclass(frozen=True)
class YearCounts:
    """Everything counted from one year's rows, in printed order.

    `opened` is how often people opened postings on the portal.
    """

    categories: tuple[tuple[str, int], ...] = ()
    boards: tuple[tuple[str, int], ...] = ()
    months: tuple[tuple[int, int], ...] = ()
    tenants: tuple[TenantCount, ...] = ()
    timeliness: Timeliness = Timeliness()
    withdrawn: int = 0
    history: tuple[HistoryCount, ...] = ()
    bursts: tuple[BurstCount, ...] = ()
    supervision: Supervision = Supervision()
    opened: int = 0

    @property
    def in_bursts(self) -> int:
        """Add up what was published late in bursts."""
        return sum(burst.number for burst in self.bursts)

    @property
    def total(self) -> int:
        """Add up what the tenants published."""
        return sum(tenant.published for tenant in self.tenants)

    @property
    def history_total(self) -> int:
        """Add up the years of the trend."""
        return sum(year.total for year in self.history)

    def tenants_of(self, *kinds: str) -> tuple[TenantCount, ...]:
        """Return the tenants of these kinds."""
        return tuple(tenant for tenant in self.tenants if tenant.kind in kinds)
