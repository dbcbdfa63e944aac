"""Onto the board and off it again; the only clock that counts is the server's."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.platform.clock import local_date
from ogi.platform.privacy import check_free
from ogi.postings.actions.correcting import put_correction_away
from ogi.postings.actions.declaring import check_declared, keep_declaration
from ogi.postings.actions.guarding import guard
from ogi.postings.actions.history import board_changed, check_version, note, write
from ogi.postings.actions.measuring import measure
from ogi.postings.actions.numbering import take_index_number
from ogi.postings.actions.obligations import keep_obligation
from ogi.postings.actions.reconciling import check_figures
from ogi.postings.actions.sealing import seal_correction, seal_publication, seal_withdrawal
from ogi.postings.actions.standing import stand
from ogi.postings.lookup.actions import forget_lines, keep_lines, take_lines
from ogi.postings.models import Posting
from ogi.postings.queries import (
    display_days,
    get_earlier_edition,
    list_lineage,
    standing_of,
)
from ogi.postings.rules import chain
from ogi.postings.rules.content import clean_text
from ogi.postings.rules.declaring import CONTENT
from ogi.postings.rules.numbering import edition_number
from ogi.postings.rules.states import Move, State, check_withdraw
from ogi.postings.rules.timing import (
    check_claimed_on,
    check_embargo,
    check_minimum_days,
    days_late,
)
from ogi.postings.searching.actions import index, unindex
from ogi.tenants.queries import list_kept_numbers


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

    `claimed_on` is the day that the sheet is said to hang since. A correction takes the place of
    the edition before it and keeps the day that counts. Raises RuleBroken for own work, a missing
    step, an embargo, an impossible day or personal data, Conflict for a stale version.
    """
    after = chain.published(standing_of(session, posting), actor_id)
    check_version(posting, version)
    check_embargo(posting.embargo_until, at=now)
    check_figures(session, posting, submitted=True)
    guard(session, posting, submitted=True)
    obligation = posting.obligation
    start = obligation.period_start if obligation else None
    check_claimed_on(claimed_on, today=local_date(now), period_start=start)
    check_declared(posting, now=now)
    earlier = get_earlier_edition(session, posting)
    lines = take_lines(session, posting, earlier)
    if earlier is None:
        _count_first(session, posting, local_date(now))
    else:
        _count_again(posting, earlier)
    with session.no_autoflush:  # a clash is told in words by `write`
        measure(session, posting, on=local_date(now))
    stand(posting, after, now=now)
    posting.published_at, posting.claimed_on = now, claimed_on
    posting.scheduled_at = posting.scheduled_by = None
    note(session, posting, Move.PUBLISH, actor_id=actor_id, now=now)
    if earlier is not None:
        _supersede(session, earlier, posting, actor_id=actor_id, now=now)
    seal_publication(session, posting, now=now)
    keep_declaration(session, posting, actor_id=actor_id, now=now)
    keep_obligation(session, posting)
    index(session, posting)
    keep_lines(session, posting, lines, earlier)
    board_changed(session, posting)
    write(session)


def _count_first(session: Session, posting: Posting, today: date) -> None:
    obligation = posting.obligation
    posting.index_number = take_index_number(session, posting, on=today)
    posting.counted_on = today
    due_on = obligation.due_on if obligation and posting.kind == CONTENT else None
    posting.days_late = days_late(today, due_on)


def _count_again(posting: Posting, earlier: Posting) -> None:
    """Let a correction count on the day of the edition before it, under that one's number."""
    posting.counted_on, posting.days_late = earlier.counted_on, earlier.days_late
    posting.index_number = edition_number(earlier.index_number or "", posting.edition)


def _supersede(
    session: Session, earlier: Posting, posting: Posting, *, actor_id: int, now: datetime
) -> None:
    stand(earlier, chain.gone(standing_of(session, earlier), Move.SUPERSEDE), now=now)
    earlier.superseded_by_id = posting.id
    note(session, earlier, Move.SUPERSEDE, actor_id=actor_id, now=now)
    unindex(session, earlier.township_id, [earlier.id])
    seal_correction(session, earlier, posting, now=now)


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

    Its earlier editions go with it. The obligation is open again unless another posting meets
    it. Raises RuleBroken before it has hung the days that its item asks for.
    """
    check_version(posting, version)
    reason = clean_text(reason)
    check_withdraw(posting.state, reason)
    kept = list_kept_numbers(session, posting.township_id)
    check_free(reason, kept=kept, field="reason")
    shown_since = posting.counted_on or local_date(now)
    check_minimum_days(shown_since, display_days(posting), today=local_date(now))
    unindex(session, posting.township_id, [posting.id])
    for edition in list_lineage(session, posting):
        if edition.id == posting.id or edition.state == State.CORRECTED:
            _take_off(session, edition, actor_id=actor_id, now=now, reason=reason)
    put_correction_away(session, posting, actor_id=actor_id, now=now)
    keep_declaration(session, posting, actor_id=actor_id, now=now)
    keep_obligation(session, posting)
    board_changed(session, posting)
    write(session)


def _take_off(
    session: Session, posting: Posting, *, actor_id: int, now: datetime, reason: str
) -> None:
    posting.state, posting.awaiting = State.WITHDRAWN, ""
    posting.withdrawn_by, posting.withdrawal_reason = actor_id, reason
    posting.withdrawn_at = posting.updated_at = now
    note(session, posting, Move.WITHDRAW, actor_id=actor_id, now=now, remark=reason)
    forget_lines(session, [posting])
    seal_withdrawal(session, posting, now=now)
