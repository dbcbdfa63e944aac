"""The notice (通知) of the leading group and of the named persons, as an official letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ogi.audits.duties.models import GroupMember
from ogi.audits.duties.queries import RosterLine, by_part, has_past, list_members, list_roster
from ogi.audits.duties.rules import PART_NAMES, ROSTER_ROLES, Part
from ogi.platform.pdf import print_pdf, render_print
from ogi.tenants.queries import get_township_by_id
from ogi.tenants.rules import ROLE_NAMES
from ogi.tenants.settings import settings_of

GROUP_PARTS = (Part.HEAD, Part.DEPUTY, Part.MEMBER)
ORGAN_SIZES = ((9, "large"), (12, "medium"), (16, "small"), (23, "tiny"))
VACANT = "（空缺）"


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice as plain values: who sends it, the group by parts, the annexed roster."""

    township: str
    issuer: str
    number: str
    is_first: bool
    issued_on: date
    on: date
    group: tuple[tuple[str, tuple[str, ...]], ...]
    office: tuple[str, ...]
    roster: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        """The title: 成立 for the first one, 调整 for every later one."""
        return self.head + self.tail

    @property
    def head(self) -> str:
        """The title's first line."""
        return f"{self.issuer}关于{'成立' if self.is_first else '调整'}"

    @property
    def tail(self) -> str:
        """The title's second line."""
        return f"政务公开工作领导小组{'' if self.is_first else '成员'}的通知"

    @property
    def organ_size(self) -> str:
        """The type size at which the red head fits on one line."""
        length = len(self.issuer) + len("文件")
        return next((size for most, size in ORGAN_SIZES if length <= most), "wrapped")


def compose_notice(
    session: Session, township_id: int, *, on: date, issued_on: date, number: str
) -> Notice:
    """Put the notice together as things stood on a day."""
    township = get_township_by_id(session, township_id)
    parts = by_part(list_members(session, township_id, on))
    return Notice(
        township=township.name,
        issuer=settings_of(township.settings).issuing_body or f"{township.name}人民政府",
        number=number,
        is_first=not has_past(session, township_id, on),
        issued_on=issued_on,
        on=on,
        group=tuple((PART_NAMES[part], _names(parts[part])) for part in GROUP_PARTS if parts[part]),
        office=_names(parts[Part.OFFICE]),
        roster=tuple(roster_row(line) for line in list_roster(session, township_id, on)),
    )


def roster_row(line: RosterLine) -> tuple[str, ...]:
    """Return a tenant's named persons in words; a needed post that nobody holds says so."""
    leader = "" if line.leader is None else f"{line.leader.name} {line.leader.title}".strip()
    cells = [line.tenant.name, leader or VACANT]
    for role in ROSTER_ROLES:
        names = "、".join(one.name for one in line.holders[role] if not one.stopped)
        cells.append(names or (VACANT if role in line.lacking else "—"))
    return tuple(cells)


def roster_heads() -> tuple[str, ...]:
    """Return the heads of the roster's table."""
    return ("单位", "分管领导", *(ROLE_NAMES[role] for role in ROSTER_ROLES))


def print_notice(notice: Notice) -> bytes:
    """Lay the notice out as an official document (GB/T 9704-2012) in a tagged PDF."""
    return print_pdf(notice_paper(notice))


def notice_paper(notice: Notice) -> str:
    """Write the HTML that is laid out on paper."""
    return render_print("notice/document.html", notice=notice, heads=roster_heads())


def _names(members: Sequence[GroupMember]) -> tuple[str, ...]:
    """Return names as the notice sets them: 王　芳　镇党委书记."""
    return tuple(f"{_spaced(member.name)}　{member.title}".rstrip("　") for member in members)


def _spaced(name: str) -> str:
    """Widen a name of two characters to three, as lists of names are set."""
    return f"{name[0]}　{name[1]}" if len(name) == len("某某") else name
