"""From the answered questions of some weeks to the draft of the posting that tells them (V35)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.catalogue.queries import find_item
from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import record
from ogi.postings.actions import Draft, draft_event, save
from ogi.postings.models import Posting
from ogi.postings.questions.models import Question
from ogi.postings.questions.queries import list_uncollected
from ogi.postings.questions.rules import ANSWERS_ITEM
from ogi.postings.rules.content import MOST_ROWS
from ogi.tenants.models import Tenant
from ogi.tenants.queries import get_tenant, get_township_by_id


def collect(
    session: Session,
    township_id: int,
    tenant_id: int,
    *,
    since: date,
    until: date,
    actor_id: int,
    now: datetime,
) -> Posting:
    """Begin the draft of 意见建议与答复 with what was answered between two days; return it.

    Its last answer is the event by which it is due. Raises RuleBroken where there is nothing to
    tell, or the tenant has no such item.
    """
    today = local_date(now)
    if until < since or until > today:
        raise RuleBroken("question_days", field="until")
    if find_item(session, township_id, ANSWERS_ITEM, today) is None:
        raise RuleBroken("question_no_item", item=ANSWERS_ITEM)
    found = list_uncollected(session, township_id, tenant_id, since, until)
    if not found:
        raise RuleBroken("question_none")
    if len(found) > MOST_ROWS:
        raise RuleBroken("question_many", most=MOST_ROWS)
    tenant = get_tenant(session, township_id, tenant_id)
    draft = draft_event(
        session,
        township_id=township_id,
        tenant_id=tenant_id,
        item_code=ANSWERS_ITEM,
        title=f"{since:%Y-%m-%d}至{until:%Y-%m-%d}的意见答复",
        event_on=max(one.answered_on or since for one in found),
        actor_id=actor_id,
        now=now,
    )
    town = get_township_by_id(session, township_id).name
    content = {"rows": [_row(one, tenant, town) for one in found]}
    typed = Draft(draft.title, draft.source, content)
    save(session, draft, typed, actor_id=actor_id, now=now, version=None)
    for one in found:
        one.collected_id = draft.id
    record(session, actor_id, "question.collected", draft, at=now, count=len(found))
    return draft


def _row(one: Question, tenant: Tenant, town: str) -> dict[str, str]:
    return {
        "opinion": one.text,
        "received_on": one.received_on.isoformat(),
        "answer": one.answer,
        "answered_on": "" if one.answered_on is None else one.answered_on.isoformat(),
        "answered_by": tenant.name if one.handler == "tenant" else town,
    }
