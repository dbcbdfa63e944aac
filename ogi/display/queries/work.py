"""What hangs, and what has to be hung or taken down."""

from datetime import date
from typing import Any, cast

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session

from ogi.display.models import Board, HungSheet
from ogi.display.queries.boards import list_places
from ogi.display.queries.hanging import list_posted
from ogi.display.rules.sheets import Up, Work, plan_work
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.postings.models import Posting
from ogi.postings.queries.postings import owned_by
from ogi.tenants.models import Tenant


def work_of(session: Session, tenant: Tenant, on: date) -> Work:
    """Return what a tenant has to hang and to take down; four statements."""
    due = list_posted(session, tenant, on)
    return plan_work(due, list_places(session, tenant, on), list_up(session, tenant), on)


def list_up(session: Session, tenant: Tenant) -> list[Up]:
    """Return every sheet that hangs on a tenant's boards, by board and day."""
    return [_up(row) for row in session.execute(_sheets(tenant).where(HungSheet.down_on.is_(None)))]


def sheets_of_board(board: Board) -> Select[Any]:
    """Return what hangs and hung on one board, the latest first, for paging."""
    wanted = (
        select(HungSheet, Posting.title, Posting.period_label, Posting.board, Posting.state)
        .join(Posting, _posting_of())
        .where(HungSheet.township_id == board.township_id, HungSheet.board_id == board.id)
        .order_by(HungSheet.down_on.is_not(None), HungSheet.hung_on.desc(), HungSheet.id.desc())
    )
    return cast("Select[Any]", wanted)


def get_hung(session: Session, scope: Scope, sheet_id: int) -> HungSheet:
    """Return one row of what hangs. Raises NotFound."""
    wanted = select(HungSheet).where(*owned_by(HungSheet, scope), HungSheet.id == sheet_id)
    sheet = session.scalars(wanted).one_or_none()
    if sheet is None:
        raise NotFound
    return sheet


def _sheets(tenant: Tenant) -> Select[Any]:
    wanted = (
        select(
            HungSheet.id, HungSheet.board_id, HungSheet.posting_id, HungSheet.hung_on,
            Posting.item_code, Posting.title, Posting.period_label, Posting.state,
        )
        .join(Posting, _posting_of())
        .where(HungSheet.township_id == tenant.township_id, HungSheet.tenant_id == tenant.id)
        .order_by(HungSheet.board_id, HungSheet.hung_on, HungSheet.id)
    )  # fmt: skip
    return cast("Select[Any]", wanted)


def _posting_of() -> Any:
    return and_(
        Posting.id == HungSheet.posting_id,
        Posting.township_id == HungSheet.township_id,
        Posting.tenant_id == HungSheet.tenant_id,
    )


def _up(row: Row[Any]) -> Up:
    return Up(
        id=row.id,
        board_id=row.board_id,
        posting_id=row.posting_id,
        item_code=row.item_code,
        title=row.title,
        period=row.period_label,
        hung_on=row.hung_on,
        withdrawn=row.state == "withdrawn",
    )
