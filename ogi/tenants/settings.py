"""The choices a township makes for itself, with their defaults."""

import re
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.tenants.numbering import check_pattern

declare_messages(
    {
        "soon_days_range": "“即将到期”的提前天数请填 1 到 60。",
        "report_due": "{year}年没有{month}月{day}日，请改年度报告的截止日期。",
        "region_code_form": "行政区划代码是 6 到 12 位数字，例如 330127103。",
        "setting_long": "最多 {longest} 个字。",
        "order_workdays_range": "整改期限请填 1 到 60 个工作日。",
        "answer_days_range": "答复期限请填 1 到 60 天。",
        "hue_form": "颜色写成 # 加六位，例如 #B3272D。",
        "hue_pale": "这个颜色太浅，白字印在上面看不清，请选深一些的。",
        "head_blank": "请填写栏头的字，最多 {longest} 个字。",
        "board_choice": "请从列出的几种里选一种。",
        "chain_form": "审核是必经的环节；其余只能是村务监督、保密审查、备案，顺序不能变。",
    }
)

INDEX_EXAMPLE = "{township}-{tenant}-{item}-{year}-{serial:04d}"
LONGEST_SOON_DAYS = 60
LONGEST_ORDER_WORKDAYS = 60
LONGEST_ANSWER_DAYS = 60
LONGEST_TEXT = 60
REGION_CODE = re.compile(r"|\d{6}|\d{9}|\d{12}")
ORDINARY_YEAR = 2025
LONGEST_HEAD = 12
HUE = re.compile(r"#[0-9A-Fa-f]{6}")
LOWEST_CONTRAST = 4.5
"""Of white letters on a head. Source: WCAG 2.2, 1.4.3."""
SHEET_PAPERS = ("A4", "A3")
POSTER_PAPERS = ("A2", "A1", "A0")
ORNAMENTS = ("plain", "lines", "fret", "clouds")
CHAIN_STEPS = ("review", "committee", "secrecy", "filing")


@dataclass(frozen=True, slots=True)
class TownshipSettings:
    """A township's own choices.

    `soon_days`: calendar days before a due date from which an obligation is 即将到期.
    `report_due_month`, `report_due_day`: when last year's report is due (default 31 January;
    the Regulation, Art. 49, names counties only). `show_missing`: whether anyone may read
    what a tenant has not posted. `chain_*`: the steps of each board between drafting and filing,
    of review, committee, secrecy and filing. `kept_phones`: office and supervision numbers, one a
    line, that are not personal data. `order_prefix`: what stands before 〔2026〕3号 on an order to
    put faults right; `order_workdays`: how long such an order gives unless it says otherwise.
    `answer_days`, `township_answer_days`: calendar days in which a village, or an office of the
    township, has to answer what people say (重庆's rules; set them to your own).
    `head_*`, `hue_*`, `ornament`, `sheet_paper`, `poster_paper` and `poster_title` are the
    township's one standard for what is printed for the boards (统一专栏制作标准).
    """

    index_pattern: str = INDEX_EXAMPLE
    region_code: str = ""
    hotline: str = ""
    soon_days: int = 7
    report_due_month: int = 1
    report_due_day: int = 31
    show_missing: bool = True
    issuing_body: str = ""
    chain_party: str = "review,secrecy"
    chain_affairs: str = "review,secrecy"
    chain_finance: str = "review,committee,secrecy,filing"
    kept_phones: str = ""
    order_prefix: str = ""
    order_workdays: int = 5
    answer_days: int = 3
    township_answer_days: int = 10
    head_party: str = "党务公开"
    head_affairs: str = "村务公开"
    head_elsewhere: str = "政务公开"
    head_finance: str = "财务公开"
    hue_party: str = "#B3272D"
    hue_affairs: str = "#1F5FA8"
    hue_finance: str = "#7A5200"
    ornament: str = "lines"
    sheet_paper: str = "A4"
    poster_paper: str = "A1"
    poster_title: str = ""

    def chain_of(self, board: str) -> str:
        """Return the steps, comma-joined, that a posting of a board goes through."""
        chains = {"party": self.chain_party, "affairs": self.chain_affairs}
        return chains.get(board, self.chain_finance)


def settings_of(stored: dict[str, Any]) -> TownshipSettings:
    """Read stored choices, with defaults for what was never chosen."""
    known = {field.name for field in fields(TownshipSettings)}
    return TownshipSettings(**{key: value for key, value in stored.items() if key in known})


def stored_form(settings: TownshipSettings) -> dict[str, Any]:
    """Return the choices as they are stored in `Township.settings`."""
    return asdict(settings)


def check_settings(settings: TownshipSettings) -> None:
    """Raise RuleBroken at the field of the first choice that cannot work."""
    check_pattern(settings.index_pattern)
    check_soon_days(settings.soon_days)
    for name in ("chain_party", "chain_affairs", "chain_finance"):
        check_chain(getattr(settings, name), field=name)
    if not REGION_CODE.fullmatch(settings.region_code):
        raise RuleBroken("region_code_form", field="region_code")
    check_order_workdays(settings.order_workdays)
    for name in ("answer_days", "township_answer_days"):
        if not 1 <= getattr(settings, name) <= LONGEST_ANSWER_DAYS:
            raise RuleBroken("answer_days_range", field=name)
    for name in ("hotline", "issuing_body", "order_prefix"):
        if len(getattr(settings, name)) > LONGEST_TEXT:
            raise RuleBroken("setting_long", field=name, longest=LONGEST_TEXT)
    check_standard(settings)
    month, day = settings.report_due_month, settings.report_due_day
    try:
        date(ORDINARY_YEAR, month, day)
    except ValueError:
        raise RuleBroken(
            "report_due", field="report_due_day", year=ORDINARY_YEAR, month=month, day=day
        ) from None


def check_standard(settings: TownshipSettings) -> None:
    """Raise RuleBroken at the first choice with which boards could not be printed well."""
    for name in ("head_party", "head_affairs", "head_elsewhere", "head_finance"):
        if not 1 <= len(getattr(settings, name).strip()) <= LONGEST_HEAD:
            raise RuleBroken("head_blank", field=name, longest=LONGEST_HEAD)
    if len(settings.poster_title) > LONGEST_HEAD:
        raise RuleBroken("setting_long", field="poster_title", longest=LONGEST_HEAD)
    for name in ("hue_party", "hue_affairs", "hue_finance"):
        check_hue(getattr(settings, name), field=name)
    for name, known in (
        ("ornament", ORNAMENTS),
        ("sheet_paper", SHEET_PAPERS),
        ("poster_paper", POSTER_PAPERS),
    ):
        if getattr(settings, name) not in known:
            raise RuleBroken("board_choice", field=name)


def check_hue(hue: str, *, field: str) -> None:
    """Raise RuleBroken ("hue_form", "hue_pale") unless white letters can be read on a colour."""
    if not HUE.fullmatch(hue):
        raise RuleBroken("hue_form", field=field)
    if 1.05 / (_luminance(hue) + 0.05) < LOWEST_CONTRAST:
        raise RuleBroken("hue_pale", field=field)


def _luminance(hue: str) -> float:
    """Return a colour's relative luminance, 0 to 1. Source: WCAG 2.2, relative luminance."""
    parts = [int(hue[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]  # noqa: PLR2004 - the formula's own figures
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def check_soon_days(days: int) -> None:
    """Raise RuleBroken("soon_days_range") outside 1 to 60 days."""
    if not 1 <= days <= LONGEST_SOON_DAYS:
        raise RuleBroken("soon_days_range", field="soon_days")


def check_order_workdays(days: int) -> None:
    """Raise RuleBroken("order_workdays_range") outside 1 to 60 working days."""
    if not 1 <= days <= LONGEST_ORDER_WORKDAYS:
        raise RuleBroken("order_workdays_range", field="order_workdays")


def check_chain(chain: str, *, field: str) -> None:
    """Raise RuleBroken("chain_form") unless the steps begin with review and keep their order."""
    steps = chain.split(",")
    if steps[0] != CHAIN_STEPS[0] or steps != [step for step in CHAIN_STEPS if step in steps]:
        raise RuleBroken("chain_form", field=field)
