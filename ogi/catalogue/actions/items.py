"""Changing a township's items: add, adapt, retire, restore."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ogi.catalogue import queries
from ogi.catalogue.actions.obligations import replan
from ogi.catalogue.models import CatalogueItem
from ogi.catalogue.rules import (
    ItemValues,
    check_adaptation,
    check_code,
    check_item,
    check_retirement,
)
from ogi.platform.clock import local_date
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record

ONE_DAY = timedelta(days=1)
OWN_SOURCE = "own"


def add_item(
    session: Session,
    township_id: int,
    code: str,
    values: ItemValues,
    valid_from: date,
    *,
    actor_id: int | None,
    now: datetime,
) -> CatalogueItem:
    """Add an item of the township's own, and the obligations of the planned years.

    Raises RuleBroken for a code in use or for content that cannot be used.
    """
    check_code(code)
    check_item(values)
    if code in queries.list_codes(session, township_id):
        raise RuleBroken("item_code_taken", field="code", taken=code)
    last = session.scalar(
        select(func.max(CatalogueItem.position)).where(CatalogueItem.township_id == township_id)
    )
    item = make_item(township_id, code, values, valid_from, position=(last or 0) + 1)
    item.source, item.updated_at = OWN_SOURCE, now
    session.add(item)
    record(session, actor_id, "item.added", item, at=now, code=code, valid_from=str(valid_from))
    replan(session, township_id, code, valid_from)
    return item


def make_item(
    township_id: int, code: str, values: ItemValues, valid_from: date, *, position: int
) -> CatalogueItem:
    """Return an item's first version, not yet in a session."""
    return CatalogueItem(
        township_id=township_id,
        code=code,
        valid_from=valid_from,
        position=position,
        **asdict(values),
    )


def adapt_item(
    session: Session,
    item: CatalogueItem,
    values: ItemValues,
    valid_from: date,
    *,
    actor_id: int | None,
    now: datetime,
    version: int | None = None,
) -> CatalogueItem:
    """Begin a new version of an item on a day; past periods keep the old one.

    Raises RuleBroken for a day in the past, a retired item or unusable content, and
    Conflict when `version` is not the item's present one.
    """
    _check_seen(item, version)
    check_adaptation(
        current_from=item.valid_from,
        current_to=item.valid_to,
        new_from=valid_from,
        today=local_date(now),
    )
    check_item(values)
    item.valid_to, item.updated_at = valid_from - ONE_DAY, now
    session.flush()
    new = make_item(item.township_id, item.code, values, valid_from, position=item.position)
    new.source, new.updated_at = OWN_SOURCE, now
    session.add(new)
    detail = {"code": item.code, "valid_from": str(valid_from)}
    record(session, actor_id, "item.adapted", new, at=now, **detail)
    replan(session, item.township_id, item.code, valid_from)
    return new


def retire_item(
    session: Session,
    item: CatalogueItem,
    last_day: date,
    *,
    actor_id: int | None,
    now: datetime,
    version: int | None = None,
) -> None:
    """Let an item be in force for the last time on a day; open later periods go.

    Raises RuleBroken for a retired item or a day in the past.
    """
    _check_seen(item, version)
    check_retirement(
        current_from=item.valid_from,
        current_to=item.valid_to,
        last_day=last_day,
        today=local_date(now),
    )
    item.valid_to, item.updated_at = last_day, now
    record(session, actor_id, "item.retired", item, at=now, code=item.code, last_day=str(last_day))
    replan(session, item.township_id, item.code, last_day)


def restore_item(
    session: Session, item: CatalogueItem, *, actor_id: int | None, now: datetime
) -> None:
    """Undo an item's retirement, and owe again what its planned years ask for.

    Raises RuleBroken when the item is not retired.
    """
    if item.valid_to is None:
        raise RuleBroken("item_not_retired")
    retired_on = item.valid_to
    item.valid_to, item.updated_at = None, now
    record(session, actor_id, "item.restored", item, at=now, code=item.code)
    replan(session, item.township_id, item.code, retired_on)


def _check_seen(item: CatalogueItem, version: int | None) -> None:
    if version is not None and version != item.version:
        raise Conflict
