"""Reading the register of boards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from ogi.display.models import Board, HungSheet
from ogi.display.rules.boards import columns_of
from ogi.display.rules.sheets import Place
from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.platform.journal import JournalEntry
from ogi.postings.queries.postings import owned_by
from ogi.tenants.models import Tenant

STANDING, GONE = "standing", "gone"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the register is narrowed to; `state` is standing, gone, or blank for both."""

    tenant_id: int | None = None
    text: str = ""
    state: str = ""


def boards_statement(scope: Scope, asked: Asked, on: date) -> Select[Any]:
    """Return the boards with their tenants, tenant by tenant, for paging."""
    wanted = (
        select(Board, Tenant)
        .join(Tenant, (Tenant.id == Board.tenant_id) & (Tenant.township_id == Board.township_id))
        .where(*owned_by(Board, scope))
    )
    if asked.tenant_id is not None:
        wanted = wanted.where(Board.tenant_id == asked.tenant_id)
    if asked.text:
        words = (Board.name, Board.place, Board.keeper)
        wanted = wanted.where(or_(*(one.contains(asked.text, autoescape=True) for one in words)))
    gone = Board.until < on
    if asked.state == GONE:
        wanted = wanted.where(gone)
    elif asked.state == STANDING:
        wanted = wanted.where(or_(Board.until.is_(None), Board.until >= on))
    ordered = wanted.order_by(Tenant.position, Tenant.id, Board.position, Board.id)
    return cast("Select[Any]", ordered)


def get_board(session: Session, scope: Scope, board_id: int) -> Board:
    """Return one board. Raises NotFound for an absent one and another tenant's alike."""
    wanted = select(Board).where(*owned_by(Board, scope), Board.id == board_id)
    board = session.scalars(wanted).one_or_none()
    if board is None:
        raise NotFound
    return board


def list_places(session: Session, tenant: Tenant, on: date) -> list[Place]:
    """Return a tenant's boards that stand on a day, in their order."""
    wanted = (
        select(Board.id, Board.name, Board.boards)
        .where(
            Board.township_id == tenant.township_id,
            Board.tenant_id == tenant.id,
            Board.since <= on,
            or_(Board.until.is_(None), Board.until >= on),
        )
        .order_by(Board.position, Board.id)
    )
    return [Place(row.id, row.name, columns_of(row.boards)) for row in session.execute(wanted)]


def count_hanging(session: Session, board: Board) -> int:
    """Return how many sheets hang on a board."""
    wanted = (
        select(func.count())
        .select_from(HungSheet)
        .where(
            HungSheet.township_id == board.township_id,
            HungSheet.board_id == board.id,
            HungSheet.down_on.is_(None),
        )
    )
    return session.scalar(wanted) or 0


def history_of(session: Session, board: Board, most: int = 50) -> Sequence[JournalEntry]:
    """Return what the journal says of a board, the latest first."""
    wanted = (
        select(JournalEntry)
        .where(
            JournalEntry.township_id == board.township_id,
            JournalEntry.subject_type == Board.__tablename__,
            JournalEntry.subject_id == board.id,
        )
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
        .limit(most)
    )
    return session.scalars(wanted).all()
