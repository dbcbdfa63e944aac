"""Publishing at an hour chosen beforehand, and not before an hour."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.postings.actions.history import check_version, note, write
from ogi.postings.actions.publishing import publish
from ogi.postings.models import Posting
from ogi.postings.queries import standing_of
from ogi.postings.rules import chain
from ogi.postings.rules.states import Move, check_move
from ogi.postings.rules.timing import check_new_embargo, check_schedule, shown_moment
from ogi.tenants.queries import holds_post
from ogi.tenants.rules import TenantRole


class Outcome(StrEnum):
    """What came of a plan: carried out, dropped, or nothing yet."""

    PUBLISHED = "published"
    DROPPED = "dropped"
    LEFT = "left"


LIFTED = "取消限制"
LEFT_POST = "定时发布的人已不在发布岗位，没有发布。请另一位发布人办理。"

declare_messages({"not_scheduled": "这条事项没有定时发布，或者已经取消。请刷新页面再看。"})


def schedule(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
    at: datetime,
) -> None:
    """Have a posting that awaits publishing go out at a later hour, in the actor's name.

    Raises RuleBroken wherever the actor could not publish it now, but for the embargo.
    """
    check_version(posting, version)
    check_move(posting.state, Move.SCHEDULE)
    chain.published(standing_of(session, posting), actor_id)
    check_schedule(at, now=now, embargo_until=posting.embargo_until)
    posting.scheduled_at, posting.scheduled_by, posting.updated_at = at, actor_id, now
    shown = shown_moment(at)
    note(session, posting, Move.SCHEDULE, actor_id=actor_id, now=now, remark=shown)


def cancel_schedule(
    session: Session,
    posting: Posting,
    *,
    actor_id: int | None,
    now: datetime,
    version: int | None,
    remark: str = "",
) -> None:
    """Take back the planned hour; the posting awaits publishing again."""
    check_version(posting, version)
    check_move(posting.state, Move.UNSCHEDULE)
    if posting.scheduled_at is None:
        raise RuleBroken("not_scheduled")
    posting.scheduled_at = posting.scheduled_by = None
    posting.updated_at = now
    note(session, posting, Move.UNSCHEDULE, actor_id=actor_id, now=now, remark=remark)


def set_embargo(
    session: Session,
    posting: Posting,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
    until: datetime | None,
) -> None:
    """Set, or with None lift, the moment before which a posting may not be published."""
    check_version(posting, version)
    check_move(posting.state, Move.EMBARGO)
    check_new_embargo(until, now=now, scheduled=posting.scheduled_at)
    posting.embargo_until, posting.updated_at = until, now
    remark = LIFTED if until is None else shown_moment(until)
    note(session, posting, Move.EMBARGO, actor_id=actor_id, now=now, remark=remark)


def publish_scheduled(session: Session, posting: Posting, *, now: datetime) -> Outcome:
    """Publish a posting whose hour has come.

    Whoever planned it must still hold the post; otherwise the plan is dropped. `published_at`
    is the present moment. Raises Conflict when another hand was faster, RuleBroken when the
    posting may not go out.
    """
    by, at = posting.scheduled_by, posting.scheduled_at
    if by is None or at is None or at > now:
        return Outcome.LEFT
    today = local_date(now)
    if not holds_post(session, posting.tenant_id, by, TenantRole.PUBLISHER, on=today):
        return drop_schedule(session, posting, now=now, remark=LEFT_POST)
    publish(session, posting, actor_id=by, now=now, claimed_on=today, version=posting.version)
    return Outcome.PUBLISHED


def drop_schedule(session: Session, posting: Posting, *, now: datetime, remark: str) -> Outcome:
    """Take back a plan that cannot be carried out, saying why; nobody did.

    Raises Conflict when another hand was faster.
    """
    cancel_schedule(session, posting, actor_id=None, now=now, version=None, remark=remark)
    write(session)
    return Outcome.DROPPED
