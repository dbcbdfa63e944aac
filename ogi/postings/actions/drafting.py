"""Drafts: begun for an obligation or an event, saved again and again, put away and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from ogi.catalogue.actions import record_event
from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.catalogue.queries import find_item
from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.journal import record
from ogi.postings.actions.correcting import check_restorable
from ogi.postings.actions.history import check_version, is_still_writing, note, write
from ogi.postings.models import Posting
from ogi.postings.rules.body import keep_rich, without_pictures
from ogi.postings.rules.content import (
    LONGEST_LINE,
    LONGEST_TITLE,
    clean_content,
    clean_line,
    specs_of,
)
from ogi.postings.rules.declaring import asked_of
from ogi.postings.rules.periods import period_words, usual_title
from ogi.postings.rules.states import Move, State, check_discard, check_move
from ogi.postings.rules.timing import check_event_on
from ogi.tenants.models import Tenant
from ogi.tenants.queries import get_tenant

declare_messages({"event_item": "事项“{item}”在 {day} 没有生效，请核对事项和日期。"})


@dataclass(frozen=True)
class Draft:
    """What an official has typed so far; the content is as the form gives it."""

    title: str
    source: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)


def create_draft(
    session: Session,
    *,
    tenant: Tenant,
    item: CatalogueItem,
    obligation: Obligation | None,
    actor_id: int,
    now: datetime,
) -> Posting:
    """Begin a draft with the title that is usual for the item and its period."""
    key = obligation.period_key if obligation else ""
    period = period_words(key, obligation.period_start) if obligation else ""
    event = obligation.event_title if obligation else ""
    title = usual_title(tenant.name, item.title, period_key=key, period=period, event=event)
    posting = Posting(
        township_id=tenant.township_id,
        tenant_id=tenant.id,
        item_id=item.id,
        item_code=item.code,
        board=item.board,
        obligation_id=obligation.id if obligation else None,
        period_key=key,
        period_label=period,
        title=title[:LONGEST_TITLE],
        source=tenant.name,
        content={"fields": {}, "rows": [], "body": ""},
        report_category=item.report_category,
        state=State.DRAFT,
        drafter_id=actor_id,
        created_at=now,
        updated_at=now,
    )
    session.add(posting)
    note(session, posting, Move.CREATE, actor_id=actor_id, now=now)
    return posting


def create_draft_for(
    session: Session,
    *,
    obligation: Obligation,
    actor_id: int,
    now: datetime,
    like: Posting | None = None,
) -> Posting:
    """Begin the draft that is to meet an obligation; `like` lends its content and source.

    An earlier posting spares typing what stayed the same; its files and the
    explanations of its figures do not come along.
    """
    posting = create_draft(
        session,
        tenant=obligation.tenant,
        item=obligation.item,
        obligation=obligation,
        actor_id=actor_id,
        now=now,
    )
    if like is not None:
        specs = specs_of(obligation.item.fields, obligation.item.layout)
        lent = {**without_pictures(like.content), "notes": {}}
        posting.content = dict(clean_content(specs, lent))
        posting.source = like.source
    return posting


def save(
    session: Session,
    posting: Posting,
    draft: Draft,
    *,
    actor_id: int,
    now: datetime,
    version: int | None,
) -> Posting:
    """Keep what was typed, however unfinished. Raises Conflict for a stale version.

    Whoever saves counts as a drafter from then on; savings in a row make one step.
    """
    check_version(posting, version)
    check_move(posting.state, Move.SAVE)
    typed = keep_rich(draft.content, posting.content)
    content = clean_content(asked_of(posting), typed)
    title, source = clean_line(draft.title), clean_line(draft.source)[:LONGEST_LINE]
    if (title, source, content) == (posting.title, posting.source, posting.content):
        return posting
    posting.title, posting.source, posting.content = title, source, dict(content)
    posting.updated_at = now
    write(session)
    if not is_still_writing(session, posting, actor_id):
        note(session, posting, Move.SAVE, actor_id=actor_id, now=now)
    return posting


def discard(
    session: Session, posting: Posting, *, actor_id: int, now: datetime, version: int | None = None
) -> None:
    """Put a draft away; nothing is deleted, and `restore` takes it back."""
    check_version(posting, version)
    check_discard(posting.state)
    posting.state, posting.updated_at = State.DISCARDED, now
    note(session, posting, Move.DISCARD, actor_id=actor_id, now=now)


def restore(
    session: Session, posting: Posting, *, actor_id: int, now: datetime, version: int | None = None
) -> None:
    """Take a discarded draft back."""
    check_version(posting, version)
    check_move(posting.state, Move.RESTORE)
    check_restorable(session, posting)
    posting.state, posting.updated_at = State.DRAFT, now
    note(session, posting, Move.RESTORE, actor_id=actor_id, now=now)


def draft_event(  # noqa: PLR0913 - one argument for each thing told
    session: Session,
    *,
    township_id: int,
    tenant_id: int,
    item_code: str,
    title: str,
    event_on: date,
    actor_id: int,
    now: datetime,
) -> Posting:
    """Record an event or a change and begin its draft.

    Raises RuleBroken for a day that lies ahead or is years back, and for an item that the
    tenant does not post by events.
    """
    today = local_date(now)
    check_event_on(event_on, today=today)
    tenant = get_tenant(session, township_id, tenant_id)
    item = find_item(session, township_id, item_code, event_on)
    if item is None:
        raise RuleBroken("event_item", field="item", item=item_code, day=event_on.isoformat())
    obligation = record_event(session, tenant, item, event_on, clean_line(title), today=today)
    record(session, actor_id, "obligation.recorded", obligation, at=now)
    return create_draft(
        session, tenant=tenant, item=item, obligation=obligation, actor_id=actor_id, now=now
    )
