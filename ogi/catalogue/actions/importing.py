"""Taking a planned import over, as a whole or its sound rows only."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.catalogue import queries
from ogi.catalogue.actions.items import adapt_item, add_item
from ogi.catalogue.rules import check_import
from ogi.platform.clock import local_date


def import_items(
    session: Session,
    township_id: int,
    data: bytes,
    valid_from: date,
    *,
    only_sound: bool,
    actor_id: int | None,
    now: datetime,
) -> queries.ImportPlan:
    """Add and adapt items from a file; the file is read and checked again here.

    Raises RuleBroken when rows are faulty and `only_sound` was not chosen, or when
    nothing would change; then nothing is imported.
    """
    plan = queries.plan_import(session, township_id, data, valid_from, today=local_date(now))
    check_import(len(plan.errors), len(plan.changes), only_sound=only_sound)
    for row in plan.changes:
        if row in plan.added:
            add_item(
                session, township_id, row.code, row.values, valid_from, actor_id=actor_id, now=now
            )
        else:
            item = queries.get_latest_item(session, township_id, row.code)
            adapt_item(session, item, row.values, valid_from, actor_id=actor_id, now=now)
    return plan
