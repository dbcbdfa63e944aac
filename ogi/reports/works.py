"""The long work of this room: laying a year's report out as a PDF."""

from typing import Any

from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.runner import Product, Progress
from ogi.reports import queries
from ogi.reports.printing import file_name, print_report
from ogi.tenants.queries import get_township_by_id

PRINT_REPORT = "report.pdf"
STEPS = 2


def print_year(session: ScopedSession, arguments: dict[str, Any], progress: Progress) -> Product:
    """Print the issued report of a year, or its draft. Raises NotFound."""
    township_id, year = session.scope.township_id, int(arguments["year"])
    if township_id is None:
        raise NotFound
    progress(0, STEPS, "正在取数")
    snapshot = queries.find_issued_report(session, township_id, year)
    if snapshot is not None:
        document = queries.read_snapshot(session, snapshot)
    else:
        township = get_township_by_id(session, township_id)
        document = queries.compose_report(session, township, year, today=clock.today())
    progress(1, STEPS, f"正在排版，登记表{len(document.register)}条")
    return Product(file_name(document, "pdf"), "application/pdf", print_report(document))
