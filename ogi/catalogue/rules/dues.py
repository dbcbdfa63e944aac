"""When an item is due: rules as data, one for each kind of tenant, and the day they give.

Forms, as stored: {"kind": "after_period", "months": 1, "day": 15},
{"kind": "date_in_year", "month": 3, "day": 31, "years": 0},
{"kind": "after_event", "days": 10}, {"kind": "after_event_workdays", "days": 20}.
An item's `due_rule` maps a kind of tenant, or "*" for all, to one of them.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from ogi.catalogue.rules.frequency import MONTHS_IN_YEAR, RECORDED, Frequency, Period
from ogi.platform.errors import RuleBroken
from ogi.platform.workdays import Calendar
from ogi.tenants.rules import KIND_NAMES, TenantKind

EVERY_KIND = "*"
NAMES = {**{kind.value: name for kind, name in KIND_NAMES.items()}, EVERY_KIND: "其他"}
KINDS_BY_NAME = {name: kind for kind, name in NAMES.items()}
MONTHLY_DUE_DAY = 15
"""Source: 重庆市实施村组法办法 Art. 30, by the 15th of the next month."""
VILLAGE_LIMIT_DAYS = 10
"""Source: the same, matters of the day (随时) within ten days."""
TOWNSHIP_LIMIT_WORKDAYS = 20
"""Source: 政府信息公开条例 Art. 26, within twenty working days."""
MAX_MONTHS, MAX_DAYS, MAX_DAY = 24, 366, 31


class DueRule(Protocol):
    """One way to tell the last day on which a period's posting is in time."""

    def due(self, period: Period, calendar: Calendar) -> tuple[date, bool]:
        """Return the due day, and whether it is an estimate (暂估)."""

    def to_json(self) -> dict[str, Any]:
        """Return the rule as it is stored."""

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class AfterPeriod:
    """By a day of the n-th month after the period's last month; short months end early."""

    months: int
    day: int

    def due(self, period: Period, calendar: Calendar) -> tuple[date, bool]:  # noqa: ARG002 - one interface
        """Return the day, never an estimate."""
        month = period.end.month - 1 + self.months
        year = period.end.year + month // MONTHS_IN_YEAR
        return _clamped(year, month % MONTHS_IN_YEAR + 1, self.day), False

    def to_json(self) -> dict[str, Any]:
        """Return the rule as it is stored."""
        return {"kind": "after_period", "months": self.months, "day": self.day}

    def __str__(self) -> str:
        if self.months == 0:
            return f"期末当月{self.day}日前"
        return f"期满后第{self.months}个月{self.day}日前"


@dataclass(frozen=True)
class DateInYear:
    """By one day of the period's year, or of a year after it."""

    month: int
    day: int
    years: int = 0

    def due(self, period: Period, calendar: Calendar) -> tuple[date, bool]:  # noqa: ARG002 - one interface
        """Return the day, never an estimate."""
        return _clamped(period.start.year + self.years, self.month, self.day), False

    def to_json(self) -> dict[str, Any]:
        """Return the rule as it is stored."""
        return {
            "kind": "date_in_year",
            "month": self.month,
            "day": self.day,
            "years": self.years,
        }

    def __str__(self) -> str:
        return f"{'次年' if self.years else '当年'}{self.month}月{self.day}日前"


@dataclass(frozen=True)
class AfterEvent:
    """Within so many days, counted from the day after the event or change."""

    days: int

    def due(self, period: Period, calendar: Calendar) -> tuple[date, bool]:  # noqa: ARG002 - one interface
        """Return the day, never an estimate."""
        return period.end + timedelta(days=self.days), False

    def to_json(self) -> dict[str, Any]:
        """Return the rule as it is stored."""
        return {"kind": "after_event", "days": self.days}

    def __str__(self) -> str:
        return f"事后{self.days}日内"


@dataclass(frozen=True)
class AfterEventWorkdays:
    """Within so many working days, counted from the day after the event or change."""

    days: int

    def due(self, period: Period, calendar: Calendar) -> tuple[date, bool]:
        """Return the day; an estimate when it crosses a year not announced."""
        return calendar.add_workdays(period.end, self.days)

    def to_json(self) -> dict[str, Any]:
        """Return the rule as it is stored."""
        return {"kind": "after_event_workdays", "days": self.days}

    def __str__(self) -> str:
        return f"事后{self.days}个工作日内"


FORMS: tuple[tuple[str, type[Any], tuple[str, ...], re.Pattern[str]], ...] = (
    (
        "after_period",
        AfterPeriod,
        ("months", "day"),
        re.compile(r"期满后第(?P<months>\d+)个月(?P<day>\d+)日前?"),
    ),
    (
        "date_in_year",
        DateInYear,
        ("month", "day", "years"),
        re.compile(r"(?P<years>当年|次年)(?P<month>\d+)月(?P<day>\d+)日前?"),
    ),
    (
        "after_event_workdays",
        AfterEventWorkdays,
        ("days",),
        re.compile(r"(?:事后|变更后)?(?P<days>\d+)个工作日内?"),
    ),
    ("after_event", AfterEvent, ("days",), re.compile(r"(?:事后|变更后)?(?P<days>\d+)[日天]内?")),
)
SPOKEN = (
    (re.compile(r"(?:次月|下季首月|下月)(?P<day>\d+)日前?"), 1),
    (re.compile(r"期末当月(?P<day>\d+)日前?"), 0),
)
LIMITS = {
    "months": range(MAX_MONTHS + 1),
    "month": range(1, MONTHS_IN_YEAR + 1),
    "day": range(1, MAX_DAY + 1),
    "days": range(MAX_DAYS + 1),
    "years": range(2),
}


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def rule_from_json(stored: Mapping[str, Any]) -> DueRule:
    """Return a stored rule. Raises ValueError for an unknown or impossible one."""
    for kind, form, names, _ in FORMS:
        if stored.get("kind") == kind:
            values = {name: int(stored[name]) for name in names if name in stored}
            if any(value not in LIMITS[name] for name, value in values.items()):
                break
            rule: DueRule = form(**values)
            return rule
    raise ValueError(f"no such due rule: {dict(stored)!r}")


def rule_from_text(text: str) -> DueRule:
    """Return the rule that Chinese words mean. Raises RuleBroken ("due_text")."""
    words = re.sub(r"\s", "", text)
    for pattern, months in SPOKEN:
        if spoken := pattern.fullmatch(words):
            return rule_from_json({"kind": "after_period", "months": months, **spoken.groupdict()})
    for kind, _, _, pattern in FORMS:
        if found := pattern.fullmatch(words):
            values = found.groupdict()
            if "years" in values:
                values["years"] = "1" if values["years"] == "次年" else "0"
            try:
                return rule_from_json({"kind": kind, **values})
            except ValueError:
                break
    raise RuleBroken("due_text", field="due_rule", text=text)


def rule_for(due_rule: Mapping[str, Any], kind: TenantKind | str) -> DueRule:
    """Return the rule for one kind of tenant. Raises KeyError when there is none."""
    return rule_from_json(due_rule[kind] if kind in due_rule else due_rule[EVERY_KIND])


def due_on(
    due_rule: Mapping[str, Any], kind: TenantKind | str, period: Period, calendar: Calendar
) -> tuple[date, bool]:
    """Return the day by which a tenant of that kind must post, and whether it is 暂估."""
    return rule_for(due_rule, kind).due(period, calendar)


def due_text(due_rule: Mapping[str, Any]) -> str:
    """Return an item's due rules in words, as 村：事后10日内；部门、镇机关：事后20个工作日内."""
    if set(due_rule) == {EVERY_KIND}:
        return str(rule_from_json(due_rule[EVERY_KIND]))
    kinds_by_rule: dict[str, list[str]] = {}
    for kind, name in NAMES.items():
        if kind in due_rule:
            kinds_by_rule.setdefault(str(rule_from_json(due_rule[kind])), []).append(name)
    return "；".join(f"{'、'.join(names)}：{rule}" for rule, names in kinds_by_rule.items())


def due_from_text(text: str) -> dict[str, Any]:
    """Return an item's due rules from words, the inverse of due_text.

    Raises RuleBroken ("due_text") naming the part that is not understood.
    """
    rules: dict[str, Any] = {}
    for part in filter(None, re.split(r"[；;\n]", text.strip())):
        named, colon, words = part.replace(":", "：").partition("：")
        names = re.split(r"[、,，]", named) if colon else [NAMES[EVERY_KIND]]
        rule = rule_from_text(words if colon else part).to_json()
        for name in names:
            if name.strip() not in KINDS_BY_NAME:
                raise RuleBroken("due_text", field="due_rule", text=part)
            rules[KINDS_BY_NAME[name.strip()]] = rule
    if not rules:
        raise RuleBroken("due_text", field="due_rule", text=text)
    return rules


def check_due_rule(due_rule: Mapping[str, Any], frequency: Frequency, kinds: list[str]) -> None:
    """Raise RuleBroken unless every kind has a rule and it suits the frequency."""
    after_event = (AfterEvent, AfterEventWorkdays)
    for kind in kinds:
        if kind not in due_rule and EVERY_KIND not in due_rule:
            raise RuleBroken("due_missing", field="due_rule", kind=KIND_NAMES[TenantKind(kind)])
        rule = rule_for(due_rule, kind)
        if frequency in RECORDED and not isinstance(rule, after_event):
            raise RuleBroken("due_needs_event", field="due_rule")


def default_due_rule(frequency: Frequency) -> dict[str, Any]:
    """Return the usual rules of a frequency, for an item that a township adds."""
    if frequency in RECORDED:
        return {
            TenantKind.VILLAGE.value: AfterEvent(VILLAGE_LIMIT_DAYS).to_json(),
            EVERY_KIND: AfterEventWorkdays(TOWNSHIP_LIMIT_WORKDAYS).to_json(),
        }
    if frequency is Frequency.YEAR:
        return {EVERY_KIND: DateInYear(1, 31, 1).to_json()}
    return {EVERY_KIND: AfterPeriod(1, MONTHLY_DUE_DAY).to_json()}
