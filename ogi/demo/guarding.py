"""One draft of the demo that tells two telephone numbers: one let stand, one that waits."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.demo.names import mobile
from ogi.demo.staging import Stage
from ogi.platform.db import Scope
from ogi.postings import actions, queries
from ogi.postings.models import Posting
from ogi.postings.rules import State, content_of
from ogi.tenants.rules import TenantRole

DUTY = "村委会值班手机：{number}，白天、夜间都有人接。"
CONTACT = "有疑问请与经办人联系，手机：{number}。"
WHY = "值班手机是村委会的，公开栏上一直写着"
REASON = "村委会的公用号码，不是个人的，可以公开"
ASKS = "经办人说可以公开，方便村民询问"


def tell_numbers(session: Session, stage: Stage, *, now: datetime) -> None:
    """Add two numbers to a village's draft; the reviewer lets one stand, and one waits."""
    draft = _find_draft(session, stage)
    if draft is None:
        return
    slug = draft.tenant.slug
    drafter: dict[str, Any] = {"actor_id": stage.actor(TenantRole.DRAFTER, slug), "now": now}
    content = content_of(draft.content)
    words = [DUTY.format(number=mobile(981)), CONTACT.format(number=mobile(982))]
    content["body"] = "\n".join(part for part in (content["body"], *words) if part)
    typed = actions.Draft(draft.title, draft.source, content)
    actions.save(session, draft, typed, version=None, **drafter)
    found = [one for one in queries.findings_of(session, draft) if one.name == "body"]
    duty, contact = found[-2:]
    asked = actions.ask_to_keep(session, draft, digest=duty.digest, why=WHY, **drafter)
    reviewer = stage.actor(TenantRole.REVIEWER, slug)
    actions.rule_on(session, draft, asked, overrule=True, reason=REASON, actor_id=reviewer, now=now)
    actions.ask_to_keep(session, draft, digest=contact.digest, why=ASKS, **drafter)


def _find_draft(session: Session, stage: Stage) -> Posting | None:
    """Return a village's draft of the demo with plain text that nobody else is at work on."""
    villages = [
        stage.tenants[slug].id
        for role, slug in stage.staff
        if role == TenantRole.COMMITTEE and slug is not None
    ]
    wanted = (
        select(Posting.id)
        .where(
            Posting.township_id == stage.township.id,
            Posting.tenant_id.in_(villages),
            Posting.state == State.DRAFT,
            Posting.kind == "content",
            Posting.corrects_id.is_(None),
        )
        .order_by(Posting.id)
    )
    found = session.scalars(wanted).first()
    if found is None:
        return None
    return queries.get_posting(session, Scope(stage.township.id), found)
