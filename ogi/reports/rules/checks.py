"""The rules C1 to C9 that the figures of a yearly report must keep.

A rule whose cells are blank is not decidable: it is named as such and is no failure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ogi.reports.rules import layout as at
from ogi.reports.rules.figures import Cell, Claim, Figures, Table

TOWNSHIP_NAME = re.compile(r"(镇|乡|街道)(人民政府|政府|办事处|办)?([（(][^（）()]*[）)])?")
OTHER_NAMES = (("县区旗", "county"), ("市州盟", "city"))


class Level(StrEnum):
    """The level of government that a unit stands on."""

    TOWNSHIP = "township"
    DEPARTMENT = "department"
    COUNTY = "county"
    CITY = "city"


@dataclass(frozen=True)
class Break:
    """One rule broken in one place: what stands there and what should."""

    rule: str
    where: str
    says: str
    should: str


@dataclass(frozen=True)
class Findings:
    """What the rules found: breaks, and places that blanks leave undecided as (rule, where)."""

    breaks: tuple[Break, ...] = ()
    undecided: tuple[tuple[str, str], ...] = ()


@dataclass
class _Bench:
    breaks: list[Break] = field(default_factory=list)
    undecided: list[tuple[str, str]] = field(default_factory=list)

    def equal(self, rule: str, where: str, says: Cell, should: Cell) -> None:
        if says is None or should is None:
            self.undecided.append((rule, where))
        elif says != should:
            self.breaks.append(Break(rule, where, str(says), str(should)))


def level_of(unit: str) -> Level:
    """Read the level from the end of the unit's name; 镇, 乡 and 街道 are townships."""
    if re.search(TOWNSHIP_NAME.pattern + "$", unit):
        return Level.TOWNSHIP
    name = re.sub(r"人民政府$|政府$", "", unit)
    for endings, level in OTHER_NAMES:
        if name.endswith(tuple(endings)):
            return Level(level)
    return Level.DEPARTMENT


def check_figures(
    figures: Figures, *, previous: Figures | None = None, level: Level | None = None
) -> Findings:
    """Run C1 to C9; C5 only with the previous year's figures.

    Source: 国办公开办函〔2021〕30号, the note under table three (C1) and the tables' own totals.
    """
    bench = _Bench()
    _check_requests(bench, figures.section3)
    _check_reviews(bench, figures.section4)
    if previous is not None:
        _check_carried_over(bench, figures, previous)
    if (level or level_of(figures.unit)) is Level.TOWNSHIP:
        _check_regulations(bench, figures.section2)
    _check_published(bench, figures)
    _check_claim(bench, "history", figures.history)
    _check_claim(bench, "categories", figures.categories)
    return Findings(tuple(bench.breaks), tuple(bench.undecided))


def _total(cells: Iterable[Cell]) -> Cell:
    """Add up cells; None when one is blank."""
    total: Cell = 0
    for cell in cells:
        if cell is None or total is None:
            return None
        total += cell
    return total


def _check_requests(bench: _Bench, table: Table | None) -> None:
    if table is None:
        bench.undecided += [(rule, "section3") for rule in ("C1", "C2", "C3")]
        return
    for column in at.APPLICANT_COLUMNS:
        cells = {label: cells[column] for label, cells in table.rows()}
        received = _total((cells[at.RECEIVED], cells[at.CARRIED_IN]))
        settled = _total((cells[at.HANDLED], cells[at.CARRIED_OUT]))
        bench.equal("C1", f"section3/三（七）+四/{column}", settled, received)
        outcomes = _total(cells[label] for label in at.OUTCOMES)
        bench.equal("C2", f"section3/{at.HANDLED}/{column}", cells[at.HANDLED], outcomes)
    for label, row in table.rows():
        kinds = _total(row[kind] for kind in at.APPLICANTS)
        bench.equal("C3", f"section3/{label}/{at.TOTAL}", row[at.TOTAL], kinds)


def _check_reviews(bench: _Bench, table: Table | None) -> None:
    if table is None:
        bench.undecided.append(("C4", "section4"))
        return
    for label, row in table.rows():
        results = _total(row[result] for result in at.RESULTS)
        bench.equal("C4", f"section4/{label}/{at.TOTAL}", row[at.TOTAL], results)


def _check_carried_over(bench: _Bench, figures: Figures, previous: Figures) -> None:
    now, before = figures.section3, previous.section3
    if now is None or before is None:
        bench.undecided.append(("C5", "section3"))
    else:
        for column in at.APPLICANT_COLUMNS:
            where = f"section3/{at.CARRIED_IN}/{column}"
            last = before.cell(at.CARRIED_OUT, column)
            bench.equal("C5", where, now.cell(at.CARRIED_IN, column), last)
    now, before = figures.section2, previous.section2
    if now is None or before is None:
        bench.undecided.append(("C5", "section2"))
        return
    for label in (at.REGULATIONS, at.DOCUMENTS):
        bench.equal(
            "C5",
            f"section2/{label}/{at.IN_FORCE}",
            now.cell(label, at.IN_FORCE),
            _in_force(now, before, label),
        )


def _in_force(now: Table, before: Table, label: str) -> Cell:
    last, repealed = before.cell(label, at.IN_FORCE), now.cell(label, at.REPEALED)
    made = _total((last, now.cell(label, at.MADE)))
    return None if made is None or repealed is None else made - repealed


def _check_regulations(bench: _Bench, table: Table | None) -> None:
    if table is None:
        bench.undecided.append(("C7", "section2"))
        return
    for column in at.DOCUMENT_COLUMNS:
        where = f"section2/{at.REGULATIONS}/{column}"
        bench.equal("C7", where, table.cell(at.REGULATIONS, column), 0)


def _check_published(bench: _Bench, figures: Figures) -> None:
    year_end = date(figures.year, 12, 31)
    if figures.published_on is None:
        bench.undecided.append(("C8", "published_on"))
    elif figures.published_on < year_end:
        says, should = figures.published_on.isoformat(), f"不早于 {year_end.isoformat()}"
        bench.breaks.append(Break("C8", "published_on", says, should))


def _check_claim(bench: _Bench, where: str, claim: Claim | None) -> None:
    if claim is not None:
        bench.equal("C9", f"{where}/claimed_total", claim.claimed_total, claim.total)
