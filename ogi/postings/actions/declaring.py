"""Declaring 本期无 or 依法不公开 for a period: a posting that goes through the same chain."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ogi.catalogue.actions import declare, revoke_declaration
from ogi.catalogue.models import Obligation
from ogi.catalogue.rules import Disposition, check_declaration, check_open
from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken
from ogi.postings.actions.drafting import create_draft_for
from ogi.postings.models import Posting
from ogi.postings.queries import find_declaring, list_open_for
from ogi.postings.rules.content import LONGEST_TITLE, clean_content, content_of
from ogi.postings.rules.declaring import (
    ARTICLE,
    CONTENT,
    REASON,
    SPECS,
    check_kind,
    declared_title,
    words_of,
)
from ogi.postings.rules.states import State


def begin_declaration(
    session: Session,
    *,
    obligation: Obligation,
    kind: str,
    reason: str,
    article: str,
    actor_id: int,
    now: datetime,
) -> Posting:
    """Begin the posting that says why nothing is published for a period.

    Raises RuleBroken for a period that is posted, declared or not begun, for one that somebody
    writes a content for, without a reason, or for a withheld one without the law's article.
    """
    check_kind(kind)
    if list_open_for(session, obligation):
        raise RuleBroken("declare_under_way")
    raw = {"fields": {REASON: reason, ARTICLE: article}}
    content = clean_content(SPECS[kind], raw)
    _check(obligation, kind, content, now)
    posting = create_draft_for(session, obligation=obligation, actor_id=actor_id, now=now)
    posting.kind, posting.content, posting.report_category = kind, dict(content), ""
    posting.title = declared_title(posting.title, kind)[-LONGEST_TITLE:]
    session.flush()
    return posting


def check_declared(posting: Posting, *, now: datetime) -> None:
    """Raise RuleBroken unless what a declaration says may be said of its period."""
    if posting.kind == CONTENT:
        return
    if posting.obligation is None:
        raise RuleBroken("declare_no_obligation")
    _check(posting.obligation, posting.kind, posting.content, now)


def keep_declaration(session: Session, posting: Posting, *, actor_id: int, now: datetime) -> None:
    """Let a declaration that is out meet its obligation; one that is off the board, no more."""
    obligation = posting.obligation
    if posting.kind == CONTENT or obligation is None:
        return
    if posting.state == State.PUBLISHED:
        reason, article = words_of(posting.content)
        declare(session, obligation, posting.kind, reason, article, actor_id, now)
        obligation.posting_id = posting.id
    elif is_declared_by(obligation, posting):
        purged = posting.taken_down_at is not None
        revoke_declaration(session, obligation, actor_id, now, purged=purged)


def is_declared_by(obligation: Obligation, posting: Posting) -> bool:
    """Tell whether what an obligation is declared as was said by this posting."""
    return obligation.disposition == posting.kind and obligation.declared_at == posting.published_at


def point_at_declaration(session: Session, obligation: Obligation) -> None:
    """Let an obligation that no content meets name the posting that declares it, if any."""
    found = find_declaring(session, obligation)
    obligation.posting_id = None if found is None else found.id


def _check(obligation: Obligation, kind: str, content: Mapping[str, Any], now: datetime) -> None:
    reason, article = words_of(content_of(content))
    check_open(posted_on=obligation.posted_on, disposition=obligation.disposition)
    check_declaration(
        Disposition(kind),
        reason=reason,
        article=article,
        period_start=obligation.period_start,
        today=local_date(now),
    )
