"""Which obligations a tenant has in a year: pure values in, pure values out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ogi.catalogue.rules.dues import due_on
from ogi.catalogue.rules.frequency import (
    Frequency,
    Period,
    list_periods,
    standing_period,
)
from ogi.platform.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an item, as far as obligations follow from it."""

    id: int
    code: str
    board: str
    tenant_kinds: tuple[str, ...]
    frequency: Frequency
    due_rule: Mapping[str, Any]
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """One tenant, as far as obligations follow from it."""

    id: int
    kind: str
    active_from: date
    active_to: date | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One obligation that a tenant has for an item and a period."""

    tenant_id: int
    item_id: int
    item_code: str
    board: str
    period: Period
    due_on: date
    due_estimated: bool


def plan_year(
    versions: Sequence[Version], owners: Sequence[Owner], year: int, calendar: Calendar
) -> list[Planned]:
    """Return what every tenant owes by the calendar in a year, standing items apart.

    A period is measured by the version in force on its first day, or by the
    item's first version when that begins within it; nothing is owed for a period
    at whose end the item, or the tenant, is no longer there, nor for one whose
    due day had passed before both were. Due days are computed once per version,
    kind and period, not once per tenant.
    """
    planned = []
    by_kind: dict[str, list[Owner]] = {}
    for owner in owners:
        by_kind.setdefault(owner.kind, []).append(owner)
    for line in _by_code(versions):
        for version in line:
            for period in _periods(version, line, year):
                for kind in set(version.tenant_kinds) & set(by_kind):
                    due, estimated = due_on(version.due_rule, kind, period, calendar)
                    planned += [
                        _planned(owner, version, period, (due, estimated))
                        for owner in by_kind[kind]
                        if _is_there(owner.active_from, owner.active_to, period, due)
                        and due >= line[0].valid_from
                    ]
    return planned


def plan_standing(
    versions: Sequence[Version],
    owners: Sequence[Owner],
    year: int,
    calendar: Calendar,
    owed: set[tuple[int, str]],
) -> list[Planned]:
    """Return the first obligations of standing items (长期) that begin by the year's end.

    `owed` holds the (tenant, code) pairs that have one already, of any year.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    planned = []
    for line in _by_code(versions):
        for owner in owners:
            begins = max(line[0].valid_from, owner.active_from, first)
            version = _on(line, begins)
            if version is None or version.frequency is not Frequency.STANDING or begins > last:
                continue
            gone = owner.active_to is not None and owner.active_to < begins
            owes_first = not gone and (owner.id, version.code) not in owed
            if owes_first and owner.kind in version.tenant_kinds:
                period = standing_period(begins)
                due = due_on(version.due_rule, owner.kind, period, calendar)
                planned.append(_planned(owner, version, period, due))
    return planned


def plan_event(version: Version, owner: Owner, period: Period, calendar: Calendar) -> Planned:
    """Return the obligation that follows from a recorded event or change."""
    return _planned(owner, version, period, due_on(version.due_rule, owner.kind, period, calendar))


def _planned(owner: Owner, version: Version, period: Period, due: tuple[date, bool]) -> Planned:
    return Planned(owner.id, version.id, version.code, version.board, period, *due)


def _by_code(versions: Sequence[Version]) -> Iterator[list[Version]]:
    lines: dict[str, list[Version]] = {}
    for version in sorted(versions, key=lambda version: (version.code, version.valid_from)):
        lines.setdefault(version.code, []).append(version)
    yield from lines.values()


def _periods(version: Version, line: list[Version], year: int) -> Iterator[Period]:
    last_day = line[-1].valid_to
    for period in list_periods(version.frequency, year):
        begun = version.valid_from <= period.start or (
            version is line[0] and version.valid_from <= period.end
        )
        ended = version.valid_to is not None and version.valid_to < period.start
        retired = last_day is not None and last_day < period.end
        if begun and not ended and not retired:
            yield period


def _is_there(active_from: date, active_to: date | None, period: Period, due: date) -> bool:
    if active_to is not None and active_to < period.end:
        return False
    return active_from <= period.end and active_from <= due


def _on(line: list[Version], day: date) -> Version | None:
    for version in line:
        if version.valid_from <= day and (version.valid_to is None or day <= version.valid_to):
            return version
    return None
