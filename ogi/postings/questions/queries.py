"""Reading what people asked: for officials, for everybody, and for the holder of a receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from ogi.platform.db import Scope
from ogi.platform.errors import NotFound
from ogi.postings.models import PUBLIC_STATES, Posting
from ogi.postings.questions.models import PUBLIC_QUESTIONS, Question
from ogi.postings.questions.rules import State, is_late, receipt_hash
from ogi.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; `state` may also be "late"."""

    state: str = ""
    tenant_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A question with the names beside it."""

    question: Question
    tenant: str
    tenant_kind: str
    posting_title: str | None

    def is_late(self, today: date) -> bool:
        """Tell whether it was answered late, or is still unanswered after its day."""
        one = self.question
        return is_late(one.state, one.due_on, one.answered_on, today)


class Shown(NamedTuple):
    """A question as everybody may read it; nobody is named in it."""

    id: int
    kind: str
    text: str
    state: str
    handler: str
    received_on: date
    due_on: date
    answer: str
    answered_on: date | None
    posting_id: int | None
    posting_title: str | None


class Told(NamedTuple):
    """What the holder of a receipt is told."""

    text: str
    state: str
    received_on: date
    due_on: date
    reason: str
    answer: str
    answered_on: date | None


def questions_statement(
    township_id: int, asked: Asked | None = None, *, today: date | None = None
) -> Select[*tuple[Any, ...]]:
    """Return the statement of questions for paging, what waits first and the earliest due."""
    wanted = (
        select(Question, Tenant.name, Tenant.kind, Posting.title)
        .join(Tenant, (Tenant.id == Question.tenant_id)
              & (Tenant.township_id == Question.township_id))
        .outerjoin(Posting, _posting_of_question())
        .where(Question.township_id == township_id)
        .order_by(Question.state.not_in(("held", "open")), Question.received_at.desc(),
                  Question.id.desc())
    )  # fmt: skip
    if asked is None:
        return wanted
    if asked.tenant_id is not None:
        wanted = wanted.where(Question.tenant_id == asked.tenant_id)
    if asked.text:
        like = Question.text.contains(asked.text, autoescape=True)
        wanted = wanted.where(or_(like, Question.answer.contains(asked.text, autoescape=True)))
    if asked.state == "late" and today is not None:
        return wanted.where(was_late(today))
    return wanted.where(Question.state == asked.state) if asked.state else wanted


def was_late(on: date) -> ColumnElement[bool]:
    """Tell whether a question was answered late, or as of a day is unanswered after its day."""
    counted = Question.state.in_((State.HELD, State.OPEN, State.ANSWERED))
    answered = func.coalesce(Question.answered_on, on)
    return counted & (answered > Question.due_on)


def rows_of(rows: Iterable[Any]) -> list[Row]:
    """Return a statement's rows."""
    return [Row(*row[:4]) for row in rows]


def get_question(session: Session, scope: Scope, question_id: int) -> Row:
    """Return one question of the seat's; raises NotFound."""
    wanted = questions_statement(scope.township_id or 0).where(Question.id == question_id)
    if scope.tenant_id is not None:
        wanted = wanted.where(Question.tenant_id == scope.tenant_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    return Row(*row)


def count_states(session: Session, township_id: int) -> dict[str, int]:
    """Return how many questions stand in each state; of a tenant's seat its own."""
    wanted = (
        select(Question.state, func.count(Question.id))
        .where(Question.township_id == township_id)
        .group_by(Question.state)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def shown_statement(
    township_id: int, tenant_id: int, posting_id: int | None = None
) -> Select[*tuple[Any, ...]]:
    """Return the statement of what everybody may read of a tenant, the latest first."""
    wanted = (
        select(Question.id, Question.kind, Question.text, Question.state, Question.handler,
               Question.received_on, Question.due_on, _told_answer(), Question.answered_on,
               Posting.id, Posting.title)
        .outerjoin(Posting, _posting_of_question() & Posting.state.in_(PUBLIC_STATES)
                   & Posting.taken_down_at.is_(None))
        .where(Question.township_id == township_id, Question.tenant_id == tenant_id,
               Question.state.in_(PUBLIC_QUESTIONS))
        .order_by(Question.received_at.desc(), Question.id.desc())
    )  # fmt: skip
    return wanted if posting_id is None else wanted.where(Question.posting_id == posting_id)


def shown_of(rows: Iterable[Any]) -> list[Shown]:
    """Return a statement's rows."""
    return [Shown._make(row) for row in rows]


def find_told(session: Session, township_id: int, tenant_id: int, receipt: str) -> Told | None:
    """Return how the question behind a receipt number stands, or None."""
    wanted = select(
        Question.text,
        Question.state,
        Question.received_on,
        Question.due_on,
        Question.reason,
        _told_answer(),
        Question.answered_on,
    ).where(
        Question.township_id == township_id,
        Question.tenant_id == tenant_id,
        Question.receipt_hash == receipt_hash(receipt),
    )
    row = session.execute(wanted).one_or_none()
    return None if row is None else Told._make(row)


def find_alike(session: Session, tenant: Tenant, fingerprint: str, since: datetime) -> int | None:
    """Return the key of a question that says the same of a tenant and was not put away."""
    wanted = select(Question.id).where(
        Question.township_id == tenant.township_id,
        Question.tenant_id == tenant.id,
        Question.fingerprint == fingerprint,
        Question.received_at >= since,
        Question.state.in_((State.HELD, State.OPEN, State.ANSWERED)),
    )
    return session.scalars(wanted.limit(1)).first()


def list_uncollected(
    session: Session, township_id: int, tenant_id: int, since: date, until: date
) -> Sequence[Question]:
    """Return what was answered between two days and stands in no posting of answers yet."""
    wanted = (
        select(Question)
        .outerjoin(Posting, (Posting.id == Question.collected_id)
                   & (Posting.township_id == Question.township_id))
        .where(Question.township_id == township_id, Question.tenant_id == tenant_id,
               Question.state == str(State.ANSWERED),
               Question.answered_on.between(since, until),
               or_(Posting.id.is_(None), Posting.state.in_(("discarded", "withdrawn"))))
        .order_by(Question.received_on, Question.id)
    )  # fmt: skip
    return session.scalars(wanted).all()


def list_waiting(
    session: Session, township_id: int, until: date, *, tenant_id: int | None, limit: int
) -> list[Row]:
    """Return what waits to be looked at or answered by a seat, the earliest due first."""
    wanted = questions_statement(township_id).where(
        Question.state.in_((State.HELD, State.OPEN)), Question.due_on <= until
    )
    if tenant_id is None:
        wanted = wanted.where(Question.handler == "township")
    else:
        wanted = wanted.where(Question.tenant_id == tenant_id, Question.handler == "tenant")
    ordered = wanted.order_by(None).order_by(Question.due_on, Question.id).limit(limit)
    return rows_of(session.execute(ordered))


def _told_answer() -> ColumnElement[str]:
    """Return the answer that was let out; one that still waits for its release is none."""
    return case((Question.state == str(State.ANSWERED), Question.answer), else_="")


def _posting_of_question() -> ColumnElement[bool]:
    return (Posting.id == Question.posting_id) & (Posting.township_id == Question.township_id)
