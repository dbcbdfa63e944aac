"""The register of boards as a file."""

from typing import Any

from ogi.catalogue.rules import board_name
from ogi.display.models import Board
from ogi.display.queries.boards import Asked, boards_statement
from ogi.display.rules.boards import columns_of
from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.tabular import Column, Page, Register
from ogi.tenants.models import Tenant
from ogi.tenants.queries import get_tenant, seat_name

STATE_WORDS = {"standing": "在用", "gone": "已停用"}
COLUMNS = (
    Column("单位", width=16),
    Column("名称", width=20),
    Column("地点", width=28),
    Column("栏目", width=20),
    Column("宽（厘米）", "number", 10),
    Column("高（厘米）", "number", 10),
    Column("材质", width=16),
    Column("监督电话", width=16),
    Column("意见箱", width=8),
    Column("管理人", width=12),
    Column("管理人电话", width=16),
    Column("照片", width=8),
    Column("启用日期", "date", 13),
    Column("停用日期", "date", 13),
)


def asked_of(arguments: dict[str, Any]) -> Asked:
    """Read back what the register was narrowed to."""
    return Asked(
        arguments.get("tenant") or None, arguments.get("text") or "", arguments.get("state") or ""
    )


def build(session: ScopedSession, arguments: dict[str, Any]) -> Register:
    """Return the boards of the seat as they stand in the register today."""
    township_id, asked = session.scope.township_id, asked_of(arguments)
    if township_id is None:
        raise NotFound
    today = clock.today()
    found = session.execute(boards_statement(session.scope, asked, today))
    unit = get_tenant(session, township_id, asked.tenant_id).name if asked.tenant_id else ""
    return Register(
        title="公开栏台账",
        place=seat_name(session),
        pages=[Page("公开栏", COLUMNS, [_cells(board, tenant) for board, tenant in found])],
        made_on=today,
        narrowed=[
            ("单位", unit),
            ("查找", asked.text),
            ("状态", STATE_WORDS.get(asked.state, "")),
        ],
    )


def _cells(board: Board, tenant: Tenant) -> tuple[object, ...]:
    return (
        tenant.name,
        board.name,
        board.place,
        "、".join(board_name(one, tenant.kind) for one in columns_of(board.boards)),
        board.width_cm,
        board.height_cm,
        board.material,
        board.hotline,
        "有" if board.suggestion_box else "没有",
        board.keeper,
        board.keeper_phone,
        "有" if board.photo_key else "没有",
        board.since,
        board.until,
    )


def count(session: ScopedSession, arguments: dict[str, Any]) -> int:
    """Return how many boards the register has."""
    return count_rows(session, boards_statement(session.scope, asked_of(arguments), clock.today()))


BOARDS = RegisterKind("register.boards", "公开栏台账", build, count)
