"""Reading the journal."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ogi.platform.clock import SHANGHAI
from ogi.platform.journal import JournalEntry
from ogi.tenants.models import SignIn, Staff


def journal_statement(
    township_id: int,
    *,
    action: str = "",
    actor_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Select[JournalEntry]:
    """Return the statement that lists the journal, newest first, for paging.

    `since` and `until` are days in China; both count.
    """
    wanted = select(JournalEntry).where(JournalEntry.township_id == township_id)
    if action:
        wanted = wanted.where(JournalEntry.action.startswith(action, autoescape=True))
    if actor_id is not None:
        wanted = wanted.where(JournalEntry.actor_id == actor_id)
    if since is not None:
        wanted = wanted.where(JournalEntry.at >= _midnight(since))
    if until is not None:
        wanted = wanted.where(JournalEntry.at < _midnight(until + timedelta(days=1)))
    return wanted.order_by(JournalEntry.at.desc(), JournalEntry.id.desc())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def sign_ins_statement(township_id: int) -> Select[SignIn, str]:
    """Return the statement that lists who signed in when, newest first, for paging."""
    return (
        select(SignIn, Staff.name)
        .join(Staff, (Staff.id == SignIn.staff_id) & (Staff.township_id == SignIn.township_id))
        .where(SignIn.township_id == township_id)
        .order_by(SignIn.created_at.desc(), SignIn.id.desc())
    )


def list_actions(session: Session, township_id: int) -> Sequence[str]:
    """Return the names of the acts that the journal holds."""
    wanted = select(JournalEntry.action).where(JournalEntry.township_id == township_id).distinct()
    return sorted(session.scalars(wanted))


def list_actor_ids(session: Session, township_id: int) -> set[int]:
    """Return who has done anything that the journal holds."""
    wanted = select(JournalEntry.actor_id).where(
        JournalEntry.township_id == township_id, JournalEntry.actor_id.is_not(None)
    )
    return {key for key in session.scalars(wanted.distinct()) if key is not None}
