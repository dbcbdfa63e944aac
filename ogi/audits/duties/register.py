"""The duty roster as a file: the group, and each tenant's named persons."""

from datetime import date
from typing import Any

from ogi.audits.duties.notice import roster_row
from ogi.audits.duties.queries import RosterLine, list_members, list_roster
from ogi.audits.duties.rules import PART_NAMES, ROSTER_ROLES
from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.exports import RegisterKind
from ogi.platform.tabular import Column, Page, Register
from ogi.tenants.queries import seat_name
from ogi.tenants.rules import KIND_NAMES, ROLE_NAMES, TenantKind

GROUP_COLUMNS = (
    Column("在领导小组", width=12),
    Column("姓名", width=12),
    Column("职务", width=30),
    Column("任职日期", "date", 13),
)
ROSTER_COLUMNS = (
    Column("单位", width=16),
    Column("类别", width=9),
    Column("分管领导", width=20),
    Column("办公电话", width=15),
    *(Column(ROLE_NAMES[role], width=12) for role in ROSTER_ROLES),
    Column("空缺", width=18),
)


def build(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return the group and the roster of a day."""
    township_id = session.scope.township_id
    if township_id is None:
        raise NotFound
    on = date.fromisoformat(asked["on"]) if asked.get("on") else clock.today()
    text, lacking = asked.get("text") or "", bool(asked.get("lacking"))
    lines = list_roster(session, township_id, on, text=text, lacking=lacking)
    group = [
        (PART_NAMES[one.part], one.name, one.title, one.since)
        for one in list_members(session, township_id, on)
    ]
    return Register(
        title="政务公开责任人员名单",
        place=seat_name(session),
        pages=[
            Page("责任人员", ROSTER_COLUMNS, [_cells(line) for line in lines]),
            Page("领导小组", GROUP_COLUMNS, group),
        ],
        made_on=clock.today(),
        narrowed=[
            ("截至", on.isoformat()),
            ("单位", text),
            ("范围", "有空缺的" if lacking else ""),
        ],
    )


def _cells(line: RosterLine) -> tuple[object, ...]:
    name, leader, *posts = roster_row(line)
    phone = "" if line.leader is None else line.leader.phone
    lacking = [ROLE_NAMES[role] for role in line.lacking]
    return (
        name,
        KIND_NAMES[TenantKind(line.tenant.kind)],
        leader,
        phone,
        *posts,
        "、".join([*([] if line.leader else ["分管领导"]), *lacking]),
    )


DUTIES = RegisterKind("register.duties", "政务公开责任人员名单", build)
