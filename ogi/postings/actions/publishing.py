"""Onto the board and off it again; the only clock that counts is the server's."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.platform.clock import local_date
from ogi.postings.actions.history import board_changed, check_version, note, write
from ogi.postings.actions.numbering import take_index_number
from ogi.postings.actions.obligations import keep_obligation
from ogi.postings.actions.sealing import seal_publication, seal_withdrawal
from ogi.postings.models import Posting
from ogi.postings.queries import list_editors
from ogi.postings.rules.content import clean_text
from ogi.postings.rules.states import Move, State, check_publish, check_withdraw
from ogi.postings.rules.timing import check_claimed_on, days_late


def publish(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    claimed_on: date,
    version: int | None = None,
) -> None:
    """Publish, number, and meet the obligation; of two at once one wins.

    `claimed_on` is the day that the sheet is said to hang since. Raises RuleBroken for own
    work, a missing review or an impossible day, Conflict for a stale version.
    """
    editors = list_editors(session, posting)
    check_publish(
        posting.state, editors=editors, reviewer_id=posting.reviewer_id, actor_id=actor_id
    )
    check_version(posting, version)
    today, obligation = local_date(now), posting.obligation
    start = obligation.period_start if obligation else None
    check_claimed_on(claimed_on, today=today, period_start=start)
    number = take_index_number(session, posting, on=today)
    posting.state, posting.publisher_id = State.PUBLISHED, actor_id
    posting.published_at = posting.updated_at = now
    posting.claimed_on, posting.counted_on = claimed_on, today
    posting.days_late = days_late(today, obligation.due_on if obligation else None)
    posting.index_number = number
    note(session, posting, Move.PUBLISH, actor_id=actor_id, now=now)
    seal_publication(session, posting, now=now)
    keep_obligation(session, posting)
    board_changed(session, posting)
    write(session)


def withdraw(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    reason: str,
    version: int | None = None,
) -> None:
    """Take a posting off the board and leave its tombstone with the reason.

    The obligation is open again unless another posting meets it.
    """
    check_version(posting, version)
    reason = clean_text(reason)
    check_withdraw(posting.state, reason)
    posting.state, posting.withdrawn_by = State.WITHDRAWN, actor_id
    posting.withdrawn_at = posting.updated_at = now
    posting.withdrawal_reason = reason
    note(session, posting, Move.WITHDRAW, actor_id=actor_id, now=now, remark=reason)
    seal_withdrawal(session, posting, now=now)
    keep_obligation(session, posting)
    board_changed(session, posting)
    write(session)
