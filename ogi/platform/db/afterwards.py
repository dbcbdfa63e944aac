"""What is done to files once it is known whether the transaction stands."""

from collections.abc import Callable

import structlog
from sqlalchemy import event
from sqlalchemy.orm import Session

from ogi.platform.db.session import ScopedSession

WAITING = "ogi_after_commit"
UNDOING = "ogi_if_undone"

log = structlog.get_logger("ogi.db")


def after_commit(session: Session, act: Callable[[], object]) -> None:
    """Do `act` when the session's transaction is committed; forget it when it is undone.

    A failure of the act is logged: what was committed stands.
    """
    session.info.setdefault(WAITING, []).append(act)


def if_undone(session: Session, act: Callable[[], object]) -> None:
    """Do `act` when the session's transaction is undone; forget it when it is committed."""
    session.info.setdefault(UNDOING, []).append(act)


@event.listens_for(ScopedSession, "after_commit")
def _done(session: ScopedSession) -> None:
    if not session.in_nested_transaction():
        _settle(session, WAITING)


@event.listens_for(ScopedSession, "after_rollback")
def _undone(session: ScopedSession) -> None:
    _settle(session, UNDOING)


def _settle(session: ScopedSession, wanted: str) -> None:
    acts = {key: session.info.pop(key, []) for key in (WAITING, UNDOING)}
    for act in acts[wanted]:
        try:
            act()
        except OSError:
            log.exception("a file was left behind")
