"""What people said and how it was answered (意见建议台账), as a file."""

from typing import Any

from ogi.platform import clock
from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.tabular import Column, Page, Register
from ogi.postings.questions.models import Question
from ogi.postings.questions.queries import Asked, Row, questions_statement, rows_of
from ogi.postings.questions.rules import HANDLER_WORDS, KIND_WORDS, STATE_WORDS
from ogi.tenants.queries import get_tenant, seat_name

COLUMNS = (
    Column("单位", width=14),
    Column("类别", width=10),
    Column("内容", width=40),
    Column("涉及的公开事项", width=26),
    Column("收到日期", "date", 13),
    Column("答复期限", "date", 13),
    Column("由谁答复", width=10),
    Column("答复", width=40),
    Column("答复日期", "date", 13),
    Column("办理情况", width=12),
    Column("是否超期", width=9),
    Column("不公开的理由", width=24),
)


def _township(session: ScopedSession) -> int:
    if session.scope.township_id is None:
        raise NotFound
    return session.scope.township_id


def narrowing(asked: dict[str, Any]) -> Asked:
    """Return what a page or file is narrowed to."""
    return Asked(asked.get("state") or "", asked.get("tenant"), asked.get("text") or "")


def build(session: ScopedSession, asked: dict[str, Any]) -> Register:
    """Return the questions of a seat; whoever asked is named nowhere."""
    township_id, chosen, today = _township(session), narrowing(asked), clock.today()
    found = session.execute(questions_statement(township_id, chosen, today=today))
    rows = [_cells(row, late=row.is_late(today)) for row in rows_of(found)]
    tenant = ""
    if chosen.tenant_id is not None:
        tenant = get_tenant(session, township_id, chosen.tenant_id).name
    return Register(
        title="意见建议台账",
        place=seat_name(session),
        pages=[Page("意见建议", COLUMNS, rows)],
        made_on=today,
        narrowed=[("办理情况", {**STATE_WORDS, "late": "超期", "": ""}[chosen.state]),
                  ("单位", tenant), ("内容", chosen.text)],
    )  # fmt: skip


def _cells(row: Row, *, late: bool) -> tuple[object, ...]:
    one = row.question
    return (
        row.tenant,
        KIND_WORDS[one.kind],
        one.text,
        row.posting_title or "",
        one.received_on,
        one.due_on,
        HANDLER_WORDS[one.handler],
        one.answer if one.answered_by is not None else "",
        one.answered_on,
        STATE_WORDS[one.state],
        "超期" if late else "",
        one.reason,
    )


def _count(session: ScopedSession, asked: dict[str, Any]) -> int:
    statement = questions_statement(_township(session), narrowing(asked), today=clock.today())
    return count_rows(session, statement.with_only_columns(Question.id))


QUESTIONS = RegisterKind("register.questions", "意见建议台账", build, _count)
