"""What postings want: obligations to meet, and steps of the chain that wait for a seat."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from ogi.platform.db import Scope
from ogi.postings import queries
from ogi.postings.queries import Awaiting, Duty, Queue
from ogi.postings.rules import State
from ogi.postings.rules.chain import STEP_WORDS, Step, state_words
from ogi.postings.rules.periods import period_words
from ogi.tenants.due import MOST, Desk, Due, DueKind
from ogi.tenants.permissions import Permission

# step: who does it, where
STEPS: dict[str, tuple[Permission, str]] = {
    Step.REVIEW: (Permission.POSTING_REVIEW, "postings.review"),
    Step.COMMITTEE: (Permission.POSTING_SIGN_OFF, "postings.sign_off_page"),
    Step.SECRECY: (Permission.POSTING_SECRECY, "postings.vetting"),
    Step.PUBLISH: (Permission.POSTING_PUBLISH, "postings.release"),
    Step.CLEARING: (Permission.POSTING_SIGN_OFF, "postings.clear_page"),
}
AT_WORK = frozenset(
    {Permission.POSTING_DRAFT, Permission.POSTING_REVIEW, Permission.POSTING_PUBLISH}
)


def list_obligations(session: Session, desk: Desk, until: date) -> Sequence[Due]:
    """Return what the tenant has to publish up to a day, for those who work on postings."""
    if desk.tenant_id is None or not AT_WORK & desk.permissions:
        return []
    duties = queries.list_duties(session, _scope(desk), today=until, soon_days=0)
    return [_obligation(duty, desk) for duty in duties]


def _obligation(duty: Duty, desk: Desk) -> Due:
    endpoint, values = _way(duty, drafts=Permission.POSTING_DRAFT in desk.permissions)
    named = period_words(duty.period_key, duty.period_start)
    under_way = state_words(duty.posting_state, duty.posting_awaiting) if duty.posting_id else ""
    notes = (duty.event_title, under_way, "日期为暂估" if duty.due_estimated else "")
    return Due(
        DueKind.OBLIGATION,
        duty.obligation_id,
        f"公开：{duty.item}（{named}）",
        duty.due_on,
        endpoint,
        values,
        note="，".join(note for note in notes if note),
    )


def _way(duty: Duty, *, drafts: bool) -> tuple[str, dict[str, str | int]]:
    """Return where the obligation is met, as far as the seat may do it."""
    if duty.posting_id:
        begun = drafts and duty.posting_state in (State.DRAFT, State.RETURNED)
        return "postings.edit" if begun else "postings.show", {"posting_id": duty.posting_id}
    if drafts:
        return "postings.new", {"obligation": duty.obligation_id}
    return "audits.checklist", {}


def list_steps(session: Session, desk: Desk, _until: date) -> Sequence[Due]:
    """Return the postings that wait for a step of this seat, however near their day is."""
    scope = _scope(desk)
    counts = queries.count_awaiting(session, scope)
    found = [
        _step(row, step, endpoint, across=desk.tenant_id is None)
        for step, (permission, endpoint) in STEPS.items()
        if permission in desk.permissions and counts.get(step)
        for row in queries.list_queue(session, scope, Queue(step), limit=MOST)
    ]
    filing = counts.get(Step.FILING, 0)
    if filing and Permission.POSTING_FILE in desk.permissions:
        found.append(Due(DueKind.STEP, 0, f"备案 {filing} 件公开事项", None, "postings.filing"))
    return found


def _step(row: Awaiting, step: str, endpoint: str, *, across: bool) -> Due:
    """Return a step as a due; one after publishing has no day, for the obligation is met."""
    return Due(
        DueKind.STEP,
        row.id,
        f"{STEP_WORDS[step]}：{row.tenant if across else ''}{row.item}",
        None if row.published_at else row.due_on,
        endpoint,
        {"posting_id": row.id},
        note=row.title,
    )


def list_returned(session: Session, desk: Desk, _until: date) -> Sequence[Due]:
    """Return the postings that were sent back to those who draft."""
    if Permission.POSTING_DRAFT not in desk.permissions:
        return []
    rows = queries.list_waiting(session, _scope(desk), State.RETURNED)
    return [
        Due(
            DueKind.STEP,
            row.id,
            f"修改退回的{row.item}",
            row.due_on,
            "postings.edit",
            {"posting_id": row.id},
            note=row.title,
        )
        for row in rows[:MOST]
    ]


def _scope(desk: Desk) -> Scope:
    return Scope(desk.township_id, desk.tenant_id)
