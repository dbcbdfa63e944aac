"""Keeping the summaries of the checklist."""

from collections.abc import Mapping

from sqlalchemy import delete, insert
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
    in between makes the summary look older than it is, and it is counted once more. When
    two do the same at once, the second fails on the table's unique key.
    """
    session.execute(
        delete(ChecklistRow)
        .where(
            ChecklistRow.township_id == township_id,
            ChecklistRow.year == view.year,
            ChecklistRow.tenant_id.in_(list(counted)),
        )
        .execution_options(synchronize_session=False)
    )
    session.execute(
        insert(ChecklistRow),
        [
            {
                "township_id": township_id,
                "tenant_id": tenant_id,
                "year": view.year,
                "as_of": view.as_of,
                "soon_days": view.soon_days,
                "number": numbers[tenant_id],
                "cells": {code: tally.to_json() for code, tally in cells.items()},
            }
            for tenant_id, cells in counted.items()
        ],
    )
