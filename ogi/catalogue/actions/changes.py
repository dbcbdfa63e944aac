"""Telling summaries that a tenant's obligations have changed."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ogi.catalogue.models import Obligation, ObligationVersion
from ogi.catalogue.rules import is_standing_key
from ogi.platform.db.inserting import insert_missing


def changed(session: Session, township_id: int, tenant_id: int, year: int) -> None:
    """Count one change of a tenant's obligations in a year, in the same transaction.

    Every action on obligations calls this; a summary kept by a higher room (the
    checklist of `audits`) stores the number it was made from in
    `ObligationVersion.number` and is stale as soon as the two differ. An obligation
    that comes, goes, is met, reopened, declared or moved counts; nothing else does.
    """
    changed_many(session, township_id, year, [tenant_id])


def changed_many(session: Session, township_id: int, year: int, tenant_ids: Iterable[int]) -> None:
    """Count one change for each of these tenants in a year."""
    wanted = set(tenant_ids)
    if not wanted:
        return
    rows = [
        {"township_id": township_id, "tenant_id": tenant_id, "year": year, "number": 0}
        for tenant_id in sorted(wanted)
    ]
    insert_missing(session, ObligationVersion, rows)
    session.execute(
        update(ObligationVersion)
        .where(
            ObligationVersion.township_id == township_id,
            ObligationVersion.year == year,
            ObligationVersion.tenant_id.in_(wanted),
        )
        .values(number=ObligationVersion.number + 1)
        .execution_options(synchronize_session=False)
    )


def obligation_changed(session: Session, obligation: Obligation) -> None:
    """Count a change of one obligation: in its year, and for a standing item in later ones.

    A standing item that is still to be met stands in the checklist of each later year.
    """
    township_id, tenant_id = obligation.township_id, obligation.tenant_id
    changed(session, township_id, tenant_id, obligation.year)
    if not is_standing_key(obligation.period_key):
        return
    later = select(ObligationVersion.year).where(
        ObligationVersion.township_id == township_id,
        ObligationVersion.tenant_id == tenant_id,
        ObligationVersion.year > obligation.year,
    )
    for year in session.scalars(later).all():
        changed(session, township_id, tenant_id, year)
