"""Keeping the summaries of the checklist."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.audits.models import ChecklistRow
from ogi.audits.queries.cells import Cells, View


def keep_summaries(
    session: Session,
    township_id: int,
    view: View,
    numbers: Mapping[int, int],
    counted: Mapping[int, Cells],
) -> None:
    """Store the year's counts of these tenants in place of older ones; the caller commits.

    `numbers` are the versions that were read before the obligations were counted: a change
    in between makes the summary look older than it is, and it is counted once more.
    """
    wanted = select(ChecklistRow).where(
        ChecklistRow.township_id == township_id,
        ChecklistRow.year == view.year,
        ChecklistRow.tenant_id.in_(list(counted)),
    )
    known = {row.tenant_id: row for row in session.scalars(wanted)}
    for tenant_id, cells in counted.items():
        row = known.get(tenant_id)
        if row is None:
            row = ChecklistRow(township_id=township_id, tenant_id=tenant_id, year=view.year)
            session.add(row)
        row.as_of, row.soon_days, row.number = view.as_of, view.soon_days, numbers[tenant_id]
        row.cells = {code: tally.to_json() for code, tally in cells.items()}
