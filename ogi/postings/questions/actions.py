"""Taking in what people say, looking at it, answering it, and taking it back; caller commits."""

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from ogi.platform.clock import local_date
from ogi.platform.errors import RuleBroken, check_seen
from ogi.platform.journal import record
from ogi.platform.privacy import check_free
from ogi.platform.sealed_text import open_text, seal_text
from ogi.postings.models import Posting
from ogi.postings.questions import queries, rules
from ogi.postings.questions.models import Question
from ogi.postings.questions.rules import State
from ogi.postings.rules.content import clean_line, clean_text
from ogi.tenants.models import Tenant
from ogi.tenants.queries import get_township_by_id, list_kept_numbers
from ogi.tenants.rules import TenantKind
from ogi.tenants.settings import settings_of


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote on the portal; name and phone are never shown to anybody there."""

    text: str
    kind: str = "opinion"
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """How the form was filled: the trap for machines, and when the page was sent out."""

    trap: str = ""
    began: datetime | None = None


def ask(
    session: Session,
    tenant: Tenant,
    words: Words,
    *,
    hand: Hand,
    secret: bytes,
    now: datetime,
    posting: Posting | None = None,
) -> str:
    """Take in a question, unseen by anybody until it is looked at; return its receipt number.

    Raises RuleBroken for what looks like a machine's, says nothing, or was said already, and
    for personal data in the text.
    """
    rules.check_hand(hand.trap, hand.began, now)
    text = clean_text(words.text)
    rules.check_text(text)
    check_free(text, kept=list_kept_numbers(session, tenant.township_id), field="text")
    name, phone = clean_line(words.name), clean_line(words.phone)
    rules.check_contact(name, phone)
    fingerprint = rules.fingerprint_of(text)
    since = now - timedelta(days=rules.ALIKE_DAYS)
    if queries.find_alike(session, tenant, fingerprint, since) is not None:
        raise RuleBroken("question_twice", field="text")
    receipt = "".join(secrets.choice(rules.RECEIPT_LETTERS) for _ in range(rules.RECEIPT_LENGTH))
    hashed = rules.receipt_hash(receipt)
    contact = json.dumps({"name": name, "phone": phone}, ensure_ascii=False)
    question = Question(
        township_id=tenant.township_id,
        tenant_id=tenant.id,
        posting_id=None if posting is None else posting.id,
        kind=words.kind if words.kind in rules.KIND_WORDS else "opinion",
        text=text,
        fingerprint=fingerprint,
        contact=seal_text(secret, contact, hashed) if name or phone else "",
        receipt_hash=hashed,
        received_at=now,
        received_on=local_date(now),
        due_on=_due_on(session, tenant, "tenant", local_date(now)),
    )
    session.add(question)
    record(session, None, "question.received", question, at=now)
    return receipt


def _due_on(session: Session, tenant: Tenant, handler: str, received_on: date) -> date:
    chosen = settings_of(get_township_by_id(session, tenant.township_id).settings)
    by_village = handler == "tenant" and tenant.kind == TenantKind.VILLAGE
    limit = chosen.answer_days if by_village else chosen.township_answer_days
    return rules.due_day(received_on, limit_days=limit)


def let_through(
    session: Session,
    question: Question,
    tenant: Tenant,
    *,
    handler: str,
    actor_id: int,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Show a question to everybody and say who answers it; the day it is due follows from that.

    Also changes who answers an open one, whose draft of an answer then goes.
    """
    check_seen(question.version, seen)
    rules.check_state(question.state, State.HELD, State.OPEN)
    if question.handler != handler:
        question.answer, question.drafted_by, question.drafted_at = "", None, None
    question.state, question.handler = State.OPEN, handler
    question.due_on = _due_on(session, tenant, handler, question.received_on)
    question.moderated_by, question.moderated_at, question.reason = actor_id, now, ""
    record(session, actor_id, "question.accepted", question, at=now, handler=handler)


def refuse(
    session: Session,
    question: Question,
    *,
    reason: str,
    actor_id: int,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Show a question to nobody, or no longer; the reason stays, and its asker can read it."""
    check_seen(question.version, seen)
    rules.check_state(question.state, State.HELD, State.OPEN, State.ANSWERED)
    reason = clean_text(reason)
    rules.check_reason(reason)
    check_free(reason, kept=list_kept_numbers(session, question.township_id), field="reason")
    fresh = question.state == State.HELD
    question.state = State.REFUSED if fresh else State.HIDDEN
    question.reason, question.moderated_by, question.moderated_at = reason, actor_id, now
    act = "question.refused" if fresh else "question.hidden"
    record(session, actor_id, act, question, at=now, reason=reason)


def reopen(
    session: Session, question: Question, *, actor_id: int, now: datetime, seen: int | None = None
) -> None:
    """Take a refusal back: the question waits again to be looked at, or shows its answer again."""
    check_seen(question.version, seen)
    rules.check_state(question.state, State.REFUSED, State.HIDDEN)
    answered = question.answered_by is not None
    question.state, question.reason = State.ANSWERED if answered else State.HELD, ""
    record(session, actor_id, "question.reopened", question, at=now)


def draft_answer(
    session: Session,
    question: Question,
    *,
    answer: str,
    actor_id: int,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Keep the answer that another person is to let out; raises RuleBroken for personal data."""
    check_seen(question.version, seen)
    rules.check_state(question.state, State.OPEN)
    answer = clean_text(answer)
    rules.check_answer(answer)
    check_free(answer, kept=list_kept_numbers(session, question.township_id), field="answer")
    question.answer, question.drafted_by, question.drafted_at = answer, actor_id, now
    question.returned = ""
    record(session, actor_id, "question.answer_drafted", question, at=now)


def return_answer(
    session: Session,
    question: Question,
    *,
    remark: str,
    actor_id: int,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Send a drafted answer back to be written anew, with a remark."""
    check_seen(question.version, seen)
    rules.check_state(question.state, State.OPEN)
    if question.drafted_by is None:
        raise RuleBroken("question_no_answer")
    remark = clean_text(remark)
    rules.check_reason(remark)
    question.drafted_by, question.drafted_at, question.returned = None, None, remark
    record(session, actor_id, "question.answer_returned", question, at=now, reason=remark)


def publish_answer(
    session: Session,
    question: Question,
    *,
    actor_id: int,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Let an answer out; raises RuleBroken for whoever wrote it."""
    check_seen(question.version, seen)
    rules.check_state(question.state, State.OPEN)
    rules.check_publisher(question.drafted_by, actor_id)
    question.state = State.ANSWERED
    question.answered_by, question.answered_at = actor_id, now
    question.answered_on = local_date(now)
    record(session, actor_id, "question.answered", question, at=now)


def open_contact(
    session: Session, question: Question, *, secret: bytes, actor_id: int, now: datetime
) -> dict[str, str]:
    """Return the asker's name and phone; the journal keeps who looked."""
    record(session, actor_id, "question.contact_opened", question, at=now)
    if not question.contact:
        return {}
    told: dict[str, str] = json.loads(open_text(secret, question.contact, question.receipt_hash))
    return told
