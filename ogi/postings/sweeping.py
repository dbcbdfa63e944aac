"""Publishing what is due: each posting in a transaction of its own, whoever else does the same.

Several processes may sweep at once. Each writes against the version that it read, so that of
all who try one wins and the others leave the posting alone.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm.exc import StaleDataError

from ogi.platform.db import Scope, ScopedSession, open_session
from ogi.platform.errors import Conflict, NotFound, RuleBroken
from ogi.postings.actions import Outcome, drop_schedule, publish_scheduled
from ogi.postings.queries import get_posting, list_due
from ogi.postings.rules import State
from ogi.tenants.queries import list_townships


def list_township_ids(engine: Engine) -> list[int]:
    """Return the keys of all townships of the installation."""
    with open_session(engine, Scope.global_only(), read_only=True) as session:
        return [township.id for township in list_townships(session)]


def publish_due(engine: Engine, township_id: int, now: datetime) -> Counter[Outcome]:
    """Publish every posting of a township whose planned hour has come; commits each.

    A plan that the rules refuse, or whose planner has left the post, is dropped with a step
    that says why. A posting that another hand takes meanwhile is left alone.
    """
    scope = Scope(township_id)
    with open_session(engine, scope, read_only=True) as session:
        due = list_due(session, scope, now=now)
    return Counter(_carry_out(engine, scope, posting_id, now) for posting_id in due)


def _carry_out(engine: Engine, scope: Scope, posting_id: int, now: datetime) -> Outcome:
    with open_session(engine, scope) as session:
        try:
            outcome = _publish_or_drop(session, scope, posting_id, now)
            session.commit()
        except (Conflict, StaleDataError, NotFound):
            session.rollback()
            return Outcome.LEFT
        return outcome


def _publish_or_drop(
    session: ScopedSession, scope: Scope, posting_id: int, now: datetime
) -> Outcome:
    try:
        return publish_scheduled(session, get_posting(session, scope, posting_id), now=now)
    except Conflict:
        raise
    except RuleBroken as refusal:
        session.rollback()
        posting = get_posting(session, scope, posting_id)
        if posting.scheduled_at is None or posting.state != State.APPROVED:
            return Outcome.LEFT
        return drop_schedule(session, posting, now=now, remark=refusal.text)
