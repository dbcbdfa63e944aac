"""The leading group (领导小组) and each tenant's leader: parts, terms, and their succession."""

from datetime import date, timedelta
from enum import StrEnum

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.tenants.rules import TenantRole

LONGEST_NAME, LONGEST_TITLE, LONGEST_PHONE = 20, 40, 30
ONE_DAY = timedelta(days=1)

declare_messages(
    {
        "duty_name": "请填写姓名。",
        "duty_long": "最多 {longest} 个字。",
        "duty_days": "最后一天不能早于任职日期 {since}。",
        "duty_over": "{name}的任职已在 {until} 结束，不能再改。",
        "duty_next_day": "接任日期要晚于 {name} 的任职日期 {since}。",
        "duty_overlap": "{name}的任期到 {until} 为止，接任日期要在这以后。",
        "duty_head": "{name}从 {since} 起是组长，组长只有一人：请在{name}一行登记接任。",
    }
)


class Part(StrEnum):
    """What somebody is in the leading group: 组长, 副组长, 成员; or in its office (办公室)."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"
    OFFICE = "office"


PART_NAMES: dict[str, str] = {
    Part.HEAD: "组长",
    Part.DEPUTY: "副组长",
    Part.MEMBER: "成员",
    Part.OFFICE: "办公室",
}
ROSTER_ROLES = (
    TenantRole.DRAFTER,
    TenantRole.REVIEWER,
    TenantRole.PUBLISHER,
    TenantRole.SECRECY,
    TenantRole.COMMITTEE,
)
"""The posts of the duty roster, in the order of the chain's own list of posts."""


def check_person(name: str, title: str, phone: str = "") -> None:
    """Raise RuleBroken for a name that is blank, or for words too long for the notice."""
    if not name.strip():
        raise RuleBroken("duty_name", field="name")
    for field, text, longest in (
        ("name", name, LONGEST_NAME),
        ("title", title, LONGEST_TITLE),
        ("phone", phone, LONGEST_PHONE),
    ):
        if len(text) > longest:
            raise RuleBroken("duty_long", field=field, longest=longest)


def check_last_day(name: str, since: date, until: date | None, last: date) -> None:
    """Raise RuleBroken for a term that is over already, or would end before it began."""
    if until is not None:
        raise RuleBroken("duty_over", name=name, until=until)
    if last < since:
        raise RuleBroken("duty_days", field="until", since=since)


def last_day_before(name: str, since: date, begins: date) -> date:
    """Return the last day of a term when the next holder begins.

    Raises RuleBroken("duty_next_day") unless the next one begins after this one did.
    """
    if begins <= since:
        raise RuleBroken("duty_next_day", field="since", name=name, since=since)
    return begins - ONE_DAY


def check_after(name: str, until: date | None, begins: date) -> None:
    """Raise RuleBroken("duty_overlap") for a term that begins before the last one is over."""
    if until is not None and begins <= until:
        raise RuleBroken("duty_overlap", field="since", name=name, until=until)


def check_only_head(part: str, others: list[tuple[str, date]]) -> None:
    """Raise RuleBroken("duty_head") for a second head; `others` are heads with their first day."""
    if part == Part.HEAD and others:
        name, since = others[0]
        raise RuleBroken("duty_head", field="part", name=name, since=since)
