"""The long works of this room: today's sheets with their list, and whole boards."""

from datetime import date
from typing import Any

from ogi.display.paper.printing import Press, print_poster, print_today
from ogi.display.queries.boards import get_board
from ogi.platform.db import Scope, ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.runner import FileWork, Product, Progress
from ogi.platform.storage import Storage
from ogi.tenants.models import Tenant
from ogi.tenants.queries import get_tenant

PRINT_SHEETS = "display.sheets"
PRINT_POSTER = "display.poster"
PDF = "application/pdf"


def sheets_name(tenant: Tenant, on: date) -> str:
    """Name the file of today's sheets."""
    return f"{tenant.name}张贴件{on:%Y%m%d}.pdf"


def _print_sheets(
    session: ScopedSession, arguments: dict[str, Any], progress: Progress, files: Storage
) -> Product:
    """Print what a tenant has to hang. Raises NotFound, RuleBroken."""
    tenant, press = _tenant(session, arguments), _press(arguments, files)
    data = print_today(session, tenant, str(arguments["paper"]), press, progress)
    return Product(sheets_name(tenant, press.today), PDF, data)


def _print_poster(
    session: ScopedSession, arguments: dict[str, Any], progress: Progress, files: Storage
) -> Product:
    """Print a whole board. Raises NotFound, RuleBroken."""
    tenant, press = _tenant(session, arguments), _press(arguments, files)
    scope = Scope(tenant.township_id, tenant.id)
    key = arguments.get("board")
    board = get_board(session, scope, int(key)) if key else None
    paper = str(arguments["paper"])
    data = print_poster(session, tenant, board, paper, press, progress)
    name = f"{tenant.name}{board.name if board else ''}整栏海报{paper}-{press.today:%Y%m%d}.pdf"
    return Product(name, PDF, data)


def _tenant(session: ScopedSession, arguments: dict[str, Any]) -> Tenant:
    township_id = session.scope.township_id
    if township_id is None:
        raise NotFound
    return get_tenant(session, township_id, int(arguments["tenant"]))


def _press(arguments: dict[str, Any], files: Storage) -> Press:
    return Press(files, str(arguments["site"]), date.fromisoformat(str(arguments["on"])))


WORKS = {PRINT_SHEETS: FileWork(_print_sheets), PRINT_POSTER: FileWork(_print_poster)}
