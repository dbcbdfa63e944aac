"""The choices a township makes for itself, with their defaults."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from ogi.platform.errors import RuleBroken, declare_messages

declare_messages(
    {
        "soon_days_range": "“即将到期”的提前天数请填 1 到 60。",
        "index_pattern_serial": "索引号格式里要有顺序号 {{serial}}，例如 {example}。",
        "index_pattern_unknown": "索引号格式里有不认识的部分“{part}”，可用：{known}。",
    }
)

INDEX_PARTS = ("township", "tenant", "board", "item", "year", "month", "serial")
INDEX_EXAMPLE = "{township}-{tenant}-{item}-{year}-{serial:04d}"
LONGEST_SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class TownshipSettings:
    """A township's own choices.

    `soon_days`: calendar days before a due date from which an obligation is 即将到期.
    `report_due_month`, `report_due_day`: when last year's report is due (default 31 January;
    the Regulation, Art. 49, names counties only). `show_missing`: whether anyone may read
    what a tenant has not posted.
    """

    index_pattern: str = INDEX_EXAMPLE
    region_code: str = ""
    hotline: str = ""
    soon_days: int = 7
    report_due_month: int = 1
    report_due_day: int = 31
    show_missing: bool = True
    issuing_body: str = ""


def settings_of(stored: dict[str, Any]) -> TownshipSettings:
    """Read stored choices, with defaults for what was never chosen."""
    known = {field.name for field in fields(TownshipSettings)}
    return TownshipSettings(**{key: value for key, value in stored.items() if key in known})


def stored_form(settings: TownshipSettings) -> dict[str, Any]:
    """Return the choices as they are stored in `Township.settings`."""
    return asdict(settings)


def check_soon_days(days: int) -> None:
    """Raise RuleBroken("soon_days_range") outside 1 to 60 days."""
    if not 1 <= days <= LONGEST_SOON_DAYS:
        raise RuleBroken("soon_days_range", field="soon_days")
