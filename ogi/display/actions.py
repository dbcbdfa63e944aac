"""Changing the register of boards, and telling what was hung and taken down."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.display.models import Board, HungSheet
from ogi.display.queries.boards import count_hanging
from ogi.display.queries.work import work_of
from ogi.display.rules.boards import BoardText, check_board, check_closing, joined, told_changes
from ogi.display.rules.sheets import ToHang, check_down_on, check_hung_on
from ogi.platform.clock import local_date
from ogi.platform.copies import Copy
from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.journal import record
from ogi.platform.uploads import IMAGES
from ogi.tenants.models import Tenant


def add_board(
    session: Session,
    tenant: Tenant,
    text: BoardText,
    *,
    actor_id: int,
    now: datetime,
    photo: Copy | None = None,
) -> Board:
    """Put a board into the register; raises RuleBroken."""
    check_board(text)
    board = Board(township_id=tenant.township_id, tenant_id=tenant.id, **_columns(text))
    _keep_photo(board, photo)
    session.add(board)
    record(session, actor_id, "board.added", board, at=now, name=board.name)
    return board


def change_board(
    session: Session,
    board: Board,
    text: BoardText,
    *,
    version: int | None,
    actor_id: int,
    now: datetime,
    photo: Copy | None = None,
) -> str:
    """Change what the register says of a board; return the key of a photo that was replaced.

    Raises RuleBroken, and Conflict for a form that was filled from an older row.
    """
    if version != board.version:
        raise Conflict
    check_board(text, board.until)
    after = _columns(text)
    changed = told_changes({name: getattr(board, name) for name in after}, after)
    for name, value in after.items():
        setattr(board, name, value)
    old = _keep_photo(board, photo)
    if photo is not None:
        changed.append("照片：换了新的")
    if changed:
        record(session, actor_id, "board.changed", board, at=now, name=board.name, fields=changed)
    return old


def close_board(
    session: Session, board: Board, *, last: date, version: int | None, actor_id: int, now: datetime
) -> None:
    """Say on which day a board stood last; the row stays. Raises RuleBroken, Conflict."""
    if version != board.version:
        raise Conflict
    check_closing(board.since, board.until, last, count_hanging(session, board))
    board.until = last
    told = {"name": board.name, "last_day": str(last)}
    record(session, actor_id, "board.closed", board, at=now, **told)


def reopen_board(
    session: Session, board: Board, *, version: int | None, actor_id: int, now: datetime
) -> None:
    """Take back that a board is out of use. Raises Conflict."""
    if version != board.version:
        raise Conflict
    board.until = None
    record(session, actor_id, "board.reopened", board, at=now, name=board.name)


def hang(
    session: Session,
    tenant: Tenant,
    keys: Sequence[str],
    *,
    on: date,
    actor_id: int,
    now: datetime,
) -> int:
    """Note that sheets of today's list were hung, each named by posting and board.

    Returns how many. Raises RuleBroken for one that is not on the list any more.
    """
    if not keys:
        raise RuleBroken("sheet_none")
    today = local_date(now)
    listed = {one.key: one for one in work_of(session, tenant, today).hang if one.place}
    for key in dict.fromkeys(keys):
        if key not in listed:
            raise RuleBroken("sheet_not_due", title="勾选的一份")
        _hang_one(session, tenant, listed[key], on=on, actor_id=actor_id, now=now)
    return len(set(keys))


def _hang_one(
    session: Session, tenant: Tenant, one: ToHang, *, on: date, actor_id: int, now: datetime
) -> None:
    check_hung_on(on, one.sheet.posted_on, local_date(now))
    if one.place is None or one.sheet.posting_id is None:
        raise RuleBroken("sheet_not_due", title=one.sheet.title)
    row = HungSheet(
        township_id=tenant.township_id,
        tenant_id=tenant.id,
        board_id=one.place.id,
        posting_id=one.sheet.posting_id,
        hung_on=on,
        hung_by=actor_id,
        hung_at=now,
    )
    session.add(row)
    told = {"title": one.sheet.title, "name": one.place.name, "day": str(on)}
    record(session, actor_id, "sheet.hung", row, at=now, **told)


def take_down(
    session: Session,
    sheets: Sequence[HungSheet],
    *,
    on: date,
    actor_id: int,
    now: datetime,
) -> int:
    """Note that sheets were taken down on a day; returns how many. Raises RuleBroken."""
    if not sheets:
        raise RuleBroken("down_none")
    for row in sheets:
        if row.down_on is not None:
            raise RuleBroken("sheet_down", on=row.down_on)
        check_down_on(on, row.hung_on, local_date(now))
        row.down_on, row.down_by, row.down_at = on, actor_id, now
        record(session, actor_id, "sheet.taken_down", row, at=now, day=str(on))
    return len(sheets)


def undo_hanging(session: Session, row: HungSheet, *, actor_id: int, now: datetime) -> None:
    """Take back a sheet that was noted by mistake; the journal keeps both."""
    record(session, actor_id, "sheet.undone", row, at=now, day=str(row.hung_on))
    session.delete(row)


def _columns(text: BoardText) -> dict[str, object]:
    kept = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(text).items()
    }
    return {**kept, "boards": joined(list(text.boards))}


def _keep_photo(board: Board, photo: Copy | None) -> str:
    """Point to a new photo; return the key of the one before, which no row names any more."""
    if photo is None:
        return ""
    if photo.media_type not in IMAGES:
        raise RuleBroken("board_photo", field="photo")
    old = board.photo_key or ""
    board.photo_key, board.photo_type = photo.stored.key, photo.media_type
    return old
