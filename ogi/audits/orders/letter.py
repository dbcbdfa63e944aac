"""The letter of an order (整改通知书): frozen as plain values, printed from these alone."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ogi.audits.indicators.topics import TOPIC_WORDS
from ogi.audits.inspection import board_word
from ogi.audits.orders.models import AuditFinding, Order
from ogi.platform.pdf import print_pdf, render_print
from ogi.tenants.models import Tenant, Township
from ogi.tenants.rules import TenantKind
from ogi.tenants.settings import settings_of

NOT_YET = "〔　　〕　号"
"""Where the number will stand, on a draft."""
DIGITS = "〇一二三四五六七八九"
ORGAN_SIZES = ((9, "large"), (12, "medium"), (16, "small"), (23, "tiny"))


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the problem list."""

    board: str
    topic: str
    text: str
    basis: str
    found_on: str
    faults: int


@dataclass(frozen=True, slots=True)
class Letter:
    """All that is printed; days as ISO texts. `supersedes` is the number of the order replaced."""

    township: str
    issuer: str
    tenant: str
    number: str
    problems: tuple[Problem, ...]
    basis: str
    demands: str
    issued_on: str
    due_on: str
    supersedes: str = ""
    hotline: str = ""

    @property
    def title(self) -> str:
        """The letter's title in two lines."""
        return f"{self.head}\n{self.tail}"

    @property
    def head(self) -> str:
        """The title's first line."""
        return f"{self.issuer}关于"

    @property
    def tail(self) -> str:
        """The title's second line."""
        return "限期整改公开栏问题的通知书"

    @property
    def organ_size(self) -> str:
        """The type size at which the red head fits on one line."""
        length = len(self.issuer) + len("文件")
        return next((size for most, size in ORGAN_SIZES if length <= most), "wrapped")

    @property
    def has_basis(self) -> bool:
        """Whether any problem names a basis of its own."""
        return any(problem.basis for problem in self.problems)

    @property
    def demand_lines(self) -> list[tuple[str, str]]:
        """The demands, each with its number （一）; one alone has none."""
        lines = [line.strip() for line in self.demands.splitlines() if line.strip()]
        if len(lines) == 1:
            return [("", lines[0])]
        return [(f"（{_counted(place)}）", line) for place, line in enumerate(lines, start=1)]

    @property
    def issued(self) -> date:
        """The day of issue."""
        return date.fromisoformat(self.issued_on)

    @property
    def due(self) -> date:
        """The deadline."""
        return date.fromisoformat(self.due_on)


def _counted(number: int) -> str:
    """Return a number up to 99 in Chinese: 一, 十, 二十三."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")


def compose_letter(
    order: Order,
    tenant: Tenant,
    township: Township,
    findings: Iterable[AuditFinding],
    *,
    issued_on: date,
    number: str = NOT_YET,
    supersedes: str = "",
) -> Letter:
    """Put the letter of an order together from its draft."""
    chosen = settings_of(township.settings)
    return Letter(
        township=township.name,
        issuer=chosen.issuing_body or f"{township.name}人民政府",
        tenant=tenant.name,
        number=number,
        problems=tuple(_problem(one, tenant) for one in findings),
        basis=order.basis,
        demands=order.demands,
        issued_on=issued_on.isoformat(),
        due_on=order.due_on.isoformat(),
        supersedes=supersedes,
        hotline=chosen.hotline,
    )


def _problem(finding: AuditFinding, tenant: Tenant) -> Problem:
    is_village = tenant.kind == TenantKind.VILLAGE
    return Problem(
        board=board_word(finding.board, is_village=is_village) if finding.board else "",
        topic=TOPIC_WORDS.get(finding.topic, finding.topic),
        text=finding.text,
        basis=finding.basis,
        found_on=finding.found_on.isoformat(),
        faults=finding.faults,
    )


def frozen(letter: Letter) -> dict[str, Any]:
    """Return a letter as it is kept with the order."""
    kept = asdict(letter)
    return {**kept, "problems": list(kept["problems"])}


def thawed(kept: Mapping[str, Any]) -> Letter:
    """Return the letter of a sent order from what was kept."""
    problems = tuple(Problem(**one) for one in kept["problems"])
    return Letter(**{**kept, "problems": problems})


def print_letter(letter: Letter) -> bytes:
    """Lay the letter out as an official document (GB/T 9704-2012) in a tagged PDF."""
    return print_pdf(letter_paper(letter))


def letter_paper(letter: Letter) -> str:
    """Write the HTML that is laid out on paper."""
    return render_print("order/document.html", letter=letter)
