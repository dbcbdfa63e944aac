"""What should hang on a tenant's boards: published sheets still on display, and what is missing."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.catalogue.queries import in_year, state_case
from ogi.catalogue.rules import BOARDS, board_name
from ogi.catalogue.rules.frequency import Frequency
from ogi.catalogue.rules.states import State
from ogi.display.rules.hanging import Hanging, HangingBoard, hangs, last_day
from ogi.postings.models import Posting
from ogi.postings.rules.periods import period_words
from ogi.tenants.models import Tenant

LONGEST_DISPLAY = timedelta(days=400)
"""Longer than any shortest display that a catalogue asks for."""


def list_due_to_hang(session: Session, tenant: Tenant, as_of: date) -> list[HangingBoard]:
    """Return, for each of the three boards, what should hang there on a day; two statements."""
    posted = list_posted(session, tenant, as_of)
    missing = _missing(session, tenant, as_of)
    return [
        HangingBoard(
            board,
            board_name(board, tenant.kind),
            tuple(one for one in posted if one.board == board),
            tuple(one for one in missing if one.board == board),
        )
        for board in BOARDS
    ]


def list_posted(session: Session, tenant: Tenant, as_of: date) -> list[Hanging]:
    """Return the published sheets that should hang on a day, in the order of the catalogue."""
    rows = session.execute(_postings(tenant, as_of))
    return [
        _sheet(row)
        for row in rows
        if hangs(row.frequency, row.counted_on, as_of, is_latest=row.place == 1,
                 min_days=row.min_display_days)
    ]  # fmt: skip


def _postings(tenant: Tenant, as_of: date) -> Select[Any]:
    """Return the published sheets, each with its place among those of its item, latest first."""
    placed = _placed(tenant, as_of)
    wanted = (
        select(
            Posting.id, Posting.board, Posting.item_code, Posting.title, Posting.period_label,
            Posting.obligation_id, Posting.kind, Posting.counted_on, Posting.claimed_on,
            CatalogueItem.frequency, CatalogueItem.min_display_days, placed.c.place,
            placed.c.due_on,
        )
        .join(placed, placed.c.id == Posting.id)
        .join(CatalogueItem, _of_township(CatalogueItem.id == Posting.item_id, CatalogueItem))
        .where(
            Posting.township_id == tenant.township_id,
            or_(placed.c.place == 1, Posting.counted_on >= as_of - LONGEST_DISPLAY),
        )
        .order_by(CatalogueItem.position, Posting.item_code, placed.c.place)
    )  # fmt: skip
    return cast("Select[Any]", wanted)


def _placed(tenant: Tenant, as_of: date) -> Subquery:
    covers = func.coalesce(Obligation.period_end, Posting.counted_on)
    order = (covers.desc(), Posting.counted_on.desc(), Posting.id.desc())
    place = func.row_number().over(partition_by=Posting.item_code, order_by=order)
    return (
        select(Posting.id, place.label("place"), Obligation.due_on)
        .outerjoin(Obligation, _of_township(Obligation.id == Posting.obligation_id, Obligation))
        .where(
            Posting.township_id == tenant.township_id,
            Posting.tenant_id == tenant.id,
            Posting.state == "published",
            Posting.counted_on <= as_of,
        )
        .subquery()
    )


def _of_township(
    joined: ColumnElement[bool], other: type[CatalogueItem] | type[Obligation]
) -> ColumnElement[bool]:
    return and_(joined, other.township_id == Posting.township_id)


def _sheet(row: Row[Any]) -> Hanging:
    for_days = row.place > 1 or row.frequency == Frequency.EVENT
    return Hanging(
        board=row.board,
        item_code=row.item_code,
        title=row.title,
        period=row.period_label,
        posting_id=row.id,
        obligation_id=row.obligation_id,
        kind=row.kind,
        posted_on=row.counted_on,
        claimed_on=row.claimed_on,
        due_on=row.due_on,
        until=last_day(row.counted_on, row.min_display_days) if for_days else None,
    )


def _missing(session: Session, tenant: Tenant, as_of: date) -> list[Hanging]:
    """Return the latest missing period of each item, left out where a later one was posted."""
    rows = session.execute(_owed(tenant, as_of)).all()
    latest: dict[str, date] = {}
    for row in rows:
        if row.state in (State.IN_TIME, State.LATE) and row.frequency != Frequency.EVENT:
            latest[row.item_code] = max(row.period_end, latest.get(row.item_code, date.min))
    return _newest(
        row
        for row in rows
        if row.state == State.MISSING
        and row.period_end > latest.get(row.item_code, date.min)
    )  # fmt: skip


def _owed(tenant: Tenant, as_of: date) -> Select[Any]:
    wanted = (
        select(
            Obligation.id, Obligation.board, Obligation.item_code, Obligation.period_key,
            Obligation.period_start, Obligation.period_end, Obligation.event_title,
            Obligation.due_on, CatalogueItem.title, CatalogueItem.frequency,
            state_case(as_of).label("state"),
        )
        .join(
            CatalogueItem,
            and_(
                CatalogueItem.id == Obligation.item_id,
                CatalogueItem.township_id == Obligation.township_id,
            ),
        )
        .where(
            Obligation.township_id == tenant.township_id,
            Obligation.tenant_id == tenant.id,
            Obligation.due_on < as_of,
            or_(in_year(as_of.year), Obligation.year == as_of.year - 1),
        )
        .order_by(
            CatalogueItem.position, Obligation.item_code, Obligation.due_on, Obligation.id
        )
    )  # fmt: skip
    return cast("Select[Any]", wanted)


def _newest(rows: Iterable[Row[Any]]) -> list[Hanging]:
    """Return one line for each item, or for each event."""
    found: dict[tuple[str, str], Hanging] = {}
    for row in rows:
        event = row.period_key if row.frequency == Frequency.EVENT else ""
        known = found.get((row.item_code, event))
        title = f"{row.title}（{row.event_title}）" if row.event_title else row.title
        found[row.item_code, event] = Hanging(
            board=row.board,
            item_code=row.item_code,
            title=title,
            period=period_words(row.period_key, row.period_start),
            obligation_id=row.id,
            due_on=row.due_on,
            missing=1 + (known.missing if known else 0),
        )
    return list(found.values())
